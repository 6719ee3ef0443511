/* SPDX-License-Identifier: MIT */
/* The other workflows of a repository are read to find the cache action that it uses, duplicate job ids, and
 * what runs and publishes what. */
#include "config.h"

#include "siblings.h"

#include "item_bytes.h"
#include "items.h"
#include "nox/call/calls.h"

/* Counts the workflows that have a job of an id. */
static void count_ids(struct lookup *ids, struct arena *arena, const struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++) {
		const struct item *item = project->items.at[i];
		const struct workflow *workflow;

		if (!item->parsed || item->rewrite->failed)
			continue;
		workflow = &item->rewrite->workflow;
		if (workflow->kind != WORKFLOW_FILE)
			continue;
		for (size_t k = 0; k < workflow->jobs.len; k++)
			++*lookup_put(ids, arena, workflow->jobs.at[k].id, 0, NULL);
	}
}

static bool is_shared(const struct lookup *ids, struct str id)
{
	const size_t *files = lookup_get(ids, id);

	return files && *files > 1;
}

/* Counts the files that have a job of an id that runs Nox; with ids, only those that share their id with one
 * of another file, which are those of interest. */
static void note_jobs(struct project *project, const struct workflow *workflow,
		      const struct lookup *ids)
{
	struct plan_context *context = &project->context;
	struct arena *arena = &project->arena;

	for (size_t i = 0; i < workflow->jobs.len && workflow->kind == WORKFLOW_FILE; i++) {
		const struct job *job = &workflow->jobs.at[i];

		if ((ids && !is_shared(ids, job->id)) ||
		    !job_runs_nox(workflow, job, &context->settings->names))
			continue;
		++*lookup_put(&context->known_jobs, arena, arena_copy(arena, job->id), 0, NULL);
	}
}

/* Whether the cache action of a file before this one is known. */
static bool knows_reference(const struct siblings *s, const struct item *item)
{
	return s->reference_of && s->reference_of->order < item->order;
}

/* Keeps the cache action of a file if none of those before it uses one. */
static void note_reference(struct project *project, const struct item *item)
{
	struct siblings *s = &project->siblings;
	ARENA_AUTO struct arena scratch = { 0 };
	struct cache_reference reference;
	bool known = knows_reference(s, item);

	if (known && (s->wants_reference || !item->target))
		return;
	if (!cache_reference_used(&reference, &scratch, &item->rewrite->workflow)) {
		s->wants_reference |= item->target && item->parsed;
	} else if (!known) {
		s->reference_of = item;
		s->reference.uses = arena_copy(&project->arena, reference.uses);
		s->reference.comment = arena_copy(&project->arena, reference.comment);
	}
}

static void note(struct project *project, struct item *item, const struct lookup *ids)
{
	const struct workflow *workflow = &item->rewrite->workflow;

	note_reference(project, item);
	note_jobs(project, workflow, ids);
	item->number = overview_add(&project->siblings.maker, item->inner, workflow);
	list_add(&project->arena, &project->overviewed, item);
}

void siblings_note(struct project *project, struct item *item)
{
	note(project, item, NULL);
}

static void note_kind(struct project *project, const struct lookup *ids, bool actions)
{
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		if (item->parsed && !item->rewrite->failed && !item_is_bogus(project, item) &&
		    (item->rewrite->workflow.kind == WORKFLOW_ACTION) == actions)
			note(project, item, ids);
	}
}

void siblings_note_all(struct project *project)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct lookup ids = { .root = NULL };

	count_ids(&ids, &scratch, project);
	note_kind(project, &ids, true);
	note_kind(project, &ids, false);
}

/* Looks for a cache action in files that do not run Nox, before those that are parsed. */
static void find_reference(struct project *project)
{
	struct siblings *s = &project->siblings;

	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		if (knows_reference(s, item))
			return;
		if (item->parsed || !item_names_cache(item))
			continue;
		item_parse_aside(project, item);
		if (item->parsed && !item->rewrite->failed)
			note_reference(project, item);
		item->parsed = false;
		if (item->rewrite->workflow.kind != WORKFLOW_ACTION)
			rewrite_close(item->rewrite);
	}
}

void siblings_finish(struct project *project)
{
	struct siblings *s = &project->siblings;

	for (size_t i = 0; i < project->items.len; i++)
		if (item_is_bogus(project, project->items.at[i]))
			project->items.at[i]->target = false;
	if (s->wants_reference && project->context.settings->action.len == 0)
		find_reference(project);
	if (s->reference_of)
		project->context.reference = &s->reference;
	overview_make(&s->maker);
	project->context.overview = &project->overview;
}
