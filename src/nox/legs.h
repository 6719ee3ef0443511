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
	bool whole;   /* of a set-up step: its version input is the reference and nothing else */
};

/* Further set-up steps count as any other step. */
enum { LEG_SETUPS_MAX = 4 };

/* A matrix member or an input that a job reads. */
struct leg_read {
	struct str path;  /* canonical: "matrix.os"; the arena's */
	struct str part;  /* what is in a key for it: path, strategy.job-index, a condition, or nothing */
	size_t longest;   /* bytes that its value may have in a key, as far as can be told */
	bool input;
	bool is_short;	  /* an input that counts wherever it is read */
	bool distinct, foreign; /* as in struct values */
	bool placed;
	struct leg_place place; /* where placed: the first, apart from those in setups */
	/* Where it names the version for a step that sets Python up: the step's output may tell
	 * more. */
	struct leg_place setups[LEG_SETUPS_MAX];
	size_t setups_len;
};

/* More of them than this are not told apart one by one. */
enum { LEG_READS_MAX = 64 };

struct leg_reads {
	LIST(struct leg_read) list;
	bool many; /* the job reads more matrix members than LEG_READS_MAX */
};

/* Fills reads with what the job reads anywhere; of inputs, whose values are many, only what decides
 * which sessions run and where: in the job's own fields, in the steps that run Nox (runs, by
 * position in job->steps) before the "--" of its command, and in variables that their scripts name;
 * where their names are those of short words, in all steps. Takes time that grows with the job
 * alone. */
void leg_reads_find(struct leg_reads *reads, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const bool *runs);

struct leg {
	struct str path; /* what is read: "matrix.os", strategy.job-index */
	struct str part; /* the expression for the key */
	bool input;
};

struct legs {
	LIST(struct leg) parts; /* each once, in the order in which they are met */
};

/* The parts for a job whose Nox runs end with the step number last (its index). A member that names
 * the version for a set-up step is left out where the exact version is in the key and tells the
 * member's values apart, or where nothing else reads it; so is what python's text says already. A
 * member whose value cannot stand in a key (a map, a list, a text with a comma) makes way for
 * strategy.job-index; so do all members where their values may be too long together. */
void legs_of(struct legs *legs, struct arena *arena, const struct job *job,
	     const struct leg_reads *reads, const struct python *python, size_t last);

#endif
