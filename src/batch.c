/* SPDX-License-Identifier: MIT */
/* Turns the paths of the command line into planned files. The other workflows of a repository are
 * read too, to find the cache action that it uses and duplicate job ids. */
#include "config.h"

#include "batch.h"

#include "base/path.h"
#include "items.h"
#include "nox/release/overview_maker.h"
#include "yaml/records_load.h"

#include <stdlib.h>
#include <string.h>

struct project *batch_begin(const struct batch *batch, size_t number)
{
	const struct root *root = batch->roots.at[number];
	struct project *project = memory_alloc(1, sizeof(*project));

	project->root = root->path;
	project->whole = root->whole;
	project->named.at = root->named.at;
	project->named.len = project->named.cap = root->named.len;
	project->stdin_named = root->stdin_named;
	return project;
}

void batch_drop_files(struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++)
		rewrite_release(&project->items.at[i]->rewrite);
}

void batch_unload(struct project *project)
{
	batch_drop_files(project);
	rewrite_release(&project->own);
	repository_close(&project->repository);
	arena_release(&project->arena);
}

void batch_end(struct project *project)
{
	batch_unload(project);
	free(project);
}

void batch_release(struct batch *batch)
{
	worker_release(&batch->worker);
	arena_release(&batch->arena);
}

/* ------------------------------------------------------------------ the command line */

static struct root *find_root(struct batch *batch, struct str path)
{
	struct root *root = lookup_pointer(&batch->by_root, path);

	if (root)
		return root;
	root = arena_new(&batch->arena, struct root);
	list_add(&batch->arena, &batch->roots, root);
	lookup_add_pointer(&batch->by_root, &batch->arena, path, root);
	root->path = path;
	return root;
}

static void add_named(struct batch *batch, struct root *root, struct str inner)
{
	bool added = false;

	lookup_put(&root->by_name, &batch->arena, inner, 0, &added);
	if (added)
		list_add(&batch->arena, &root->named, inner);
}

static struct root *root_of_folder(struct batch *batch, struct str path)
{
	struct str root;

	repository_of_folder(&root, &batch->arena, path);
	return find_root(batch, root);
}

void batch_add_missing(struct batch *batch, const char *path)
{
	find_root(batch, arena_copy(&batch->arena, str_from(path)))->whole = true;
}

void batch_add(struct batch *batch, const char *path, enum path_kind kind)
{
	struct arena *arena = &batch->arena;
	struct str text = arena_copy(arena, str_from(path));
	struct str root;

	if (str_is(text, "-")) {
		root_of_folder(batch, STR("."))->stdin_named = true;
		return;
	}
	if (kind == PATH_ROOT) {
		find_root(batch, arena_copy(arena, path_trim(text)))->whole = true;
		return;
	}
	if (kind == PATH_FOLDER) {
		root_of_folder(batch, text)->whole = true;
		return;
	}
	repository_of_file(&root, arena, text);
	add_named(batch, find_root(batch, root), path_inside(root, text));
}

/* ------------------------------------------------------------------ one repository */

/* Counts the workflows that have a job of an id. */
static void count_ids(struct lookup *ids, struct arena *arena, const struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++) {
		const struct item *item = project->items.at[i];
		const struct workflow *workflow = &item->rewrite.workflow;

		if (!item->parsed || item->rewrite.failed || workflow->kind != WORKFLOW_FILE)
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

/* Adds what the plans of other files need to know about a file. Of jobs that run Nox only those are of
 * interest that share their id with one of another file. */
static void make_context(struct project *project, struct item *item, const struct lookup *ids)
{
	struct plan_context *context = &project->context;
	struct arena *arena = &project->arena;
	struct rewrite *rewrite = &item->rewrite;
	struct cache_reference reference;

	if (!context->reference &&
	    cache_reference_used(&reference, &rewrite->arena, &rewrite->workflow)) {
		project->reference.uses = arena_copy(arena, reference.uses);
		project->reference.comment = arena_copy(arena, reference.comment);
		context->reference = &project->reference;
	}
	for (size_t i = 0; i < rewrite->workflow.jobs.len; i++) {
		const struct job *job = &rewrite->workflow.jobs.at[i];
		size_t *files;

		if (rewrite->workflow.kind != WORKFLOW_FILE || !is_shared(ids, job->id) ||
		    !job_runs_nox(&rewrite->workflow, job, &context->settings->names))
			continue;
		files = lookup_put(&context->known_jobs, arena, arena_copy(arena, job->id), 0,
				   NULL);
		++*files;
	}
}

/* Adds the named files, then the discovered ones. */
static void add_items(struct project *project)
{
	struct found_files found = { 0 };
	struct item *item;

	for (size_t i = 0; i < project->named.len; i++)
		item_add(project, project->named.at[i], true);
	if (project->stdin_named) {
		item = item_add(project, STR("<stdin>"), true);
		item->shown = item->inner;
		item->from_stdin = true;
	}
	discover_workflows(&found, &project->arena, &project->repository);
	for (size_t i = 0; i < found.list.len; i++)
		item_add(project, found.list.at[i], project->whole);
}

void batch_open(struct project *project)
{
	if (!project->repository.store)
		repository_open_folder(&project->repository, project->root.p);
	/* It shows of most names that are asked for later whether they are there. */
	(void)repository_list(&project->repository, STR(""));
}

static void open_project(struct batch *batch, struct project *project,
			 const struct plan_settings *settings)
{
	batch_open(project);
	project->survey = (struct survey){ .repository = &project->repository,
					   .worker = &batch->worker,
					   .arena = &project->arena,
					   .remotes = &project->remotes };
	project->context.settings = settings;
	project->context.survey = &project->survey;
}

/* Discards plans that were made without seeing everything. */
static void discard_on_error(struct project *project)
{
	for (size_t i = 0; i < project->items.len && project->repository.trouble != 0; i++) {
		struct rewrite *rewrite = &project->items.at[i]->rewrite;

		if (!rewrite->failed)
			diagnostic_file(&rewrite->diagnostics, SEVERITY_ERROR,
					"left as it is: cannot read the repository: %s",
					strerror(project->repository.trouble));
		rewrite->failed = true;
		rewrite->changed = false;
	}
}

/* Whether a file to be planned uses no cache action itself. */
static bool wants_reference(const struct project *project)
{
	struct cache_reference reference;

	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		if (item->target && item->parsed && !item->rewrite.failed &&
		    !cache_reference_used(&reference, &item->rewrite.arena,
					  &item->rewrite.workflow))
			return project->context.settings->action.len == 0;
	}
	return false;
}

