/* SPDX-License-Identifier: MIT */
/* Lookups in a plan. */
#include "config.h"

#include "nox/job/job_plan.h"

const struct insertion *insertion_for(const struct job_plan *job, const struct nox_call *call)
{
	const struct insertion *best = NULL;

	for (size_t i = 0; i < job->insertions.len; i++) {
		const struct insertion *at = &job->insertions.at[i];
		struct str rest = at->cache.path, line;

		while (str_next_line(&rest, &line))
			if (str_eq(str_trim(line), call->envdir.path))
				best = at;
	}
	return best;
}

bool plan_adds_reuse(const struct plan_settings *settings, const struct judged_call *judged)
{
	const struct nox_call *call = &judged->call;

	return !settings->keep_runs && !judged->skipped && call->script &&
	       call->option_at != STR_NONE &&
	       (judged->covered_by == STR_NONE || judged->covered_by_ours ||
		judged->covered_to_mend);
}
