/* SPDX-License-Identifier: MIT */
/* Ids for steps: unique in their job, and the same for a step that several jobs share. */
#ifndef NOX_NAMING_H
#define NOX_NAMING_H

#include "workflow/workflow.h"

/* A step that is to get an id. */
struct named_step {
	const struct step *step;
	struct str id;
};

/* The step of the job at hand that asks an interpreter for its version. */
struct probe_name {
	struct str id; /* empty: there is none yet */
	struct str interpreter;
};

struct naming {
	struct arena *arena;
	const struct tree *tree;
	const struct job *job; /* the job at hand */
	LIST(struct str) given; /* ids given in this job */
	struct probe_name probe;
	LIST(struct named_step) named; /* in this file */
};

/* An id that no step of the job at hand has: wanted, wanted-2, … It counts as given from then. */
struct str naming_free(struct naming *naming, const char *wanted);

/* The id that a step of the job at hand has, is to get, or (from now on) is to get. */
struct str naming_of(struct naming *naming, const struct step *step, const char *wanted);

#endif
