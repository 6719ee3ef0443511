/* SPDX-License-Identifier: MIT */
/* Lookups in a plan. */
#include "config.h"

#include "nox/job/job_plan.h"

void insertion_add(struct job_plan *job, struct arena *arena, struct insertion insertion)
{
	struct str rest = insertion.cache.path, line;

	while (str_next_line(&rest, &line))
		*lookup_put(&job->served, arena, str_trim(line), 0, NULL) = job->insertions.len;
	list_add(arena, &job->insertions, insertion);
}

const struct insertion *insertion_for(const struct job_plan *job, const struct nox_call *call)
{
	const size_t *number = lookup_get(&job->served, call->place->envdir.path);

	return number ? &job->insertions.at[*number] : NULL;
}

bool plan_adds_reuse(const struct plan_settings *settings, const struct judged_call *judged)
{
	const struct nox_call *call = judged->call;

	return !settings->keep_runs && !judged->skipped && call->script &&
	       call_takes_option(call) &&
	       (judged->covered_by == INDEX_NONE || judged->covered_by_ours ||
		judged->covered_to_mend);
}
