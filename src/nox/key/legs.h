/* SPDX-License-Identifier: MIT */
/* What distinguishes the legs of a job, as parts of a key: matrix members, and inputs if the job
 * belongs to a reusable workflow or a composite action. */
#ifndef NOX_LEGS_H
#define NOX_LEGS_H

#include "nox/python/python.h"

/* Where a job contains a reference. */
struct leg_place {
	size_t step;  /* position in job->steps; STR_NONE: the job itself */
	size_t order; /* among all places of the job */
	bool whole;   /* of a set-up step: its version input is the reference and nothing else */
};

/* Further set-up steps count as ordinary steps. */
enum { LEG_SETUPS_MAX = 4 };

/* A matrix member or an input that a job reads. */
struct leg_read {
	struct str path; /* canonical: "matrix.os"; the arena's */
	struct str part; /* its text in a key: path, strategy.job-index, a condition, or nothing */
	size_t longest;	 /* bytes that its value may have in a key, as far as known */
	bool input;
	bool is_short;		/* an input that counts in any place */
	bool distinct, foreign; /* as in struct values */
	bool runner;		/* it is read by runs-on; */
	size_t beyond;		/* and by the step at this position first, or 0 by the job itself,
			    * conditions aside; STR_NONE: by nothing else */
	bool has_range;
	struct leg_place place; /* set if placed: the first place, except those in setups */
	/* Set-up steps whose version it names. The output of such a step may be more exact. */
	struct leg_place setups[LEG_SETUPS_MAX];
	size_t setups_len;
};

/* If there are more, they are not distinguished one by one. */
enum { LEG_READS_MAX = 64 };

struct leg_reads {
	LIST(struct leg_read) list;
	bool many; /* the job reads more matrix members than LEG_READS_MAX */
};

/* Finds what a job reads. All matrix members count. Of inputs, which have many values, only those
 * that decide which sessions run and where: in the fields of the job, in the steps that run Nox
 * (runs, by position in job->steps) before the "--" of its command, and in variables that their
 * scripts name. Inputs with names of short words count in all steps. The time is linear in the size
 * of the job. */
void leg_reads_find(struct leg_reads *reads, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const bool *runs);

struct leg {
	struct str path; /* what is read: "matrix.os", strategy.job-index */
	struct str part; /* the expression for the key */
	bool input;
};

struct legs {
	LIST(struct leg) parts; /* without duplicates, in the order of their first places */
};

/* The parts for a job whose last Nox run is in the step with index last. A member that names the
 * version of a set-up step is left out if the key contains the exact version and that distinguishes
 * the member's values, or if nothing else reads it. Parts that python's text already contains are
 * left out too. A member whose value is not allowed in a key (a map, a list, a text with a comma)
 * is replaced by strategy.job-index; so are all members if their values may be too long
 * together. */
void legs_find(struct legs *legs, struct arena *arena, const struct job *job,
	       const struct leg_reads *reads, const struct python *python, size_t last);

/* A matrix member or an input that decides something about a job, whatever its key names. */
struct leg_member {
	struct str path; /* "matrix.os" */
	bool input;
	bool runner; /* it chooses the runner and does nothing else */
};

struct leg_members {
	LIST(struct leg_member) list; /* in the order in which they are met */
};

/* Those of a job whose Nox runs end with the step number last (its index). */
void legs_members(struct leg_members *members, struct arena *arena, const struct job *job,
		  const struct leg_reads *reads, size_t last);

#endif