/* Adds the actions or the workflows. */
static void add_files(struct project *project, struct overview_maker *maker, bool actions)
{
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];
		const struct workflow *workflow = &item->rewrite.workflow;

		if (!item->parsed || item->rewrite.failed || item_is_bogus(project, item) ||
		    (workflow->kind == WORKFLOW_ACTION) != actions)
			continue;
		item->number = actions ? overview_add_action(maker, item->inner, workflow)
				       : overview_add_workflow(maker, item->inner, workflow);
		list_add(&project->arena, &project->overviewed, item);
	}
}

static const struct workflow *open_file(void *project, size_t number)
{
	return &((struct project *)project)->overviewed.at[number]->rewrite.workflow;
}

static void make_overview(struct project *project)
{
	struct overview_maker maker = { .overview = &project->overview, .arena = &project->arena };

	add_files(project, &maker, true);
	add_files(project, &maker, false);
	overview_make(&maker);
	project->context.overview = &project->overview;
	project->context.open = open_file;
	project->context.files = project;
}

/* Reads what the plan of a file needs to know about the others. */
static void read_overview(struct project *project)
{
	ARENA_AUTO struct arena scratch = { 0 };
	bool wanted = wants_reference(project);
	struct lookup ids = { .root = NULL };

	count_ids(&ids, &scratch, project);
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];
		bool aside = !item->parsed && wanted && !project->context.reference &&
			     glance_names_cache(&item->glance, item->rewrite.bytes);

		if (aside) /* for its cache action alone */
			item_parse_aside(project, item);
		if (item_is_bogus(project, item)) {
			item->target = false;
		} else if (item->parsed && !item->rewrite.failed) {
			make_context(project, item, &ids);
			item->parsed = !aside;
		}
	}
	make_overview(project);
}

/* Has the new texts of the files, from one on, parsed at once with those of the projects that are planned. */
static void prepare_texts(struct project *project, size_t from)
{
	struct source *sources[WORKER_BATCH];
	size_t count = 0;

	for (; project; project = project->next, from = 0)
		for (size_t i = from; i < project->items.len && count < WORKER_BATCH; i++) {
			struct rewrite *rewrite = &project->items.at[i]->rewrite;

			if (rewrite->changed && rewrite->edited.ticket == 0)
				sources[count++] = &rewrite->edited;
		}
	records_prepare(sources, count);
}

/* Verifies the files that are planned and not verified, up to one. */
static void verify_items(struct project *project, size_t end)
{
	for (; project->verified < end; project->verified++) {
		size_t i = project->verified;
		struct rewrite *rewrite = &project->items.at[i]->rewrite;

		if (rewrite->changed && rewrite->edited.ticket == 0)
			prepare_texts(project, i);
		rewrite_verify(rewrite);
		if (!project->context.settings->keep_expectations)
			rewrite_forget(rewrite);
		if (project->context.settings->drop_texts)
			rewrite_drop_text(rewrite);
	}
}

static void plan_items(struct batch *batch, struct project *project)
{
	size_t unverified = 0;

	read_overview(project);
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		project->context.platform = platform_of(&project->repository, item->inner);
		project->context.file = item->number;
		if (item->target && item->parsed)
			rewrite_plan(&item->rewrite, &project->context);
		unverified += item->rewrite.text.len;
		/* What verification needs of many files is not kept until the last is planned. */
		if (unverified > PREPARED_BYTES_MAX) {
			verify_items(project, i + 1);
			unverified = 0;
		}
		if (!items_go_on(batch, project, project->items.len + i + 1))
			return;
	}
}

void batch_read(struct batch *batch, struct project *project, const struct plan_settings *settings)
{
	open_project(batch, project, settings);
	add_items(project);
	items_read(batch, project);
}

void batch_plan(struct batch *batch, struct project *project)
{
	if (!project->matters) {
		items_forget(project);
		return;
	}
	items_parse(batch, project);
	if (!project->stopped)
		plan_items(batch, project);
}

void batch_verify(struct project *project)
{
	verify_items(project, project->items.len);
	discard_on_error(project);
}
