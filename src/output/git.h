/* SPDX-License-Identifier: MIT */
/* The git program, for what it knows best: identities, dates, revisions, objects. */
#ifndef OUTPUT_GIT_H
#define OUTPUT_GIT_H

#include "base/arena.h"
#include "base/buf.h"

enum { GIT_ARGUMENTS_MAX = 16, GIT_VARIABLES_MAX = 8 };

/* One run of git. Arguments go to it as they are; no shell is involved. */
struct git_call {
	const char *folder;			    /* it is started there; NULL: here */
	const char *arguments[GIT_ARGUMENTS_MAX + 1]; /* without "git"; ends with NULL */
	const char *variables[GIT_VARIABLES_MAX + 1]; /* "NAME=value" added to its environment */
	struct str input;    /* what it reads on standard input */
	struct buf *messages; /* receives what it says on standard error, or NULL: dropped */
};

/* Runs git with its standard output in *out. Variables that would lead it to another repository
 * than the folder's (GIT_DIR and its like) are taken from it. False where git is not there, ends
 * with another status than 0, or memory is out. */
bool git_run(struct buf *out, const struct git_call *call);

/* The same, with the output (blanks at both ends taken off) in the arena: *line. */
bool git_line(struct str *line, struct arena *arena, const struct git_call *call);

/* What git said of a failure, as one line without "fatal: ": the arena's; never empty. */
struct str git_complaint(struct arena *arena, const struct buf *messages);

#endif
