/* SPDX-License-Identifier: MIT */
/* Findings about the existing caches of Nox environments in a job. */
#ifndef NOX_FINDINGS_H
#define NOX_FINDINGS_H

#include "nox/job_plan.h"

/* The keys seen so far in the file, to find those that two jobs share. */
struct seen_keys {
	struct lookup keys; /* each with the number of its job in jobs */
	LIST(struct str) jobs;
};

/* Adds the findings about the caches of a job to the diagnostics. triggers are those of its file in
 * the overview. */
void findings_add(struct diagnostics *diagnostics, struct arena *arena,
		  const struct workflow *workflow, const struct plan_context *context,
		  const struct job_plan *job, struct seen_keys *seen, unsigned triggers);

/* Finds the patterns of the first hashFiles() in a text. Returns false if there is none, or if one
 * of them is not a plain string. */
bool hash_files_patterns(struct strs *patterns, struct arena *arena, struct str text);

#endif
