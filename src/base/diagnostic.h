/* SPDX-License-Identifier: MIT */
/* What is to be told to the user, as data: the engine adds, only the tool and the report print. */
#ifndef BASE_DIAGNOSTIC_H
#define BASE_DIAGNOSTIC_H

#include "base/arena.h"

#include <stdarg.h>

/* Bytes of a message. What is longer ends with a whole character and an ellipsis, since it may
 * quote any text of a file. */
enum { DIAGNOSTIC_MAX = 1024 };

/* How a function that can fail ends. But for STATUS_OK it comes with a diagnostic of severity
 * SEVERITY_ERROR in the list that the function was given. No memory is no failure: see memory.h. */
enum status {
	STATUS_OK,
	STATUS_INVALID, /* the input cannot be read as what it should be */
	STATUS_IO,      /* the system refused */
};

#define CHECKED __attribute__((warn_unused_result))

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct rule; /* what a finding is an instance of: nox/rules.h */

struct diagnostic {
	enum severity severity;
	const struct rule *rule; /* NULL for a plain message; what follows with "finding" is its own */
	struct range range;   /* in the source file's bytes */
	bool placed;          /* range is meant; else the message is about the file as a whole */
	struct str job;       /* id of the job it is about, or empty; the arena's or the source's */
	struct str message;   /* no final newline; it may quote any bytes of a file; the arena's */
	bool fixable;	      /* finding: the planned edits remove it */
	const char *remedy;   /* finding: what to do; static */
};

/* The messages about one file, in the order in which they were found. */
struct diagnostics {
	struct arena *arena; /* owns the messages */
	LIST(struct diagnostic) list;
};

/* Adds a plain message about the file as a whole. */
void diagnostic_file(struct diagnostics *d, enum severity severity, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Adds a plain message about bytes of the file. */
void diagnostic_at(struct diagnostics *d, enum severity severity, struct range range,
		   const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Adds an entry, whose message is made here. */
void diagnostic_add_v(struct diagnostics *d, struct diagnostic entry, const char *format,
		      va_list arguments) __attribute__((format(printf, 3, 0)));

/* "note", "warning" or "error". */
const char *severity_name(enum severity severity);

#endif
