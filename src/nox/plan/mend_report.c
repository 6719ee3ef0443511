/* SPDX-License-Identifier: MIT */
/* Says what --fix-existing leaves as it is, and why: once for each cache that has faults. */
#include "config.h"

#include "nox/plan/mend.h"

#include "nox/rules/ignore.h"

const char *mend_why_not(const struct planner *p, const struct job_plan *job,
			 const struct cache *cache)
{
	if (ignore_node(p->tree, cache->step->body, true))
		return NULL;
	if (cache->in_action)
		return "it is in an action of the repository, which other jobs may use";
	if (job->skipped)
		return job->skipped;
	return "its inputs are not written in this step";
}

#define BIT(rule) (1u << (rule))

const char *mend_why_left(unsigned rules, const char *python, bool hashed)
{
	if (rules & BIT(RULE_KEY_INVALID))
		return "what its key is meant to be cannot be known";
	if ((rules & BIT(RULE_KEY_WITHOUT_PYTHON)) && python)
		return python;
	if (rules & (BIT(RULE_KEY_WITHOUT_HASH) | BIT(RULE_KEY_NEVER_CHANGES)))
		return hashed ? "the dependency files cannot be known"
			      : "its key has no place for a hash of the dependency files";
	if (rules & (BIT(RULE_KEY_SHARED_BY_JOBS) | BIT(RULE_KEY_SHARED_BY_MATRIX)))
		return "what distinguishes the jobs or legs cannot be a part of its key";
	return "its restore-keys cannot be written otherwise";
}

/* Is something wrong with the cache, besides that it has no restore-keys? */
static bool has_faults(struct planner *p, struct job_plan *job, const struct cache *cache)
{
	size_t number = (size_t)(cache - job->caches.list.at);
	struct faults faults;

	findings_faults(&faults, p->arena, p->workflow, p->context, job, p->overview, &p->legs,
			cache, p->served[number]);
	return (faults.rules & ~BIT(RULE_RESTORE_KEYS_MISSING)) != 0;
}

void mend_report(struct planner *p, struct job_plan *job, const struct cache *cache, bool partly,
		 const char *why)
{
	const struct node *place = step_field(cache->step, STEP_USES)
					   ? step_field(cache->step, STEP_USES)
					   : cache->step->body;

	if (!why || cache->ours || !cache->restores || job->deselected ||
	    !(cache->stays || has_faults(p, job, cache)))
		return;
	diagnostic_at(p->diagnostics, SEVERITY_WARNING, node_range(place),
		      "this cache is not mended%s: %s", partly ? " in full" : "", why);
}
