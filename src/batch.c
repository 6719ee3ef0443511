/* SPDX-License-Identifier: MIT */
/* Turns the paths of the command line into planned files. The other workflows of a repository are
 * read too, to find the cache action that it uses and duplicate job ids. */
#include "config.h"

#include "batch.h"

#include "base/path.h"
#include "item_bytes.h"
#include "items.h"
#include "nox/caches/caches.h"
#include "siblings.h"
#include "yaml/records_load.h"

#include <stdlib.h>
#include <string.h>

enum {
	AT_ONCE_MAX = 96 * 1024, /* bytes; few repositories have more */
	TAKEN_MAX = 8,		 /* files that are planned before the first of them is taken */
};

struct project *batch_begin(const struct batch *batch, size_t number)
{
	const struct root *root = batch->roots.at[number];
	struct project *project = memory_alloc(1, sizeof(*project));

	project->root = root->path;
	project->whole = root->whole;
	project->named.at = root->named.at;
	project->named.len = project->named.cap = root->named.len;
	project->stdin_named = root->stdin_named;
	project->at_once = AT_ONCE_MAX;
	return project;
}

void batch_drop_files(struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++)
		item_sleep(project->items.at[i]);
}

void batch_unload(struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++)
		item_bytes_release(project->items.at[i]);
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

/* Discards a plan that was made without seeing everything. */
static void discard_on_error(struct project *project, struct item *item)
{
	struct rewrite *rewrite;

	if (project->repository.trouble == 0)
		return;
	item_wake(project, item);
	rewrite = item->rewrite;
	if (!rewrite->failed)
		diagnostic_file(&rewrite->diagnostics, SEVERITY_ERROR,
				"left as it is: cannot read the repository: %s",
				strerror(project->repository.trouble));
	rewrite->failed = true;
	rewrite->changed = false;
}

/* Has the new texts of the files, from one on, parsed at once with those of the projects that are planned. */
static void prepare_texts(struct project *project, size_t from)
{
	struct source *sources[WORKER_BATCH];
	size_t count = 0;

	for (; project; project = project->next, from = 0)
		for (size_t i = from; i < project->items.len && count < WORKER_BATCH; i++) {
			struct rewrite *rewrite = project->items.at[i]->rewrite;

			if (rewrite && rewrite->changed && rewrite->edited.ticket == 0)
				sources[count++] = &rewrite->edited;
		}
	records_prepare(sources, count);
}

/* Verifies the new text of a file, unless it is one that was. */
static void verify_item(const struct project *project, struct item *item)
{
	struct rewrite *rewrite = item->rewrite;

	if (!rewrite)
		return;
	if (!rewrite->changed || item->verified == 0 ||
	    item->verified != edits_hash(&rewrite->plan.edits))
		rewrite_verify(rewrite);
	if (!project->context.settings->keep_expectations)
		rewrite_forget(rewrite);
	if (project->context.settings->drop_texts)
		rewrite_drop_text(rewrite);
}

/* Verifies the files that are planned and not verified, up to one. */
static void verify_items(struct project *project, size_t end)
{
	for (; project->verified < end; project->verified++) {
		size_t i = project->verified;
		struct rewrite *rewrite = project->items.at[i]->rewrite;

		if (rewrite && rewrite->changed && rewrite->edited.ticket == 0)
			prepare_texts(project, i);
		verify_item(project, project->items.at[i]);
	}
}

/* Warns about a named file that is not a workflow. */
static void check_kind(const struct project *project, struct item *item)
{
	struct rewrite *file = item->rewrite;

	if (item->target && !project->whole && !file->failed &&
	    file->workflow.kind == WORKFLOW_OTHER)
		diagnostic_file(&file->diagnostics, SEVERITY_WARNING,
				"not a workflow (expected jobs or the steps of a composite "
				"action)");
}

/* Reports what is only known when all that is planned with a file is verified. */
static void finish_item(struct project *project, struct item *item)
{
	discard_on_error(project, item);
	if (item->rewrite)
		check_kind(project, item);
}

static void finish_items(struct project *project)
{
	verify_items(project, project->planned);
	for (; project->finished < project->planned; project->finished++)
		finish_item(project, project->items.at[project->finished]);
}

/* ------------------------------------------------------------------ a repository that is read twice */

static void reopen(struct project *project, struct item *item)
{
	if (item->closed)
		item_open(project, item);
	item->closed = false;
}

/* Opens a workflow for the plan of another one, which compares their caches. */
static const struct workflow *open_file(void *files, uint32_t number)
{
	struct project *project = files;
	struct item *item = project->overviewed.at[number];

	if (item->uncached)
		return NULL;
	item->kept = true;
	reopen(project, item);
	return item->rewrite->failed ? NULL : &item->rewrite->workflow;
}

