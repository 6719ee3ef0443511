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

/* To be called once the calls of a job are judged. */
void mend_begin(struct planner *p, const struct job_plan *job);

/* Plans the edits for a cache of the job. */
void mend_cache(struct planner *p, struct job_plan *job, size_t number);

#endif
