/* SPDX-License-Identifier: MIT */
/* The existing cache steps of a job. */
#ifndef NOX_CACHES_H
#define NOX_CACHES_H

#include "nox/call/calls.h"
#include "nox/survey/survey.h"

struct cache {
	const struct step *step;
	struct str path;	  /* the path: input, one path per line */
	LIST(struct str) folders; /* the folders in path, as far as they are known; the arena's */
	struct str key;
	struct str restore_keys;
	struct str id;
	bool restores;		       /* actions/cache or its restore part; not save alone */
	bool saves;		       /* actions/cache or its save part; not restore alone */
	bool in_action;		       /* inside an action that the step uses: */
	const struct workflow *action; /* this one, */
	const struct step *inner;      /* in this step of it; else NULL and the step itself */
	bool guarded; /* a run for a tag restores nothing: by lookup-only, or by a condition */
	bool ours;    /* written and maintained by this program */
	const struct step *moved; /* with --fix-existing: it is moved before this step; or NULL */
	const char *stays;	  /* static: why it cannot be moved; NULL: it need not be */
	struct str path_wanted;	  /* with --fix-existing: its correct path; or empty */
	unsigned mended;	  /* what is corrected in it: a bit for each rule_id */
};

/* Further caches are ignored. Those in a local action count once for each step that uses it. */
enum { CACHES_MAX = 20 * 1000 };

struct caches {
	LIST(struct cache) list;
	bool many; /* there are more than CACHES_MAX */
};

/* Finds the caches of a job: steps that use an action with the inputs of actions/cache, also inside
 * the composite actions of the repository. For these, step is the step that uses the composite
 * action. */
void caches_find(struct caches *caches, struct arena *arena, const struct tree *tree,
		 const struct job *job, struct survey *survey);

/* Whether caches_find may find something in a job of the workflow. */
bool caches_are_possible(const struct workflow *workflow);

/* Whether this program wrote the step, whatever action it uses. */
bool cache_step_is_ours(const struct tree *tree, const struct step *step);

#endif
