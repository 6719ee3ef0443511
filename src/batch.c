/* SPDX-License-Identifier: MIT */
/* Turns the paths of the command line into planned files. The other workflows of a repository are
 * read too, to find the cache action that it uses and duplicate job ids. */
#include "config.h"

#include "batch.h"

#include "base/file.h"
#include "repository/locate.h"
#include "workflow/uses.h"
#include "nox/overview_maker.h"

#include <string.h>
#include <unistd.h>

void batch_unload(struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++)
		rewrite_release(&project->items.at[i]->rewrite);
	repository_close(&project->repository);
	arena_release(&project->arena);
	project->items.len = project->items.cap = 0;
	project->items.at = NULL;
	project->by_inner = project->by_written = (struct lookup){ .root = NULL };
	project->overview = (struct overview){ .callers = NULL };
	project->survey = (struct survey){ .repository = NULL };
	project->remotes = (struct remotes){ .read = false };
	project->context = (struct plan_context){ .settings = NULL };
	project->settings = (struct plan_settings){ .keep_runs = false };
}

void batch_release(struct batch *batch)
{
	for (size_t i = 0; i < batch->projects.len; i++)
		batch_unload(batch->projects.at[i]);
	worker_release(&batch->worker);
	arena_release(&batch->arena);
}

/* ------------------------------------------------------------------ the command line */

static struct project *find_project(struct batch *batch, struct str root)
{
	struct project *project = lookup_pointer(&batch->by_root, root);

	if (project)
		return project;
	project = arena_new(&batch->arena, struct project);
	list_add(&batch->arena, &batch->projects, project);
	lookup_add_pointer(&batch->by_root, &batch->arena, root, project);
	project->root = root;
	return project;
}

static void add_named(struct batch *batch, struct project *project, struct str inner)
{
	bool added = false;

	lookup_put(&project->by_name, &batch->arena, inner, 0, &added);
	if (added)
		list_add(&batch->arena, &project->named, inner);
}

static struct project *project_of_folder(struct batch *batch, struct str path)
{
	struct str root;

	repository_of_folder(&root, &batch->arena, path);
	return find_project(batch, root);
}

void batch_add_folder(struct batch *batch, const char *path)
{
	struct str text = arena_copy(&batch->arena, str_from(path));
	struct project *project = path_is_there(path) ? project_of_folder(batch, text)
						      : find_project(batch, text);

	project->whole = true;
}

void batch_add(struct batch *batch, const char *path)
{
	struct arena *arena = &batch->arena;
	struct str text = arena_copy(arena, str_from(path));
	struct str root;
	struct project *project;

	if (str_is(text, "-")) {
		project = project_of_folder(batch, STR("."));
		project->stdin_named = true;
		return;
	}
	if (path_is_folder(path)) {
		batch_add_folder(batch, path);
		return;
	}
	repository_of_file(&root, arena, text);
	project = find_project(batch, root);
	add_named(batch, project, path_inside(root, text));
}

/* ------------------------------------------------------------------ one repository */

/* Adds a file once. Adding it again can only make it a target. */
static struct item *add_item(struct project *project, struct str inner, bool target)
{
	struct item *item = lookup_pointer(&project->by_inner, inner);

	if (item) {
		item->target |= target;
		return item;
	}
	item = arena_new(&project->arena, struct item);
	*item = (struct item){ .shown = path_below(&project->arena, project->root, inner),
			       .inner = inner,
			       .written = inner,
			       .mode = 0100644,
			       .target = target };
	list_add(&project->arena, &project->items, item);
	lookup_add_pointer(&project->by_inner, &project->arena, inner, item);
	return item;
}

/* A symbolic link remains one: the change is made in its target. A target is processed once, under
 * its own name if it was found under that too. */
static void follow_links(struct project *project, struct item *item,
			 const struct repository_file *file)
{
	const struct item *other;

	if (file->status != STATUS_OK || !item->target)
		return;
	item->written = file->path;
	other = lookup_pointer(&project->by_inner, item->written);
	if (!other || other == item || !other->target)
		other = lookup_pointer(&project->by_written, item->written);
	if (other && other != item) {
		item->target = false;
		return;
	}
	lookup_add_pointer(&project->by_written, &project->arena, item->written, item);
}

static enum status read_stdin(struct project *project, struct rewrite *rewrite)
{
	BUF_AUTO struct buf bytes = { 0 };
	enum status status = file_read_stream(&rewrite->diagnostics, STDIN_FILENO, FILE_LIMIT, &bytes);

	rewrite->bytes = buf_keep(&bytes, &project->arena);
	return status;
}

static enum status read_bytes(struct project *project, struct item *item)
{
	struct rewrite *rewrite = &item->rewrite;
	const struct repository_file *file;

