/* SPDX-License-Identifier: MIT */
/* Ids for steps, unique in their job. A step that several jobs share gets the same id in all of
 * them. */
#ifndef NOX_NAMING_H
#define NOX_NAMING_H

#include "base/lookup.h"
#include "workflow/workflow.h"

/* A step that gets an id. */
struct named_step {
	const struct step *step;
	struct str id;
};

/* A new step of the current job that asks interpreters for their versions. */
struct probe_name {
	struct str id;	       /* empty: there is none yet */
	struct str run, value; /* its script, as in struct probe_step */
	size_t before;	       /* index of the step before which it is inserted */
};

/* Lookups of ids. They may still contain ids that were taken back. */
struct naming_lookups {
	const struct job *job;
	struct lookup ids;   /* of the job's steps, in lower case */
	struct lookup named; /* the body of a step to its number in naming.named */
};

/* May be copied. Restoring an older copy frees the ids given since. */
struct naming {
	struct arena *arena;
	const struct tree *tree;
	const struct job *job;	/* the current job */
	LIST(struct str) given; /* ids given in this job */
	struct probe_name probe;
	struct str age; /* id of the current job's step that prints the date, or empty */
	LIST(struct named_step) named;	/* in this file */
	struct naming_lookups *lookups; /* the arena's; NULL until they are needed */
};

/* An id that no step of the current job has: wanted, wanted-2, … It is taken from then on. Ids are
 * compared without case (actions/runner, IdBuilder and the steps context). */
struct str naming_free(struct naming *naming, const char *wanted);

/* The id of a step of the current job: its own, one given earlier, or a new one. */
struct str naming_of(struct naming *naming, const struct step *step, const char *wanted);

#endif
