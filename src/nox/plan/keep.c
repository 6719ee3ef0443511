/* SPDX-License-Identifier: MIT */
/* Keeps what is planned for a job beyond it. Where the job has memory of its own, texts in it are copied. */
#include "config.h"

#include "nox/plan/planner.h"

static struct str keep_text(const struct planner *p, struct str text)
{
	return p->arena != p->kept && arena_holds(p->arena, text.p) ? arena_copy(p->kept, text)
								    : text;
}

static void keep_edits(const struct planner *p, struct edits *all, const struct edits *now)
{
	for (size_t i = 0; i < now->list.len; i++) {
		struct edit edit = now->list.at[i];

		edit.text = keep_text(p, edit.text);
		list_add(p->kept, &all->list, edit);
	}
}

static void keep_expectations(const struct planner *p, struct expectations *all,
			      const struct expectations *now)
{
	for (size_t i = 0; i < now->list.len; i++) {
		struct expectation new = now->list.at[i];
		const struct shapes *shapes = &now->list.at[i].shapes;

		new.shapes = (struct shapes){ .list = { .len = 0 } };
		for (size_t k = 0; k < shapes->list.len; k++)
			list_add(p->kept, &new.shapes.list,
				 (struct shape){ shapes->list.at[k].kind,
						 keep_text(p, shapes->list.at[k].text) });
		new.text = keep_text(p, new.text);
		list_add(p->kept, &all->list, new);
	}
}

static void keep_changes(struct planner *p)
{
	const struct changes *now = &p->now;
	struct changes *all = &p->all;

	keep_edits(p, &all->edits, &now->edits);
	keep_edits(p, &all->steps, &now->steps);
	keep_expectations(p, &all->expectations, &now->expectations);
	for (size_t i = 0; i < now->words.list.len; i++) {
		struct script_insertion word = now->words.list.at[i];

		word.text = keep_text(p, word.text);
		list_add(p->kept, &all->words.list, word);
	}
	for (size_t i = 0; i < now->moves.len; i++)
		list_add(p->kept, &all->moves, now->moves.at[i]);
}

/* The outcome of a job. Returns false if it does not run Nox. */
static bool job_outcome(struct job_outcome *outcome, const struct job_plan *job)
{
	bool runs = false;

	*outcome = (struct job_outcome){ .to_cache = job->insertions.len > 0 };
	for (size_t i = 0; i < job->calls.len; i++) {
		const struct judged_call *judged = &job->calls.at[i];

		if (!judged->call->runs)
			continue;
		runs = true;
		outcome->cached |= judged->covered_by != STR_NONE && !judged->skipped;
		if (!outcome->skipped)
			outcome->skipped = judged->skipped;
	}
	return runs;
}

void planner_keep(struct planner *p, const struct job_plan *job)
{
	struct job_outcome outcome;

	keep_changes(p);
	if (job_outcome(&outcome, job)) {
		if (outcome.skipped)
			outcome.skipped = keep_text(p, str_from(outcome.skipped)).p;
		list_add(p->kept, &p->plan->outcomes, outcome);
	}
	if (job->calls.len > 0 && !p->context->settings->forget_jobs)
		list_add(p->kept, &p->plan->jobs, *job);
}