	if (item->from_stdin)
		return read_stdin(project, rewrite);
	file = repository_read(&project->repository, item->inner);
	follow_links(project, item, file);
	if (file->status != STATUS_OK)
		diagnostic_file(&rewrite->diagnostics, SEVERITY_ERROR, "%.*s",
				STR_ARG(file->error));
	rewrite->bytes = file->bytes;
	item->mode = file->mode;
	return file->status;
}

static void read_item(struct batch *batch, struct project *project, struct item *item)
{
	struct rewrite *rewrite = &item->rewrite;
	enum status status;

	rewrite->diagnostics.arena = &rewrite->arena;
	rewrite->source.path = item->shown;
	rewrite->worker = &batch->worker;
	status = read_bytes(project, item);
	if (status == STATUS_OK)
		rewrite_read(rewrite, item->shown);
	else
		rewrite->failed = true;
	rewrite->source.remotes = &project->remotes;
	if (!rewrite->failed && rewrite->workflow.kind == WORKFLOW_ACTION)
		survey_add_action(&project->survey, item->written, &rewrite->workflow);
}

/* Whether it may refer to a file of the repository by the repository's full name. */
static bool may_be_own(struct project *project, const struct uses *uses, bool action)
{
	struct str path;

	if (uses->local || uses->docker || uses->name.len == 0)
		return false;
	return action ? discover_action(&path, &project->arena, &project->repository, uses->path)
		      : repository_has_file(&project->repository, uses->path);
}

/* Reads the names of the repository if a `uses:` of the file needs them. */
static void read_remotes(struct project *project, struct item *item)
{
	const struct workflow *workflow = &item->rewrite.workflow;
	struct arena *arena = &item->rewrite.arena;
	bool wanted = false;

	if (project->remotes.read)
		return;
	for (size_t i = 0; i < workflow->jobs.len && !wanted; i++) {
		const struct job *job = &workflow->jobs.at[i];
		struct uses uses = uses_of(workflow->tree, arena, job->uses);

		wanted = may_be_own(project, &uses, false);
		for (size_t k = 0; k < job->steps.len && !wanted; k++) {
			uses = uses_of(workflow->tree, arena, job->steps.at[k].uses);
			wanted = may_be_own(project, &uses, true);
		}
	}
	if (wanted)
		remotes_read(&project->remotes, &project->arena, project->root);
}

/* Adds the local composite actions that a workflow's steps use. */
static void add_actions(struct project *project, struct item *item)
{
	const struct workflow *workflow = &item->rewrite.workflow;

	for (size_t i = 0; i < workflow->jobs.len; i++)
		for (size_t k = 0; k < workflow->jobs.at[i].steps.len; k++) {
			const struct node *node = workflow->jobs.at[i].steps.at[k].uses;
			struct uses uses = uses_of(workflow->tree, &item->rewrite.arena, node);
			struct str path;

			if (!node || !uses.local ||
			    !discover_action(&path, &project->arena, &project->repository, uses.name))
				continue;
			add_item(project, path, project->whole);
		}
}

/* Adds what the plans of other files need to know about a file. */
static void make_context(struct project *project, struct item *item)
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

		if (rewrite->workflow.kind != WORKFLOW_FILE ||
		    !job_runs_nox(&rewrite->arena, &rewrite->workflow, job,
				  &context->settings->names))
			continue;
		files = lookup_put(&context->known_jobs, arena, arena_copy(arena, job->id), 0, NULL);
		++*files;
	}
}

/* Adds the named files, then the discovered ones. */
static void add_items(struct project *project)
{
	struct found_files found = { 0 };
	struct item *item;

	for (size_t i = 0; i < project->named.len; i++)
		add_item(project, project->named.at[i], true);
	if (project->stdin_named) {
		item = add_item(project, STR("<stdin>"), true);
		item->shown = item->inner;
		item->from_stdin = true;
	}
	discover_workflows(&found, &project->arena, &project->repository);
	for (size_t i = 0; i < found.list.len; i++)
		add_item(project, found.list.at[i], project->whole);
}

void batch_open(struct project *project)
{
	if (!project->repository.store)
		repository_open_folder(&project->repository, project->root.p);
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

void batch_load(struct batch *batch, struct project *project, const struct plan_settings *settings)
{
	open_project(batch, project, settings);
	add_items(project);
	/* The list grows during the iteration: an action may use another one. */
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		read_item(batch, project, item);
		if (item->rewrite.failed)
			continue;
		read_remotes(project, item);
		add_actions(project, item);
		make_context(project, item);
		overview_add(&project->overview, &project->arena, item->inner,
			     &item->rewrite.workflow);
	}
	overview_make(&project->overview, &project->arena);
	project->context.overview = &project->overview;
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		project->context.platform = platform_of(&project->repository, item->inner);
		if (item->target)
			rewrite_make(&item->rewrite, &project->context);
	}
	discard_on_error(project);
}
