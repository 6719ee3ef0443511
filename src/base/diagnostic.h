/* SPDX-License-Identifier: MIT */
/* Diagnostics: messages to the user, kept as data. The engine adds them; only the tool and the
 * report print them. */
#ifndef BASE_DIAGNOSTIC_H
#define BASE_DIAGNOSTIC_H

#include "base/arena.h"

#include <stdarg.h>

/* Maximum length of a message in bytes. A longer one is cut after a whole character and gets an
 * ellipsis, since a message may quote any text of a file. */
enum { DIAGNOSTIC_MAX = 1024 };

/* The result of a function that can fail. A failure adds a diagnostic of severity SEVERITY_ERROR to
 * the list that the function was given. Out of memory is not reported this way: see memory.h. */
enum status {
	STATUS_OK,
	STATUS_INVALID, /* the input is malformed */
	STATUS_IO,	/* a system call failed */
};

#define CHECKED __attribute__((warn_unused_result))

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct rule; /* see nox/rules/rules.h */

/* A file may have thousands. */
struct diagnostic {
	const struct rule
		*rule;	     /* NULL for a plain message; members marked "finding" need a rule */
	const char *remedy;  /* finding: what to do; static */
	const char *message; /* see diagnostic_message, */
	const char *job;     /* and diagnostic_job */
	uint32_t job_len;
	unsigned message_len : 16;
	enum severity severity : 8;
	bool has_range : 1; /* bytes is valid; otherwise the message is about the whole file */
	bool fixable : 1;   /* finding: the planned edits remove it */
	struct short_range bytes; /* of the source file */
};

/* No final newline; may quote any bytes of a file; the arena's. */
static inline struct str diagnostic_message(const struct diagnostic *d)
{
	return (struct str){ d->message, d->message_len };
}

static inline struct range diagnostic_range(const struct diagnostic *d)
{
	return long_range(d->bytes);
}

/* The id of the job, or the empty text; the arena's or the source's. */
static inline struct str diagnostic_job(const struct diagnostic *d)
{
	return d->job ? (struct str){ d->job, d->job_len } : STR("");
}

/* The messages about one file, in the order in which they were found. */
struct diagnostics {
	struct arena *arena; /* owns the messages */
	/* Findings that nobody reads are left out: */
	enum severity least; /* those below it, */
	bool unfixed_only;   /* and those that the planned edits remove */
	LIST(struct diagnostic) list;
	struct str recent[4]; /* the last different messages; an equal one shares its text */
	unsigned oldest;      /* index of the first of them */
};

/* Adds a plain message about the file as a whole. */
void diagnostic_file(struct diagnostics *d, enum severity severity, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Adds a plain message about bytes of the file. */
void diagnostic_at(struct diagnostics *d, enum severity severity, struct range range,
		   const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Adds entry with the formatted message. */
void diagnostic_add_v(struct diagnostics *d, struct diagnostic entry, const char *format,
		      va_list arguments) __attribute__((format(printf, 3, 0)));

/* "note", "warning" or "error". */
const char *severity_name(enum severity severity);

#endif
