/* SPDX-License-Identifier: MIT */
/* What tells the legs of a job apart, as parts of a key: matrix members, and inputs where the job
 * belongs to a reusable workflow or a composite action. */
#ifndef NOX_LEGS_H
#define NOX_LEGS_H

#include "nox/python.h"

/* Where a reference stands in a job. */
struct leg_place {
	size_t step;  /* position in job->steps; STR_NONE: the job itself */
	size_t order; /* among all places of the job */
};

/* A matrix member or an input that a job reads. */
struct leg_read {
	struct str path;  /* canonical: "matrix.os"; the arena's */
	struct str part;  /* what stands for it in a key: path, strategy.job-index, or nothing */
	size_t longest;   /* bytes that its value may have in a key, as far as can be told */
	bool input;
	/* Its first two places in different steps: one of the steps may not count. */
	struct leg_place places[2];
	size_t count; /* of them */
};

/* More of them than this are not told apart one by one. */
enum { LEG_READS_MAX = 64 };

struct leg_reads {
	LIST(struct leg_read) list;
	bool many; /* the job reads more matrix members than LEG_READS_MAX */
};

/* Fills reads with what the job reads anywhere. Takes time that grows with the job alone. False
 * when memory is out. */
CHECKED bool leg_reads_find(struct leg_reads *reads, struct arena *arena,
			    const struct workflow *workflow, const struct job *job);

struct leg {
	struct str path; /* an expression */
	bool input;
};

struct legs {
	LIST(struct leg) parts; /* each once, in the order in which they are met */
};

/* The parts for a job whose Nox runs end with the step number last (its index). What only feeds the
 * set-up of a Python whose exact version is in the key is left out; so is what python's text says
 * already. A member whose value cannot stand in a key (a map, a list, a text with a comma) makes
 * way for strategy.job-index; so do all members where their values may be too long together. False
 * when memory is out. */
CHECKED bool legs_of(struct legs *legs, struct arena *arena, const struct job *job,
		     const struct leg_reads *reads, const struct python *python, size_t last);

#endif
