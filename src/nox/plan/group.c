/* SPDX-License-Identifier: MIT */
/* Decides which calls share a cache step. */
#include "config.h"

#include "nox/plan/planner.h"

bool call_wants_cache(const struct judged_call *judged)
{
	return judged->call->runs && !judged->skipped && judged->covered_by == INDEX_NONE;
}

/* The number of a call's group: that of its folder, else that of its step, else a new one. */
static size_t *group_for(struct groups *groups, struct arena *arena, const struct job_plan *job,
			 const struct nox_call *call)
{
	size_t *number = lookup_get(&groups->folders, call->place->envdir.path);
	size_t count = groups->list.len;

	if (number)
		return number;
	if (count == 0 || groups->list.at[count - 1].first->index != call->step->index)
		list_add(arena, &groups->list,
			 (struct cache_group){ .job = job->job,
					       .reads = &job->reads,
					       .setups = &job->setups,
					       .generators = &job->found.generators,
					       .first = call->step,
					       .guarded = job->guarded });
	return lookup_put(&groups->folders, arena, call->place->envdir.path, groups->list.len - 1,
			  NULL);
}

/* What makes Nox reuse the restored environments, as named in the comment. */
static const char *reuser_of(const struct planner *p, const struct judged_call *judged)
{
	bool wants = judged->reuse.verdict == REUSE_NEEDS_OPTION;

	if (judged->call->reuse == REUSE_UNSAID && !wants)
		return "Nox";
	if (wants && (p->context->settings->keep_runs || judged->call->indirect))
		return NULL;
	return "`nox -r`";
}

/* Limit of noxfiles per group; hashFiles() takes 255 patterns (actions/runner,
 * ExpressionConstants.cs). */
enum { NOXFILES_MAX = 256 };

/* Adds the noxfile of a call and the files that its installs read. */
static void add_noxfile(struct cache_group *group, struct arena *arena,
			const struct judged_call *judged)
{
	struct group_noxfile *noxfile = NULL;

	for (size_t i = 0; i < group->noxfiles.len && !noxfile; i++)
		if (str_eq(group->noxfiles.at[i].call->place->noxfile,
			   judged->call->place->noxfile))
			noxfile = &group->noxfiles.at[i];
	if (!noxfile && group->noxfiles.len == NOXFILES_MAX)
		return;
	if (!noxfile) {
		list_add(arena, &group->noxfiles, (struct group_noxfile){ .call = judged->call });
		noxfile = &group->noxfiles.at[group->noxfiles.len - 1];
	}
	for (size_t i = 0; i < judged->reads.list.len; i++)
		if (!strs_contain(&noxfile->reads, judged->reads.list.at[i]))
			list_add(arena, &noxfile->reads.list, judged->reads.list.at[i]);
}

/* Adds a call to the group. */
void group_add(struct planner *p, struct cache_group *group, const struct judged_call *judged)
{
	const struct nox_call *call = judged->call;

	folders_add(&group->envdirs, p->arena, call->place->envdir);
	add_noxfile(group, p->arena, judged);
	if (group->interpreter.len == 0) {
		group->interpreter = call->place->interpreter;
		group->container = call->place->container;
	}
	if (!group->reuser)
		group->reuser = reuser_of(p, judged);
	group->leaves |= !judged->reuse.exact;
	if (call->step->index > group->last)
		group->last = call->step->index;
}

void planner_group(struct planner *p, struct groups *groups, const struct job_plan *job)
{
	size_t folders = 0;

	for (size_t i = 0; i < job->calls.len; i++) {
		const struct judged_call *judged = &job->calls.at[i];
		const size_t *number;

		if (!call_wants_cache(judged))
			continue;
		folders += !lookup_get(&groups->folders, judged->call->place->envdir.path);
		if (folders > PLANNER_FOLDERS_MAX) {
			planner_refuse(p, job->job,
				       "has more than 100 folders of Nox environments");
			groups->list.len = 0;
			return;
		}
		number = group_for(groups, p->arena, job, judged->call);
		group_add(p, &groups->list.at[*number], judged);
	}
}
