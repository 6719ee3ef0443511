/* SPDX-License-Identifier: MIT */
/* Findings about the existing caches of Nox environments in a job. */
#ifndef NOX_FINDINGS_H
#define NOX_FINDINGS_H

#include "nox/job/job_plan.h"

struct leg_member;
struct saver;

/* Legs that are distinguished in the caches of a file; no file that people write has so many. */
enum { FINDINGS_LEGS_MAX = 20 * 1000 };

/* Adds the findings about the caches of a job to the diagnostics. *legs counts down from
 * FINDINGS_LEGS_MAX. */
void findings_add(struct diagnostics *diagnostics, struct arena *arena,
		  const struct workflow *workflow, const struct plan_context *context,
		  const struct job_plan *job, const struct overview *overview, size_t *legs);

/* What is wrong with one cache. */
struct faults {
	unsigned rules;			 /* a bit for each rule_id */
	const struct leg_member *member; /* that the key does not distinguish, or NULL */
	const struct saver *met;	 /* who has the key too, or NULL */
};

/* Judges a cache of a job as a person might have written it: number is that of the call that it serves,
 * among those of the job. */
void findings_faults(struct faults *faults, struct arena *arena, const struct workflow *workflow,
		     const struct plan_context *context, const struct job_plan *job,
		     const struct overview *overview, size_t *legs, const struct cache *cache,
		     size_t number);

/* For each cache of a job the number of the first call that keeps its environments in what is cached,
 * or STR_NONE. */
const size_t *findings_served(struct arena *arena, const struct job_plan *job);

/* Finds the patterns of the first hashFiles() in a text. Returns false if there is none, or if one
 * of them is not a plain string. */
bool hash_files_patterns(struct strs *patterns, struct arena *arena, struct str text);

#endif
