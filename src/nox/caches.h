/* SPDX-License-Identifier: MIT */
/* The steps of a job that cache something already. */
#ifndef NOX_CACHES_H
#define NOX_CACHES_H

#include "nox/calls.h"
#include "nox/survey.h"

struct cache {
	const struct step *step;
	struct str path; /* its path: input, several lines */
	LIST(struct str) folders; /* what it names, where that can be told; the arena's */
	struct str key;
	struct str restore_keys;
	struct str id;
	bool restores; /* actions/cache or its restore part; not save alone */
	bool elsewhere; /* inside an action that the step uses */
	bool guarded;  /* it tells runs for tags apart: by lookup-only, or by a condition */
	bool ours;     /* this program wrote it, and keeps it up to date */
};

/* More are not taken; those in local actions count for each step that uses the action. */
enum { CACHES_MAX = 20 * 1000 };

struct caches {
	LIST(struct cache) list;
	bool many; /* there are more than CACHES_MAX */
};

/* All that the job caches by an action of actions/cache's inputs, also inside the composite actions
 * of the repository that its steps use; of these the step is the one
 * that uses the action. */
void caches_of(struct caches *caches, struct arena *arena, const struct tree *tree,
	       const struct job *job, struct survey *survey);

#endif
