/* SPDX-License-Identifier: MIT */
/* All files of a repository are read and few are parsed: the bytes show which may run Nox and which use
 * each other. */
#include "config.h"

#include "items.h"

#include "item_bytes.h"
#include "repository/locate.h"
#include "workflow/uses.h"
#include "yaml/records_load.h"

struct item *item_add(struct project *project, struct str inner, bool target)
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
			       .order = project->items.len,
			       .number = INDEX_NONE,
			       .target = target };
	list_add(&project->arena, &project->items, item);
	lookup_add_pointer(&project->by_inner, &project->arena, inner, item);
	return item;
}

static bool seems_workflow(struct str bytes)
{
	return str_contains(bytes, "jobs:") || str_contains(bytes, "runs:");
}

static void read_item(struct project *project, struct item *item)
{
	enum status status = item_bytes_read(project, item);
	struct rewrite *rewrite = item->rewrite;

	rewrite->failed = status != STATUS_OK;
	if (!rewrite->failed)
		item->glance = glance_at(rewrite->bytes);
	item->glance.nox |= project->context.settings->parse_all;
	/* A file of the command line that is not a workflow is reported. */
	item->glance.nox |= item->target && !project->whole && !seems_workflow(rewrite->bytes);
	item->near = item->glance.nox;
	item->group = item;
}

/* Whether the repository itself is an action, which "owner/name@ref" may refer to. */
static bool has_root_action(struct project *project)
{
	struct str path;

	if (project->root_action == ROOT_UNKNOWN)
		project->root_action =
			discover_action(&path, &project->arena, &project->repository, STR(""))
				? ROOT_ACTION
				: ROOT_NONE;
	return project->root_action == ROOT_ACTION;
}

/* Whether it may refer to a file of the repository by the repository's full name. */
static bool may_be_own(struct project *project, const struct uses *uses, bool action)
{
	struct str path;

	if (uses->local || uses->docker || uses->name.len == 0)
		return false;
	if (action && uses->path.len == 0)
		return has_root_action(project);
	return action ? discover_action(&path, &project->arena, &project->repository, uses->path)
		      : repository_has_file(&project->repository, uses->path);
}

/* Reads the names of the repository if a `uses:` of the file needs them. */
static void read_remotes(struct project *project, struct item *item)
{
	const struct workflow *workflow = &item->rewrite->workflow;
	bool wanted = false;

	if (project->remotes.read)
		return;
	for (size_t i = 0; i < workflow->jobs.len && !wanted; i++) {
		const struct job *job = &workflow->jobs.at[i];
		struct uses uses = uses_of(workflow->tree, job_field(job, JOB_USES));

		wanted = may_be_own(project, &uses, false);
		for (size_t k = 0; k < job->steps.len && !wanted; k++) {
			uses = step_uses(workflow->tree, &job->steps.at[k]);
			wanted = may_be_own(project, &uses, true);
		}
	}
	if (wanted)
		remotes_read(&project->remotes, &project->arena, project->root);
}

void item_open(struct project *project, struct item *item)
{
	struct rewrite *rewrite;

	item_bytes_need(project, item);
	rewrite = item->rewrite;
	if (rewrite->failed)
		return;
	if (!rewrite->source.index) /* else its records are prepared */
		rewrite_open(rewrite, item->shown);
	rewrite_read(rewrite);
	rewrite->source.remotes = &project->remotes;
}

static bool has_failed(const struct item *item)
{
	return item->rewrite && item->rewrite->failed;
}

static void parse_item(struct project *project, struct item *item)
{
	struct rewrite *rewrite;

	if (item->parsed || has_failed(item))
		return;
	item->parsed = true;
	item_open(project, item);
	rewrite = item->rewrite;
	if (!rewrite->failed)
		read_remotes(project, item);
	if (!rewrite->failed && rewrite->workflow.kind == WORKFLOW_ACTION)
		survey_add_action(&project->survey, item->written, &rewrite->workflow);
}

/* Adds the local composite actions that a workflow's steps use. */
static void add_actions(struct project *project, struct item *item)
{
	const struct workflow *workflow = &item->rewrite->workflow;

	for (size_t i = 0; i < workflow->jobs.len; i++)
		for (size_t k = 0; k < workflow->jobs.at[i].steps.len; k++) {
			const struct step *step = &workflow->jobs.at[i].steps.at[k];
			struct uses uses = step_uses(workflow->tree, step);
			struct str path;

			if (!uses.local || !discover_action(&path, &project->arena,
							    &project->repository, uses.name))
				continue;
			item_add(project, path, project->whole)->guessed = false;
		}
}

/* The workflows that a file's jobs call. */
static void parse_called(struct project *project, const struct item *item)
{
	const struct workflow *workflow = &item->rewrite->workflow;

	for (size_t i = 0; i < workflow->jobs.len; i++) {
		const struct node *node = job_field(&workflow->jobs.at[i], JOB_USES);
		struct uses uses = uses_of(workflow->tree, node);
		struct item *called =
			node && uses.local ? lookup_pointer(&project->by_inner, uses.name) : NULL;

		if (called)
			parse_item(project, called);
	}
}

