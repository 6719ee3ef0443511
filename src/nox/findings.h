/* SPDX-License-Identifier: MIT */
/* Findings about the existing caches of Nox environments in a job. */
#ifndef NOX_FINDINGS_H
#define NOX_FINDINGS_H

#include "nox/job_plan.h"

/* Legs that are told apart in the caches of a file; no file that people write has so many. */
enum { FINDINGS_LEGS_MAX = 20 * 1000 };

/* Adds the findings about the caches of a job to the diagnostics. *legs counts down from
 * FINDINGS_LEGS_MAX. */
void findings_add(struct diagnostics *diagnostics, struct arena *arena,
		  const struct workflow *workflow, const struct plan_context *context,
		  const struct job_plan *job, const struct overview *overview, size_t *legs);

/* Finds the patterns of the first hashFiles() in a text. Returns false if there is none, or if one
 * of them is not a plain string. */
bool hash_files_patterns(struct strs *patterns, struct arena *arena, struct str text);

#endif
