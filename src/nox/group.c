/* SPDX-License-Identifier: MIT */
/* Which calls share a cache step. */
#include "config.h"

#include "nox/planner.h"

bool call_wants_cache(const struct judged_call *judged)
{
	return judged->call.runs && !judged->skipped && judged->covered_by == STR_NONE;
}

/* Calls are grouped by folder; folders that are first needed by one step share its cache step. */
static struct group *group_for(struct groups *groups, struct arena *arena, const struct job *job,
			       const struct nox_call *call)
{
	for (size_t i = 0; i < groups->list.len; i++) {
		struct group *group = &groups->list.at[i];

		for (size_t k = 0; k < group->envdirs.list.len; k++)
			if (str_eq(group->envdirs.list.at[k].path, call->envdir.path))
				return group;
		if (group->first->index == call->step->index)
			return group;
	}
	if (!list_add(arena, &groups->list,
		      (struct group){ .job = job, .first = call->step }))
		return NULL;
	return &groups->list.at[groups->list.len - 1];
}

/* What makes Nox reuse what the cache step brings, as the comment is to say it. */
static const char *reuser_of(const struct planner *p, const struct judged_call *judged)
{
	bool wants = judged->reuse.verdict == REUSE_WANTS;

	if (judged->call.nox.reuse == REUSE_UNSAID && !wants)
		return "Nox";
	if (wants && (p->context->settings->keep_runs || judged->call.by_action))
		return NULL;
	return "`nox -r`";
}

static bool has_noxfile(const struct group *group, struct str noxfile)
{
	for (size_t i = 0; i < group->noxfiles.len; i++)
		if (str_eq(group->noxfiles.at[i]->noxfile, noxfile))
			return true;
	return false;
}

/* Takes a call into the group. */
bool group_add(struct planner *p, struct group *group, const struct judged_call *judged)
{
	const struct nox_call *call = &judged->call;

	if (!folders_add(&group->envdirs, p->arena, call->envdir) ||
	    (!has_noxfile(group, call->noxfile) && !list_add(p->arena, &group->noxfiles, call)))
		return false;
	if (group->interpreter.len == 0)
		group->interpreter = call->interpreter;
	if (!group->reuser)
		group->reuser = reuser_of(p, judged);
	if (call->step->index > group->last)
		group->last = call->step->index;
	return true;
}

bool planner_group(struct planner *p, struct groups *groups, const struct job_plan *job)
{
	for (size_t i = 0; i < job->calls.len; i++) {
		struct group *group;

		if (!call_wants_cache(&job->calls.at[i]))
			continue;
		group = group_for(groups, p->arena, job->job, &job->calls.at[i].call);
		if (!group || !group_add(p, group, &job->calls.at[i]))
			return false;
	}
	return true;
}
