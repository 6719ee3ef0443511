/* SPDX-License-Identifier: MIT */
/* Ids for steps: unique in their job (in whatever case: IdBuilder in actions/runner), and the same for a step that several jobs share. */
#ifndef NOX_NAMING_H
#define NOX_NAMING_H

#include "base/lookup.h"
#include "workflow/workflow.h"

/* A step that is to get an id. */
struct named_step {
	const struct step *step;
	struct str id;
};

/* A new step of the job at hand that asks interpreters for their versions. */
struct probe_name {
	struct str id; /* empty: there is none yet */
	struct str run, value; /* what it asks, as in struct probe_step */
	size_t before; /* index of the step before which it is put */
};

/* By which ids are found again. What was taken back may still stand in it. */
struct naming_lookups {
	const struct job *job;
	struct lookup ids;   /* that the job's steps have, in lower case */
	struct lookup named; /* the body of a step to its number in naming.named */
};

/* May be copied, and an older copy be put back: what was given since is free again then. */
struct naming {
	struct arena *arena;
	const struct tree *tree;
	const struct job *job; /* the job at hand */
	LIST(struct str) given; /* ids given in this job */
	struct probe_name probe;
	struct str age; /* the step of the job at hand that prints the date, or empty */
	LIST(struct named_step) named; /* in this file */
	struct naming_lookups *lookups; /* the arena's; NULL before they are needed */
};

/* An id that no step of the job at hand has: wanted, wanted-2, … It counts as given from then. Ids do
 * not mind case (actions/runner, IdBuilder and the steps context). */
struct str naming_free(struct naming *naming, const char *wanted);

/* The id that a step of the job at hand has, is to get, or (from now on) is to get. */
struct str naming_of(struct naming *naming, const struct step *step, const char *wanted);

#endif
