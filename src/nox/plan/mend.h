/* SPDX-License-Identifier: MIT */
/* --fix-existing: the smallest edits that put a cache right which a person wrote. */
#ifndef NOX_MEND_H
#define NOX_MEND_H

#include "nox/plan/planner.h"

/* May the cache be changed? */
bool mend_may(const struct planner *p, const struct job_plan *job, const struct cache *cache);

/* Finds the caches of a job whose path is not where its calls keep their environments, and counts
 * them as caches of these from now on. */
void mend_paths(struct planner *p, struct job_plan *job, const struct nox_calls *calls);

/* The Python for the key of a cache that a person wrote. */
struct mend_python {
	struct str part;   /* of the key, */
	struct str judged; /* and what is judged in its place, as its step may have no id yet */
	struct probe_step probe; /* to be added before the cache step; or its id is empty */
	struct layout layout;	 /* of the probe */
	const char *why;	 /* static: it cannot be named; or NULL */
};

/* Finds the part of a cache that serves the call with that number. A set-up step may be given an id. */
void mend_python_find(struct mend_python *python, struct planner *p, const struct job_plan *job,
		      const struct cache *cache, size_t number, const struct cache_group *group);

/* Plans the step that asks for the Python, if there is one. */
void mend_python_insert(const struct mend_python *python, struct planner *p,
			const struct cache *cache);

/* Why a cache that mend_may() refuses is not changed; NULL: because its comment says so. */
const char *mend_why_not(const struct planner *p, const struct job_plan *job,
			 const struct cache *cache);

/* Why the faults with these bits remain. python: why that cannot be named, or NULL; hashed: the key gets a
 * hash. */
const char *mend_why_left(unsigned rules, const char *python, bool hashed);

/* Reports that the faults of a cache are not mended, or only some of them. why: NULL reports nothing. */
void mend_report(struct planner *p, struct job_plan *job, const struct cache *cache, bool partly,
		 const char *why);

/* Finds caches that are restored after Nox has run and can be moved before it. To be called before the
 * calls are judged. */
void mend_places(struct planner *p, struct job_plan *job, const struct nox_calls *calls);

/* The cache that is moved before the step of the call and restores its environments, or NULL. */
const struct cache *mend_moved(const struct job_plan *job, const struct nox_call *call);

/* Plans the move of a cache, if it is moved. */
void mend_move(struct planner *p, struct cache *cache);

/* Makes edits of the moves, once all edits have been planned: those in the moved lines move too. */
void mend_move_edits(struct planner *p);

/* To be called once the calls of a job are judged. */
void mend_begin(struct planner *p, const struct job_plan *job);

/* Plans the edits for a cache of the job. */
void mend_cache(struct planner *p, struct job_plan *job, size_t number);

#endif
