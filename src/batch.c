/* SPDX-License-Identifier: MIT */
/* From the paths of the command line to planned files. A repository's other workflows are read
 * too: they tell which cache action it uses and which job ids it has twice. */
#include "config.h"

#include "batch.h"

#include "workflow/uses.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void batch_unload(struct repository *repository)
{
	for (size_t i = 0; i < repository->items.len; i++)
		rewrite_release(&repository->items.at[i]->rewrite);
	repository->items.len = 0;
}

void batch_release(struct batch *batch)
{
	for (size_t i = 0; i < batch->repositories.len; i++)
		batch_unload(&batch->repositories.at[i]);
	worker_release(&batch->worker);
	arena_release(&batch->arena);
}

static struct repository *find_repository(struct batch *batch, struct str root)
{
	for (size_t i = 0; i < batch->repositories.len; i++)
		if (str_eq(batch->repositories.at[i].root, root))
			return &batch->repositories.at[i];
	if (!list_add(&batch->arena, &batch->repositories, (struct repository){ .root = root }))
		return NULL;
	return &batch->repositories.at[batch->repositories.len - 1];
}

/* Adds a file once; a second mention can only make it a target. */
static bool add_item(struct batch *batch, struct repository *repository, struct found_file file,
		     bool target)
{
	struct item *item;

	for (size_t i = 0; i < repository->items.len; i++)
		if (str_eq(repository->items.at[i]->file.inner, file.inner)) {
			repository->items.at[i]->target |= target;
			return true;
		}
	item = arena_new(&batch->arena, struct item);
	if (!item)
		return false;
	*item = (struct item){ .file = file, .target = target };
	return list_add(&batch->arena, &repository->items, item);
}

static bool add_stdin(struct batch *batch)
{
	struct found_file file = { STR("<stdin>"), STR("<stdin>") };
	struct str root;
	struct repository *repository;

	if (!repository_of_folder(&root, &batch->arena, STR(".")))
		return false;
	repository = find_repository(batch, root);
	if (!repository || !add_item(batch, repository, file, true))
		return false;
	repository->items.at[repository->items.len - 1]->from_stdin = true;
	return true;
}

bool batch_add(struct batch *batch, const char *path)
{
	struct arena *arena = &batch->arena;
	struct stat status;
	struct str root;
	struct repository *repository;

	if (str_is(str_from(path), "-"))
		return add_stdin(batch);
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		if (!repository_of_folder(&root, arena, str_from(path)))
			return false;
		repository = find_repository(batch, root);
		if (repository)
			repository->whole = true;
		return repository != NULL;
	}

	struct str copy = arena_copy(arena, str_from(path));

	if (!repository_of_file(&root, arena, copy))
		return false;
	repository = find_repository(batch, root);
	return repository && add_item(batch, repository,
				      (struct found_file){ copy, path_inside(root, copy) }, true);
}

static struct str real_path(struct arena *arena, struct str path)
{
	char *real = realpath(path.p, NULL);
	struct str copy = real ? arena_copy(arena, str_from(real)) : STR("");

	free(real);
	return copy;
}

/* A symbolic link keeps being one: what changes is the file that it leads to, which must lie in
 * the same repository for a patch to reach it. */
static bool follow_link(struct batch *batch, const struct repository *repository, struct item *item)
{
	struct stat status;
	struct str root, target;

	item->written = item->file.inner;
	if (item->from_stdin || lstat(item->file.path.p, &status) != 0 || !S_ISLNK(status.st_mode))
		return true;
	root = real_path(&batch->arena, repository->root);
	target = real_path(&batch->arena, item->file.path);
	if (batch->arena.failed)
		return false;
	if (target.len == 0)
		return true; /* it leads nowhere, which reading it will tell */
	item->written = path_inside(root, target);
	if (item->written.len == target.len) {
		diagnostic_file(&item->rewrite.diagnostics, SEVERITY_ERROR,
				"is a link that leads out of the repository");
		item->rewrite.failed = true;
		return true;
	}
	for (size_t i = 0; i < repository->items.len; i++) {
		const struct item *other = repository->items.at[i];

		if (other != item && other->target && str_eq(other->written, item->written))
			item->target = false; /* it is dealt with under its own name */
	}
	return true;
}

