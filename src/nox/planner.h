/* SPDX-License-Identifier: MIT */
/* What the rooms that plan a file share: the plan in the making. Only they include this. */
#ifndef NOX_PLANNER_H
#define NOX_PLANNER_H

#include "base/lookup.h"
#include "nox/compose.h"
#include "nox/findings.h"
#include "nox/words.h"
#include "nox/overview.h"
#include "nox/reference.h"
#include "nox/survey.h"

struct planner {
	struct plan *plan;
	struct arena *arena;
	const struct workflow *workflow;
	const struct tree *tree;
	const struct plan_context *context;
	const struct overview *overview;
	const struct overview_file *file; /* in the overview */
	const char **unsafe; /* for each file of the overview: why an action may get no cache for the
			      * sake of those that use it; "" where nothing is against it, NULL
			      * where nobody asked yet */
	struct diagnostics *diagnostics;
	struct cache_reference reference;
	struct explanation explained;
	struct edits steps; /* the new steps; behind the ids, as both may stand at one place */
	struct seen_keys seen;
	struct naming naming;
	struct script_insertions words; /* the -r behind the word nox */
	bool refused; /* an edit cannot be made, or a limit is met; a diagnostic says which */
	size_t calls;  /* so far */
	size_t caches; /* so far */
	struct lookup places; /* where a cache step has been planned already, see plan.c */
};

struct groups {
	LIST(struct cache_group) list;
	struct lookup folders; /* of environments, each with the number of its group */
};

/* Folders of environments in one job; no job that people write has so many. */
enum { PLANNER_FOLDERS_MAX = 100 };

/* Refuses the file for what a job of it has. */
void planner_refuse(struct planner *p, const struct job *job, const char *message);

/* Fills the job's calls, each judged: covered, to be left alone, or in want of a cache. */
void planner_judge(struct planner *p, struct job_plan *job);

/* Reports each action of the repository that runs Nox for the job and may get no cache, and the
 * workflow of another repository that it calls for that. */
void planner_report_uses(struct planner *p, const struct job_plan *job);

/* Is a new cache step to be made for the call? */
bool call_wants_cache(const struct judged_call *judged);

/* The calls that want a cache, by the cache step that is to serve them: one per folder of
 * environments; folders that are first needed by one step share its cache step. A job of more than
 * PLANNER_FOLDERS_MAX is refused. */
void planner_group(struct planner *p, struct groups *groups, const struct job_plan *job);

/* Takes a call into a group. */
void group_add(struct planner *p, struct cache_group *group, const struct judged_call *judged);

#endif