static void put_away(struct project *project, struct item *item)
{
	if (item->kept || (!item->parsed && item->rewrite->failed)) /* it could not be read */
		return;
	rewrite_close(item->rewrite);
	item_bytes_drop(project, item);
	item->closed = item->parsed;
	item->planned = false;
}

/* Has the records of a workflow kept, so that its tree can be built again. */
static void pack(struct project *project, struct item *item)
{
	if (item_is_action(item))
		return;
	item->packed.arena = &project->arena;
	if (item->rewrite)
		item->rewrite->packed = &item->packed;
}

static void note_and_put_away(struct project *project, struct item *item)
{
	siblings_note(project, item);
	item->uncached = !caches_are_possible(&item->rewrite->workflow);
	item->kept = item->rewrite->workflow.kind == WORKFLOW_ACTION;
	put_away(project, item);
}

/* Opens the files from one on whose new texts are parsed in one call. Returns the index of the next. */
static size_t open_some(struct project *project, size_t from)
{
	size_t end = from, count = 0, size = 0;

	for (; end < project->items.len && count < TAKEN_MAX; end++) {
		struct item *item = project->items.at[end];
		size_t more = item_size(item);

		if (!item->target || !item->parsed)
			continue;
		if (count > 0 && size + more > PREPARED_BYTES_MAX)
			break;
		size += more;
		count++;
		reopen(project, item);
	}
	return end;
}

/* ------------------------------------------------------------------ plans */

static void plan_item(struct project *project, struct item *item)
{
	struct plan_context *context = &project->context;

	item->planned = true;
	context->platform = platform_of(&project->repository, item->inner);
	context->file = item->number;
	if (item->target && item->parsed)
		rewrite_plan(item->rewrite, context);
}

static void plan_items(struct batch *batch, struct project *project)
{
	size_t unverified = 0;

	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		plan_item(project, item);
		project->planned = i + 1;
		unverified += item->rewrite ? rewrite_length(item->rewrite) : 0;
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
	items_read(project);
}

/* Whether more would be in memory at once than may be, besides the largest file. */
static bool is_too_large(const struct project *project)
{
	size_t others = project->near_bytes - project->near_largest;

	return project->in_turn && !project->unclear &&
	       others + project->near_count * ITEM_COST > project->at_once;
}

static void plan_at_once(struct batch *batch, struct project *project)
{
	items_parse(batch, project);
	if (project->stopped)
		return;
	siblings_note_all(project);
	siblings_finish(project);
	plan_items(batch, project);
}

/* The plans come later, see batch_ready. */
static void read_first_time(struct batch *batch, struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++)
		pack(project, project->items.at[i]);
	items_parse_each(batch, project, note_and_put_away);
	if (!project->stopped)
		siblings_finish(project);
}

void batch_plan(struct batch *batch, struct project *project)
{
	if (!project->matters) {
		items_forget(project);
		return;
	}
	project->context.workflow_at = open_file;
	project->context.files = project;
	project->siblings.maker.overview = &project->overview;
	project->siblings.maker.arena = &project->arena;
	project->twice = is_too_large(project);
	if (project->twice)
		read_first_time(batch, project);
	else
		plan_at_once(batch, project);
}

void batch_verify(struct project *project)
{
	if (project->twice)
		return;
	project->planned = project->items.len; /* if they needed no plan */
	finish_items(project);
}

/* Frees the tree of a file that is planned and verified, where it is only for that, and no file that is planned
 * later looks at it. */
static void drop_tree(const struct project *project, struct item *item)
{
	if (project->context.settings->drop_trees && !(project->twice && item->kept) &&
	    item->rewrite->workflow.kind == WORKFLOW_FILE)
		rewrite_drop_tree(item->rewrite);
}

/* Plans a file that was planned before and is closed since. */
static void plan_again(struct project *project, struct item *item)
{
	if (item->planned)
		return;
	reopen(project, item);
	plan_item(project, item);
	verify_item(project, item);
	finish_item(project, item);
}

bool batch_ready(struct batch *batch, struct project *project, size_t index)
{
	struct item *item = project->items.at[index];
	size_t end;

	item_wake(project, item);
	if (index < project->finished) {
		if (project->twice)
			plan_again(project, item);
		drop_tree(project, item);
		return true;
	}
	end = open_some(project, index);
	project->planned = index; /* those between need no plan */
	for (; project->planned < end; project->planned++)
		plan_item(project, project->items.at[project->planned]);
	finish_items(project);
	drop_tree(project, item);
	return items_go_on(batch, project, project->items.len + end);
}

void batch_done(struct project *project, size_t index)
{
	struct item *item = project->items.at[index];

	if (!project->writes)
		rewrite_drop_text(item->rewrite);
	else if (project->twice && item->rewrite->changed)
		item->verified = edits_hash(&item->rewrite->plan.edits);
	if (project->twice)
		put_away(project, item);
	else if (item->dropped)
		item_sleep(item);
}
