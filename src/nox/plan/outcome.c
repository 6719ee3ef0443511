/* SPDX-License-Identifier: MIT */
/* Keeps what becomes of a job and of its calls beyond their plan. */
#include "config.h"

#include "nox/job/outcome.h"

#include "nox/plan/planner.h"

static struct str keep(struct planner *p, struct str text)
{
	return planner_keep_text(p, &p->told, text);
}

static const char *keep_reason(struct planner *p, const char *reason)
{
	return reason ? keep(p, str_from(reason)).p : NULL;
}

static bool fates_eq(const struct call_fate *a, const struct call_fate *b)
{
	return a->skipped == b->skipped && str_eq(a->envdir, b->envdir) &&
	       a->covered_by == b->covered_by && a->inserted == b->inserted && a->runs == b->runs &&
	       a->may_skip == b->may_skip && a->reuse == b->reuse && a->gain == b->gain;
}

static const struct call_fate *fate_of(struct planner *p, const struct job_plan *job,
				       const struct judged_call *judged)
{
	const struct nox_call *call = judged->call;
	const struct insertion *inserted = insertion_for(job, call);
	struct call_fate *kept, fate = {
		.skipped = keep_reason(p, judged->skipped),
		.envdir = keep(p, call->place->envdir.path),
		.covered_by = judged->covered_by,
		.inserted = inserted ? (uint32_t)(inserted - job->insertions.at) : INDEX_NONE,
		.runs = call->runs,
		.may_skip = judged->may_skip,
		.reuse = call->reuse,
		.gain = judged->gain,
	};

	if (!p->fate || !fates_eq(p->fate, &fate)) {
		kept = arena_new(p->memory->arena, struct call_fate);
		*kept = fate;
		p->fate = kept;
	}
	return p->fate;
}

static void add_call(struct planner *p, struct job_details *details, const struct job_plan *job,
		     const struct judged_call *judged)
{
	struct str shown = keep(p, judged->call->shown);
	struct call_outcome told = { .step = judged->call->step,
				     .fate = fate_of(p, job, judged),
				     .shown = shown.p,
				     .shown_len = (uint32_t)shown.len,
				     .at = judged->call->bytes.start };

	list_add(p->memory->arena, &details->calls, told);
}

static bool caches_eq(const struct new_cache *a, const struct new_cache *b)
{
	return str_eq(a->path, b->path) && str_eq(a->uses, b->uses) && str_eq(a->key, b->key) &&
	       str_eq(a->restore_keys, b->restore_keys) && str_eq(a->hash, b->hash) &&
	       a->leaves == b->leaves;
}

static void add_insertion(struct planner *p, struct job_details *details,
			  const struct insertion *insertion)
{
	struct new_cache *kept, cache = {
		.path = keep(p, insertion->cache.path),
		.uses = keep(p, insertion->cache.uses),
		.key = keep(p, insertion->cache.key),
		.restore_keys = keep(p, insertion->cache.restore_keys),
		.hash = keep(p, insertion->hash),
		.leaves = insertion->leaves,
	};

	if (!p->cache || !caches_eq(p->cache, &cache)) {
		kept = arena_new(p->memory->arena, struct new_cache);
		*kept = cache;
		p->cache = kept;
	}
	list_add(p->memory->arena, &details->insertions,
		 (struct cache_outcome){ insertion->step, p->cache });
}

/* What concerns the calls that run sessions. */
static void add_running(struct planner *p, struct job_outcome *outcome,
			const struct judged_call *judged)
{
	outcome->runs = true;
	outcome->cached |= judged->covered_by != INDEX_NONE && !judged->skipped;
	outcome->adds_reuse |= judged->reuse.verdict == REUSE_NEEDS_OPTION &&
			       plan_adds_reuse(p->context->settings, judged);
	if (!outcome->skipped)
		outcome->skipped = keep_reason(p, judged->skipped);
}

static const struct job_details *details_of(struct planner *p, const struct job_plan *job)
{
	static const struct job_details none;
	struct job_details *details;

	if (!p->context->settings->tell_calls)
		return &none;
	details = arena_new(p->memory->arena, struct job_details);
	list_reserve(p->memory->arena, &details->calls, job->calls.len);
	list_reserve(p->memory->arena, &details->insertions, job->insertions.len);
	for (size_t i = 0; i < job->calls.len; i++)
		add_call(p, details, job, &job->calls.at[i]);
	for (size_t i = 0; i < job->insertions.len; i++)
		add_insertion(p, details, &job->insertions.at[i]);
	for (size_t i = 0; i < job->caches.list.len; i++) {
		const struct cache *cache = &job->caches.list.at[i];

		if (cache->ours && !cache->in_action)
			list_add(p->memory->arena, &details->ours, cache->step);
	}
	return details;
}

bool planner_keeps_plan(const struct planner *p, const struct job *job)
{
	const struct plan_settings *s = p->context->settings;

	return s->keep_plans && (s->kept_job.len == 0 || str_eq(s->kept_job, job->id));
}

void planner_tell(struct planner *p, const struct job_plan *job)
{
	struct job_outcome outcome = { .job = job->job, .deselected = job->deselected };

	if (job->calls.len == 0)
		return;
	outcome.sign = job->overviewed->sign;
	if (job->insertions.len > 0)
		outcome.key = keep(p, job->insertions.at[0].cache.key);
	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].call->runs)
			add_running(p, &outcome, &job->calls.at[i]);
	outcome.details = details_of(p, job);
	list_add(p->memory->arena, &p->plan->outcomes, outcome);
	if (planner_keeps_plan(p, job->job))
		list_add(p->memory->arena, &p->plan->jobs, *job);
}
