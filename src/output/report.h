/* SPDX-License-Identifier: MIT */
/* Prints the results of --check, --list and --why. A format is a table of three functions. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "nox/plan/rewrite.h"
#include "output/json.h"
#include "output/lines.h"
#include "output/outlet.h"
#include "output/tally.h"

enum report_kind { REPORT_CHECK, REPORT_LIST, REPORT_WHY, REPORT_KINDS };

/* In the order of the values of --format. */
enum format {
	FORMAT_TEXT,
	FORMAT_CONCISE,
	FORMAT_JSON,
	FORMAT_SARIF,
	FORMAT_GITHUB,
	FORMAT_MARKDOWN,
	FORMAT_COUNT,
};

/* A report of one or more files. All borrowed. */
struct report {
	const struct report_format *format;
	const struct lines *lines;
	struct json *json; /* writes to the same buffer */
	struct outlet outlet;
	struct arena *arena; /* lives as long as the report */
	enum severity least; /* text, concise: findings below it are not printed */
	size_t width;	     /* columns of the terminal; 0: unlimited */
	bool verbose;	     /* REPORT_LIST: also print what the caches save */

	bool begun;	 /* a file was printed */
	bool failed;	 /* at the end: a file could not be read or written */
	bool incomplete; /* an error of this program: the JSON is incomplete */

	struct str job;	    /* REPORT_WHY: id of the job */
	bool found;	    /* the job exists */
	struct str closest; /* the most similar id; the arena's */
};

struct report_file {
	const struct rewrite *rewrite;
	struct str path; /* for programs: relative to the repository's root if there is a single
	                  * repository, otherwise as displayed */
	const struct plan_context *context; /* for REPORT_WHY */
};

/* The output of file() is independent of other files: outputs of several processes are joined, with
 * commas if an array of json is open. begin and end may be NULL. */
struct report_format {
	void (*begin)(struct report *report);
	void (*file)(struct report *report, const struct report_file *file);
	void (*end)(struct report *report, const struct tally *tally);
};

/* Adds one line "path:line:column: severity: message [rule]". Position and rule are optional. */
void report_message(const struct lines *out, const struct rewrite *file,
		    const struct diagnostic *message);

/* Lets the caller take what has been printed, if it is much. */
void report_pass(const struct report *report);

/* Adds a blank line between two files. */
void report_part(struct report *report);

/* The ANSI sequence of a severity. */
const char *report_color(enum severity severity);

/* Adds one line "path: severity: message". */
void report_plain(const struct lines *out, struct str path, enum severity severity,
		  struct str message);

#endif
