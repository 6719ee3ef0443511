/* SPDX-License-Identifier: MIT */
/* What a run has met, in numbers. It is plain data, so that a process can hand it to another. */
#ifndef OUTPUT_TALLY_H
#define OUTPUT_TALLY_H

#include "nox/rewrite.h"

enum {
	TALLY_REASONS_MAX = 4, /* that are named */
	TALLY_REASON_SIZE = 64,
};

/* Zero-initialise. */
struct tally {
	size_t files;  /* that were looked at */
	size_t failed; /* of them: could not be read, understood or edited */
	size_t changed; /* of them: have another text */
	size_t jobs;   /* that run Nox; each is one of the following three */
	size_t to_cache; /* gets a cache step */
	size_t cached;	 /* has one */
	size_t left;	 /* is left alone */
	size_t findings[SEVERITY_ERROR + 1]; /* by severity */
	/* Why jobs are left alone, in a few words each; no reason twice. */
	char reasons[TALLY_REASONS_MAX][TALLY_REASON_SIZE];
	bool more_reasons;
};

void tally_add(struct tally *tally, const struct rewrite *file);
/* Adds what another process has met. */
void tally_join(struct tally *tally, const struct tally *other);

/* Appends "3 files, 7 jobs run Nox: 5 to cache, 1 cached, 1 left alone (release job)", of a check
 * with "; 2 errors, 1 warning". done: the files have been changed. */
void tally_describe(struct buf *out, const struct tally *tally, bool done, bool check);

#endif
