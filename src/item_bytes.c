/* SPDX-License-Identifier: MIT */
/* A file that changes between two readings is not processed: others may have been planned with what it was. */
#include "config.h"

#include "item_bytes.h"

#include "base/file.h"
#include "base/memory.h"

#include <stdlib.h>
#include <unistd.h>

bool item_is_action(const struct item *item)
{
	struct str name = name_of_file(item->inner);

	return (str_is(name, "action.yml") || str_is(name, "action.yaml")) &&
	       !str_ends(folder_of_file(item->inner), "/workflows");
}

void item_wake(struct project *project, struct item *item)
{
	struct rewrite *rewrite = item->rewrite;

	if (rewrite)
		return;
	rewrite = memory_alloc(1, sizeof(*rewrite));
	*rewrite = (struct rewrite){ .worker = project->survey.worker,
				     .packed = item->packed.arena ? &item->packed : NULL,
				     .workflow.kind =
					     item_is_action(item) ? WORKFLOW_ACTION : WORKFLOW_FILE,
				     .source.path = item->shown,
				     .diagnostics.arena = &rewrite->arena };
	item->rewrite = rewrite;
}

void item_sleep(struct item *item)
{
	if (item->rewrite)
		rewrite_release(item->rewrite);
	free(item->rewrite);
	item->rewrite = NULL;
}

static void show(struct item *item)
{
	item->rewrite->bytes = buf_str(&item->content);
	item->rewrite->source.bytes = item->rewrite->bytes;
}

/* A symbolic link remains one: the change is made in its target. A target is processed once, under
 * its own name if it was found under that too. */
static void follow_links(struct project *project, struct item *item, struct str path)
{
	const struct item *other;

	if (!item->target)
		return;
	item->written = path;
	other = lookup_pointer(&project->by_inner, item->written);
	if (!other || other == item || !other->target)
		other = lookup_pointer(&project->by_written, item->written);
	if (other && other != item) {
		item->target = false;
		return;
	}
	if (!str_eq(item->written, item->inner)) /* else it is found by its path */
		lookup_add_pointer(&project->by_written, &project->arena, item->written, item);
}

/* path: the file itself, where inner is a link. */
static enum status read_content(struct project *project, struct item *item, struct str *path)
{
	struct diagnostics *diagnostics = &item->rewrite->diagnostics;
	struct entry entry;

	if (item->from_stdin)
		return file_read_stream(diagnostics, STDIN_FILENO, FILE_LIMIT, &item->content);
	entry = repository_look_once(&project->repository, item->inner);
	*path = entry.path;
	return repository_read_entry(&project->repository, diagnostics, &entry, &item->content,
				     &item->mode);
}

enum status item_bytes_read(struct project *project, struct item *item)
{
	struct str path = item->inner;
	enum status status;

	item_wake(project, item);
	status = read_content(project, item, &path);
	if (status != STATUS_OK)
		buf_release(&item->content);
	else if (!item->from_stdin)
		follow_links(project, item, path);
	show(item);
	return status;
}

/* Keeps what is asked of the bytes when they are gone. */
static void note_bytes(struct item *item)
{
	struct str bytes = item->rewrite->bytes;

	if (item->seen)
		return;
	/* Nobody asks for more of files that are parsed, and of those that run Nox. */
	item->gives_artifacts = !item->parsed && item_gives_artifacts(item);
	item->takes_artifacts = !item->parsed && !item->near && item_takes_artifacts(item);
	item->names_cache = !item->parsed && !item->near && item_names_cache(item);
	item->hash = str_quick_hash(bytes);
	item->size = bytes.len;
	item->seen = true;
}

void item_bytes_drop(struct project *project, struct item *item)
{
	if (!item->dropped) {
		if (item->from_stdin || item->content.len == 0)
			return;
		note_bytes(item);
		repository_give_back(&project->repository, item->content.len);
		buf_release(&item->content);
		item->dropped = true;
	}
	item_sleep(item);
}

void item_bytes_need(struct project *project, struct item *item)
{
	struct str path;
	enum status status;

	if (!item->dropped)
		return;
	item->dropped = false;
	item_wake(project, item);
	status = read_content(project, item, &path);
	show(item);
	if (status == STATUS_OK && item->size == item->rewrite->bytes.len &&
	    item->hash == str_quick_hash(item->rewrite->bytes))
		return;
	if (status == STATUS_OK)
		diagnostic_file(&item->rewrite->diagnostics, SEVERITY_ERROR,
				"left as it is: it changed while it was read");
	repository_give_back(&project->repository, item->content.len);
	buf_release(&item->content);
	show(item);
	item->dropped = true;
	item->rewrite->failed = true;
}

void item_bytes_release(struct item *item)
{
	item_sleep(item);
	buf_release(&item->content);
}

bool item_names_cache(const struct item *item)
{
	return item->seen ? item->names_cache
			  : glance_names_cache(&item->glance, item->rewrite->bytes);
}

bool item_gives_artifacts(const struct item *item)
{
	return item->seen ? item->gives_artifacts
			  : glance_gives_artifacts(&item->glance, item->rewrite->bytes);
}

bool item_takes_artifacts(const struct item *item)
{
	return item->seen ? item->takes_artifacts
			  : glance_takes_artifacts(&item->glance, item->rewrite->bytes);
}
