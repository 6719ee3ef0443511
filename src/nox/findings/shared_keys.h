/* SPDX-License-Identifier: MIT */
/* The keys under which the jobs of a repository save caches: which of them may meet. */
#ifndef NOX_SHARED_KEYS_H
#define NOX_SHARED_KEYS_H

#include "nox/findings/leg_text.h"
#include "nox/job/job_plan.h"
#include "nox/release/overview.h"

/* What one leg of a job caches. All texts are the arena's. */
struct leg_key {
	size_t leg;
	struct leg_scope scope;
	struct str
		version; /* what besides the key distinguishes caches: paths and, on Windows, that */
	struct leg_text
		key; /* a symbol for what only a run knows. Where both are equal, a cache of the one
			      * is found by the other */
};

struct leg_keys {
	struct matrix matrix;
	LIST(struct leg_key)
	list; /* one for each leg in which the step runs; where the legs are not
				    * known one for all */
};

/* A job that saves under a key. */
struct saver {
	const struct overview_job *overviewed;
	const struct workflow *workflow;
	const struct job *job; /* of it */
	struct str file;
	const struct cache *cache;
	const struct setups *setups;
	struct nox_calls *calls; /* of the job; NULL: not read yet */
	struct matrix *matrix;	 /* of the job; NULL: not read yet */
	struct str *works;	 /* by leg: what it does with Nox, as a text; p is NULL before */
	size_t legs;
};

/* A key that a saver has in a leg. A repository may have thousands. */
struct saved_key {
	struct saver *saver;
	uint32_t leg;
	bool known;	 /* the legs are known */
	struct str text; /* as that of struct leg_key */
};

struct shared_keys;

/* The keys of a cache. Beyond a number of legs per file, which no file that people write has, the
 * legs are not distinguished: *left counts down. */
void leg_keys_of(struct leg_keys *keys, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, const struct setups *setups, const struct cache *cache,
		 size_t *left);

/* The keys of all files of the overview. They are read when they are first asked for, and kept where
 * the overview is that of the repository. Otherwise the workflow is its only file. */
struct shared_keys *shared_keys_of(struct arena *arena, const struct plan_context *context,
				   const struct overview *overview,
				   const struct workflow *workflow);

/* A key that begins with a text (whole: is the text), saved by another job than the one whose number in
 * the overview is given, or in another leg of it, where other environments are made; NULL where there
 * is none. `own` is the key of the one that asks, `calls` are those of its job. */
const struct saved_key *shared_keys_meet(struct shared_keys *keys, struct str text, bool whole,
					 const struct overview_job *job, const struct leg_key *own,
					 const struct nox_calls *calls);

/* What a leg does with Nox: its machine, its commands without what is for the sessions, and their
 * variables. Of a scope without a leg the text names the members of the matrix that it depends on. */
struct str leg_work(const struct leg_scope *scope, const struct nox_calls *calls);

#endif
