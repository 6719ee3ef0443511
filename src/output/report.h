/* SPDX-License-Identifier: MIT */
/* What --check, --list and --why print: a table of formats, each of three functions. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "nox/rewrite.h"
#include "output/json.h"
#include "output/lines.h"
#include "output/tally.h"

enum report_kind { REPORT_CHECK, REPORT_LIST, REPORT_WHY, REPORT_KINDS };

/* In the order of the words of --format. */
enum format {
	FORMAT_TEXT,
	FORMAT_CONCISE,
	FORMAT_JSON,
	FORMAT_SARIF,
	FORMAT_GITHUB,
	FORMAT_MARKDOWN,
	FORMAT_COUNT,
};

/* A report in the making, of one or more files. All borrowed. */
struct report {
	const struct report_format *format;
	const struct lines *lines;
	struct json *json;   /* writes to the same place */
	struct arena *arena; /* lives as long as the report */
	enum severity least; /* text, concise: findings below it are not printed */
	bool verbose;	     /* REPORT_LIST: also what the caches are good for */

	bool failed;	     /* at the end: something could not be read or written */
	bool incomplete;     /* an error of this program: the JSON is not whole */

	struct str job;	    /* REPORT_WHY: its id */
	bool found;	    /* there is such a job */
	struct str closest; /* the nearest id; the arena's */
};

struct report_file {
	const struct rewrite *rewrite;
	struct str path; /* for programs: relative to the repository's root, where there is one
			  * repository; else as it is shown */
	const struct plan_context *context; /* for REPORT_WHY */
};

/* What file() writes stands on its own: files of several processes are joined, with a comma between
 * them where json has an array open. begin and end may be NULL. */
struct report_format {
	void (*begin)(struct report *report);
	void (*file)(struct report *report, const struct report_file *file);
	void (*end)(struct report *report, const struct tally *tally);
};

/* One line "path:line:column: severity: message [rule]", without a place or a rule where the
 * message has none. */
void report_message(const struct lines *out, const struct rewrite *file,
		    const struct diagnostic *message);

/* The ANSI sequence of a severity. */
const char *report_color(enum severity severity);

/* One line "path: severity: message". */
void report_plain(const struct lines *out, struct str path, enum severity severity,
		  struct str message);

#endif
