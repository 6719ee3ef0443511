/* SPDX-License-Identifier: MIT */
/* Counts the results of a run. It is plain data, so that one process can pass it to another. */
#ifndef OUTPUT_TALLY_H
#define OUTPUT_TALLY_H

#include "nox/plan/rewrite.h"

enum {
	TALLY_REASONS_MAX = 4, /* number of reasons that are listed */
	TALLY_REASON_SIZE = 64,
};

/* Zero-initialise. */
struct tally {
	size_t files;	 /* processed files */
	size_t failed;	 /* of them: could not be read, understood or edited */
	size_t changed;	 /* of them: their text changes */
	size_t jobs;	 /* jobs that run Nox; each is one of the following three */
	size_t to_cache; /* get a cache step */
	size_t cached;	 /* have one */
	size_t left;	 /* are left alone */
	size_t findings[SEVERITY_ERROR + 1]; /* by severity */
	/* Why jobs are left alone, in a few words each, without duplicates. */
	char reasons[TALLY_REASONS_MAX][TALLY_REASON_SIZE];
	bool more_reasons;
};

void tally_add(struct tally *tally, const struct rewrite *file);
/* Adds the counts of another process. */
void tally_join(struct tally *tally, const struct tally *other);

/* Appends "3 files, 7 jobs run Nox: 5 to cache, 1 cached, 1 left alone (release job)" and, for a
 * check, "; 2 errors, 1 warning". done: the files have been changed. */
void tally_describe(struct buf *out, const struct tally *tally, bool done, bool check);

#endif