static bool read_item(struct batch *batch, const struct repository *repository, struct item *item)
{
	struct rewrite *rewrite = &item->rewrite;
	enum status status;

	rewrite->diagnostics.arena = &rewrite->arena;
	rewrite->source.path = item->file.path;
	rewrite->worker = batch->no_isolation ? NULL : &batch->worker;
	if (!follow_link(batch, repository, item))
		return false;
	if (rewrite->failed)
		return true;
	if (item->from_stdin)
		status = file_read_stream(&rewrite->diagnostics, STDIN_FILENO, FILE_LIMIT,
					  &rewrite->bytes);
	else
		status = file_read(&rewrite->diagnostics, item->file.path.p, FILE_LIMIT,
				   &rewrite->bytes, &item->identity);
	if (status == STATUS_OK)
		status = rewrite_read(rewrite, item->file.path);
	if (status != STATUS_OK)
		rewrite->failed = true;
	return status != STATUS_NOMEM;
}

/* Adds the local composite actions that a workflow's steps use. */
static bool add_actions(struct batch *batch, struct repository *repository, struct item *item)
{
	const struct workflow *workflow = &item->rewrite.workflow;

	for (size_t i = 0; i < workflow->jobs.len; i++)
		for (size_t k = 0; k < workflow->jobs.at[i].steps.len; k++) {
			const struct node *node = workflow->jobs.at[i].steps.at[k].uses;
			struct uses uses = uses_read(
				scalar_value(workflow->tree, &item->rewrite.arena, node));
			struct found_file file;

			if (!node || !uses.local ||
			    !discover_action(&file, &batch->arena, repository->root, uses.name))
				continue;
			if (!add_item(batch, repository, file, true))
				return false;
		}
	return !batch->arena.failed;
}

/* What the repository's files tell each other. */
static bool make_context(struct batch *batch, struct repository *repository, struct item *item)
{
	struct plan_context *context = &repository->context;
	struct rewrite *rewrite = &item->rewrite;
	struct cache_reference reference;

	if (!context->reference &&
	    cache_reference_used(&reference, &rewrite->arena, &rewrite->workflow)) {
		repository->reference.uses = arena_copy(&batch->arena, reference.uses);
		repository->reference.comment = arena_copy(&batch->arena, reference.comment);
		context->reference = &repository->reference;
	}
	for (size_t i = 0; i < rewrite->workflow.jobs.len; i++) {
		const struct job *job = &rewrite->workflow.jobs.at[i];

		if (rewrite->workflow.kind != WORKFLOW_FILE ||
		    !job_runs_nox(&rewrite->arena, &rewrite->workflow, job,
				  &context->settings->names))
			continue;
		if (!list_add(&batch->arena, &context->known_jobs,
			      (struct known_job){ arena_copy(&batch->arena, job->id),
						  item->file.path }))
			return false;
	}
	return !batch->arena.failed && !rewrite->arena.failed;
}

bool batch_load(struct batch *batch, struct repository *repository,
		const struct plan_settings *settings)
{
	struct found_files found = { 0 };

	repository->context.settings = settings;
	repository->context.root = repository->root.p;
	if (!discover_workflows(&found, &batch->arena, repository->root))
		return false;
	for (size_t i = 0; i < found.list.len; i++)
		if (!add_item(batch, repository, found.list.at[i], repository->whole))
			return false;
	/* The list grows while it is walked: an action may use another. */
	for (size_t i = 0; i < repository->items.len; i++) {
		struct item *item = repository->items.at[i];

		if (!read_item(batch, repository, item))
			return false;
		if (item->rewrite.failed)
			continue;
		if (repository->whole && !add_actions(batch, repository, item))
			return false;
		if (!make_context(batch, repository, item))
			return false;
	}
	for (size_t i = 0; i < repository->items.len; i++) {
		struct item *item = repository->items.at[i];

		repository->context.platform =
			platform_of(&batch->arena, repository->root, item->file.inner);
		if (item->target &&
		    rewrite_make(&item->rewrite, &repository->context) != STATUS_OK)
			return false;
	}
	return true;
}