/* Whether a value has the form "owner/name@ref", as most have. */
static bool names_root(struct str value)
{
	size_t slash;

	value = str_slice(value, 0, str_find_char(value, '@', 0));
	slash = str_find_char(value, '/', 0);
	return value.len > 0 && value.p[0] != '.' && value.p[0] != '$' && slash != STR_NONE &&
	       str_find_char(value, '/', slash + 1) == STR_NONE;
}

/* The path in the repository that a value of `uses:` refers to. Returns false if it refers to none. */
static bool own_path(struct project *project, struct str value, struct str *path)
{
	struct uses uses;

	if (names_root(value) && !has_root_action(project))
		return false;
	uses = uses_read(value);
	*path = uses.local ? uses.name : uses.path;
	if (uses.local)
		return true;
	if (!may_be_own(project, &uses, true) && !may_be_own(project, &uses, false))
		return false;
	if (!project->remotes.read)
		remotes_read(&project->remotes, &project->arena, project->root);
	return uses_is_own(&uses, &project->remotes);
}

/* Records what a value of `uses:` refers to, and adds it if it is an action. */
static void note_use(struct project *project, struct item *item, struct str value)
{
	struct item_use use = { .item = item };
	struct str action;

	if (!own_path(project, value, &use.path))
		return;
	if (discover_action(&action, &project->arena, &project->repository, use.path)) {
		use.path = action;
		if (!lookup_pointer(&project->by_inner, action))
			item_add(project, action, project->whole)->guessed = true;
	}
	use.path = arena_copy(&project->arena, use.path); /* the bytes may be dropped */
	list_add(&project->arena, &project->uses, use);
}

/* Records what a file uses according to its bytes. Returns false if that takes parsing. */
static bool note_uses(struct project *project, struct item *item)
{
	struct glance_uses uses = { .bytes = item->rewrite->bytes,
				    .unclear = item->glance.unclear };
	struct str value;

	while (!uses.unclear && glance_use_next(&uses, &value))
		note_use(project, item, value);
	return !uses.unclear;
}

/* Records what a parsed file uses. */
static void note_parsed_uses(struct project *project, struct item *item)
{
	const struct workflow *workflow = &item->rewrite->workflow;

	for (size_t i = 0; i < workflow->jobs.len; i++) {
		const struct job *job = &workflow->jobs.at[i];

		if (job_field(job, JOB_USES))
			note_use(project, item,
				 scalar_value(workflow->tree, job_field(job, JOB_USES)));
		for (size_t k = 0; k < job->steps.len; k++)
			if (step_field(&job->steps.at[k], STEP_USES))
				note_use(project, item,
					 scalar_value(workflow->tree,
						      step_field(&job->steps.at[k], STEP_USES)));
	}
}

static struct item *group_of(struct item *item)
{
	while (item->group != item)
		item = item->group = item->group->group;
	return item;
}

/* Joins the files that use each other into groups. */
static void join_items(struct project *project)
{
	for (size_t i = 0; i < project->uses.len; i++) {
		struct item *item = group_of(project->uses.at[i].item);
		struct item *used = lookup_pointer(&project->by_inner, project->uses.at[i].path);

		if (!used || group_of(used) == item)
			continue;
		used = group_of(used);
		used->near |= item->near;
		item->group = used;
	}
}

/* Whether the file may affect one that runs Nox. If uses are unclear, all files that use something may. */
static bool is_near_nox(const struct project *project, struct item *item)
{
	return group_of(item)->near || (project->unclear && item->glance.uses);
}

/* Whether a file to be planned is near Nox. */
static bool items_matter(const struct project *project)
{
	bool nox = false, target = false;

	for (size_t i = 0; i < project->items.len; i++) {
		nox |= project->items.at[i]->glance.nox;
		target |=
			project->items.at[i]->target && is_near_nox(project, project->items.at[i]);
	}
	return nox && target;
}

static void add_near(struct project *project, const struct item *item)
{
	size_t size = item_size(item);

	project->near_bytes += size;
	project->near_count++;
	if (project->near_largest < size)
		project->near_largest = size;
}

/* Reads a file, and notes what it uses. */
static void read_uses(struct project *project, struct item *item)
{
	read_item(project, item);
	if (!item->glance.uses || note_uses(project, item))
		return;
	parse_item(project, item);
	if (item->rewrite->failed) {
		project->unclear = true;
		return;
	}
	add_actions(project, item);
	note_parsed_uses(project, item);
}

void items_read(struct project *project)
{
	size_t held = 0;

	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		read_uses(project, item);
		if (!item->parsed &&
		    project->repository.bytes + held * ITEM_COST > project->at_once)
			item_bytes_drop(project, item);
		held += !item->dropped;
	}
	join_items(project);
	project->matters = items_matter(project);
	for (size_t i = 0; i < project->items.len && project->matters; i++)
		if (is_near_nox(project, project->items.at[i]))
			add_near(project, project->items.at[i]);
}

