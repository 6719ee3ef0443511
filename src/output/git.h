/* SPDX-License-Identifier: MIT */
/* The git program, for what it knows best: identities, dates, revisions. */
#ifndef OUTPUT_GIT_H
#define OUTPUT_GIT_H

#include "base/buf.h"

enum { GIT_ARGUMENTS_MAX = 16, GIT_VARIABLES_MAX = 8 };

/* One run of git. Arguments go to it as they are; no shell is involved. */
struct git_call {
	const char *folder;			    /* it is started there; NULL: here */
	const char *arguments[GIT_ARGUMENTS_MAX + 1]; /* without "git"; ends with NULL */
	const char *variables[GIT_VARIABLES_MAX + 1]; /* "NAME=value" added to its environment */
};

/* Runs git with its standard output in *out (what it says on standard error is dropped). False
 * where git is not there, ends with another status than 0, or memory is out. */
bool git_run(struct buf *out, const struct git_call *call);

#endif
