/* SPDX-License-Identifier: MIT */
/* Loads repositories before it is their turn, so that their files are parsed together: each call of the
 * worker costs two switches between processes. */
#ifndef AHEAD_H
#define AHEAD_H

#include "runner.h"

enum { AHEAD_MAX = 16 };

/* Repositories that were read, in order. Zero-initialise; use up with ahead_drop. */
struct ahead {
	struct project *at[AHEAD_MAX];
	size_t len;
	size_t most;	/* that may be read before their turn; 0: not known yet */
	size_t planned; /* of them */
	size_t read;	/* so far; the number of the next */
};

/* The next repository, all loaded but for load_end. There must be one. */
struct project *ahead_first(struct ahead *ahead, const struct runner *r, struct batch *batch);

/* Frees it. */
void ahead_drop(struct ahead *ahead);

#endif