/* Discards an error in the YAML of a file that does not matter. */
static void forget_error(struct item *item)
{
	if (!item->parsed || !item->rewrite->failed)
		return;
	item->parsed = false;
	item->rewrite->failed = false;
	item->rewrite->diagnostics.list.len = 0;
}

bool items_go_on(const struct batch *batch, struct project *project, size_t steps)
{
	if (batch->goes_on && !project->stopped)
		project->stopped = !batch->goes_on(batch->caller, steps / 2, project->items.len);
	return !project->stopped;
}

/* Whether it is parsed with others, and its records wait. */
static bool is_prepared(const struct item *item)
{
	return item->rewrite && item->rewrite->source.ticket > 0;
}

/* Has the files that are near, from one on, parsed at once with those of the projects that are read. */
static void prepare_items(struct project *project, size_t from)
{
	struct source *sources[WORKER_BATCH];
	size_t count = 0;

	for (; project; project = project->next, from = 0)
		for (size_t i = from; i < project->items.len && count < WORKER_BATCH; i++) {
			struct item *item = project->items.at[i];
			struct rewrite *rewrite;

			if (!item->group || item->parsed || has_failed(item) || is_prepared(item) ||
			    !project->matters || !is_near_nox(project, item))
				continue;
			item_bytes_need(project, item);
			rewrite = item->rewrite;
			if (rewrite->failed)
				continue;
			if (!rewrite->source.index)
				rewrite_open(rewrite, item->shown);
			sources[count++] = &rewrite->source;
		}
	records_prepare(sources, count);
}

/* Whether the file is parsed because it is near. */
static bool is_wanted(const struct project *project, struct item *item)
{
	return is_near_nox(project, item) || (project->unclear && item_is_action(item));
}

/* Whether a file that is near may upload artifacts. What a job of such a file does not upload, no other run can
 * publish. */
static bool any_gives_artifacts(const struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		if (is_wanted(project, item) && item_gives_artifacts(item))
			return true;
	}
	return false;
}

static void parse_wanted(struct project *project, struct item *item)
{
	parse_item(project, item);
	if (!is_wanted(project, item))
		forget_error(item);
	if (!has_failed(item))
		add_actions(project, item);
}

/* Parses the files that are near, and those that may take artifacts of other runs where takers is set. */
static void parse_all(struct batch *batch, struct project *project, bool takers)
{
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		if (!items_go_on(batch, project, takers ? project->items.len : i))
			return;
		if (!item->group)
			read_item(project, item);
		if (item->parsed ||
		    !(is_wanted(project, item) || (takers && item_takes_artifacts(item))))
			continue;
		if (!takers && !is_prepared(item))
			prepare_items(project, i);
		parse_wanted(project, item);
	}
}

/* Whether a file is parsed in the sweep over the actions, or in that over the others. An action that only
 * parsing shows comes at the end of the second. */
static bool is_in_sweep(const struct project *project, struct item *item, bool actions, bool gives)
{
	if (actions ? !item_is_action(item) : item_is_action(item) && item->parsed)
		return false;
	return item->parsed || is_wanted(project, item) || (gives && item_takes_artifacts(item));
}

void items_parse_each(struct batch *batch, struct project *project,
		      void (*note)(struct project *project, struct item *item))
{
	bool gives = any_gives_artifacts(project);

	for (int actions = 1; actions >= 0; actions--)
		for (size_t i = 0; i < project->items.len; i++) {
			struct item *item = project->items.at[i];

			if (!items_go_on(batch, project, actions ? 0 : i))
				return;
			if (!item->group)
				read_item(project, item);
			if (!is_in_sweep(project, item, actions, gives))
				continue;
			if (!actions && !is_prepared(item))
				prepare_items(project, i);
			parse_wanted(project, item);
			if (item->parsed && !item->rewrite->failed)
				note(project, item);
		}
}

void items_parse(struct batch *batch, struct project *project)
{
	parse_all(batch, project, false);
	if (!project->stopped && any_gives_artifacts(project))
		parse_all(batch, project, true);
	for (size_t i = 0; i < project->items.len; i++)
		if (project->items.at[i]->parsed && !project->items.at[i]->rewrite->failed)
			parse_called(project, project->items.at[i]);
}

bool item_is_bogus(const struct project *project, struct item *item)
{
	return item->guessed && is_near_nox(project, item);
}

void item_parse_aside(struct project *project, struct item *item)
{
	if (item->parsed || has_failed(item))
		return;
	parse_item(project, item);
	forget_error(item);
}

void items_forget(struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++) {
		forget_error(project->items.at[i]);
		project->items.at[i]->parsed = false;
	}
}

struct change item_change(struct item *item)
{
	return (struct change){ .path = item->written,
				.old = item->rewrite->source.bytes,
				.text = rewrite_text(item->rewrite),
				.edits = &item->rewrite->plan.edits,
				.mode = item->mode,
				.workflow = &item->rewrite->workflow };
}
