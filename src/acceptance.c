/* SPDX-License-Identifier: MIT */
/* Writes the acceptance scenarios. They describe the workflows as the edits leave them, so that they are
 * the same whether a cache step is new or existed before. */
#include "config.h"

#include "acceptance.h"

#include "base/path.h"
#include "output/feature.h"
#include "output/feature_steps.h"
#include "output/feature_text.h"

#include <errno.h>
#include <stdlib.h>

/* Writes what was gathered. */
struct writer {
	struct runner *runner;
	struct arena *arena;
	struct project *project;
	struct str prefix;
	const struct feature_rows *rows;
	struct changes *changes;
};

/* Reads a file as it becomes. */
struct reader {
	struct arena *arena;
	const struct rewrite *file;
	/* Those of new values and of new ids, by their nodes. */
	LIST(const struct expectation *) changed;
};

/* What a cache step says. */
struct cache_texts {
	struct str path, key, restore_keys;
};

/* ------------------------------------------------------------------ collecting the cache steps */

static struct str first_line(struct str text)
{
	text = str_trim(text);
	return str_trim(str_slice(text, 0, str_find_char(text, '\n', 0)));
}

static bool is_new_id(const struct expectation *e)
{
	return e->kind == EXPECT_PAIR && e->len > 1 && str_is(shape_text(&e->shapes[0]), "id");
}

static int by_node(const void *a, const void *b)
{
	const struct node *x = (*(const struct expectation *const *)a)->node;
	const struct node *y = (*(const struct expectation *const *)b)->node;

	return (x > y) - (x < y);
}

static void find_changed(struct reader *r)
{
	const struct expectations *expectations = &r->file->plan.expectations;

	for (size_t i = 0; i < expectations->list.len; i++) {
		const struct expectation *e = &expectations->list.at[i];

		if (e->kind == EXPECT_TEXT || e->kind == EXPECT_INSERTED || is_new_id(e))
			list_add(r->arena, &r->changed, e);
	}
	if (r->changed.len > 1)
		qsort(r->changed.at, r->changed.len, sizeof(*r->changed.at), by_node);
}

/* What changes at the node, or NULL. */
static const struct expectation *change_of(const struct reader *r, const struct node *node)
{
	const struct expectation wanted = { .node = node }, *key = &wanted;
	const struct expectation **found = NULL;

	if (r->changed.len > 0)
		found = bsearch(&key, r->changed.at, r->changed.len, sizeof(*r->changed.at),
				by_node);
	return found ? *found : NULL;
}

/* What the new text has as the value of a scalar. */
static struct str new_value(const struct reader *r, struct arena *scratch, const struct node *node)
{
	const struct expectation *e;

	node = node_resolve(node);
	e = change_of(r, node);
	return e ? expected_value(e, &r->file->tree, scratch) : scalar_value(&r->file->tree, node);
}

static struct str new_id(const struct reader *r, struct arena *scratch, const struct step *step)
{
	const struct expectation *e = change_of(r, step->body);

	return e ? shape_text(&e->shapes[1]) : new_value(r, scratch, step_field(step, STEP_ID));
}

static struct str label_of(const struct reader *r, struct arena *scratch, const struct step *step)
{
	struct str label = first_line(new_value(r, scratch, step_field(step, STEP_NAME)));

	if (label.len == 0)
		label = first_line(new_id(r, scratch, step));
	if (label.len == 0)
		label = first_line(new_value(r, scratch, step_field(step, STEP_RUN)));
	return label.len > 0 ? label
			     : first_line(new_value(r, scratch, step_field(step, STEP_USES)));
}

/* Parses a key of this program. Returns false if it has another format. */
static bool read_key(struct feature_row *row, struct str key)
{
	static const struct str job = STR("${{ github.job }}-"), hash = STR("-${{ hashFiles(");
	size_t start = str_find(key, job, 0);
	size_t end = str_find(key, hash, 0);

	if (start == STR_NONE || end == STR_NONE || !str_ends(key, ") }}"))
		return false;
	start += job.len;
	/* A key without legs and Python still contains this word. */
	row->part = start < end ? str_slice(key, start, end) : STR("nox");
	row->files = str_slice(key, end + hash.len, key.len - 4);
	return true;
}

/* Whether restore-keys are the key without the hash. */
static bool restores_prefix(const struct cache_texts *cache)
{
	struct str prefix =
		str_slice(cache->key, 0, str_find(cache->key, STR("${{ hashFiles("), 0));

	return str_eq(str_trim(cache->restore_keys), prefix);
}

static struct str paths_of(struct arena *arena, struct str path)
{
	BUF_AUTO struct buf out = { 0 };
	struct str line;

	while (str_next_line(&path, &line)) {
		line = str_trim(line);
		if (line.len > 0 && out.len > 0)
			buf_add_c(&out, ", ");
		buf_add(&out, line);
	}
	return buf_keep(&out, arena);
}

/* A copy, or the text of the row before, which often is the same. */
static struct str copy(struct acceptance *a, struct str text, struct str before)
{
	return str_eq(text, before) ? before : arena_copy(a->arena, text);
}

static void add_row(struct acceptance *a, struct feature_row row)
{
	static const struct feature_row none;
	const struct feature_row *last =
		a->rows.list.len > 0 ? &a->rows.list.at[a->rows.list.len - 1] : &none;

	row.job = copy(a, row.job, last->job);
	row.step = copy(a, row.step, last->step);
	row.path = copy(a, row.path, last->path);
	row.part = copy(a, row.part, last->part);
	row.files = copy(a, row.files, last->files);
	list_add(a->arena, &a->rows.list, row);
}

#define ROW_ADDED SIZE_MAX

/* The texts of the cache step of this program that serves the call. Returns false if there is none. */
static bool read_cache(struct cache_texts *cache, const struct reader *r, struct arena *scratch,
		       const struct job_outcome *job, const struct call_outcome *call)
{
	const struct new_cache *new = NULL;
	const struct node *with = NULL;

	/* A call that is left alone may be before the new step. */
	if (call->fate->inserted != INDEX_NONE && !call->fate->skipped) {
		new = job->details->insertions.at[call->fate->inserted].cache;
		*cache = (struct cache_texts){ new->path, new->key, new->restore_keys };
		return true;
	}
	for (size_t i = 0; i < job->details->ours.len; i++)
		if (job->details->ours.at[i]->index == call->fate->covered_by)
			with = step_field(job->details->ours.at[i], STEP_WITH);
	*cache = (struct cache_texts){
		new_value(r, scratch, map_get(with, "path", NULL)),
		new_value(r, scratch, map_get(with, "key", NULL)),
		new_value(r, scratch, map_get(with, "restore-keys", NULL)),
	};
	return with != NULL;
}

/* Adds a row for the cache of a call, unless there is one for this workflow, job and path. Nothing of
 * the file is borrowed. */
static void add_call(struct acceptance *a, const struct reader *r, struct str workflow,
		     const struct job_outcome *job, const struct call_outcome *call)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct feature_row row = { .workflow = workflow, .job = job->job->id };
	struct cache_texts cache;
	struct str name;
	size_t *step; /* the last one whose row cannot be written, or ROW_ADDED */

	if (!call->fate->runs || !read_cache(&cache, r, &scratch, job, call) ||
	    !read_key(&row, cache.key))
		return;
	row.path = paths_of(&scratch, cache.path);
	name = arena_printf(&scratch, "%.*s\n%.*s\n%.*s", STR_ARG(row.workflow), STR_ARG(row.job),
			    STR_ARG(row.path));
	step = lookup_get(&a->named, name);
	if (step && (*step == ROW_ADDED || *step == call->step->index))
		return;
	if (!step)
		step = lookup_put(&a->named, a->arena, arena_copy(a->arena, name), 0, NULL);
	row.step = label_of(r, &scratch, call->step);
	row.restores = restores_prefix(&cache);
	if (feature_row_is_writable(&row)) {
		add_row(a, row);
		*step = ROW_ADDED;
		return;
	}
	*step = call->step->index;
	list_add(a->arena, &a->unwritable, workflow);
}

void acceptance_add_file(struct acceptance *a, const struct item *item)
{
	ARENA_AUTO struct arena arena = { 0 };
	const struct plan *plan = &item->rewrite->plan;
	struct reader r = { .arena = &arena, .file = item->rewrite };

	if (!a->arena || !item->target || !item->parsed || item->from_stdin ||
	    item->rewrite->failed)
		return;
	find_changed(&r);
	for (size_t i = 0; i < plan->outcomes.len; i++) {
		const struct job_outcome *job = &plan->outcomes.at[i];

		for (size_t k = 0; k < job->details->calls.len; k++)
			add_call(a, &r, item->inner, job, &job->details->calls.at[k]);
	}
}

/* ------------------------------------------------------------------ the files */

/* Whether the path can be a value of --feature. */
static bool is_feature_path(struct str path)
{
	return str_ends(path, ".feature") && path.p[0] != '/' && !str_starts(path, "../") &&
	       !str_contains(path, "/../");
}

static void refuse(const struct writer *w, struct str inner, const char *why)
{
	runner_report(w->runner, SEVERITY_ERROR, inner, str_from(why));
}

/* Reads a file that may be missing (its entry is then ENTRY_NONE). *file is NULL if it cannot be
 * used; the error was reported. */
static void read_file(const struct writer *w, struct str inner, const struct repository_file **file)
{
	const struct entry *entry = repository_look(&w->project->repository, inner);
	const struct repository_file *read = repository_read(&w->project->repository, inner);

	*file = NULL;
	if (entry->kind == ENTRY_NONE ? entry->error != ENOENT : read->status != STATUS_OK)
		refuse(w, inner, read->error.p);
	else
		*file = read;
}

static void add_change(struct writer *w, struct change change, struct str inner, struct str text)
{
	change.path = arena_printf(w->arena, "%.*s%.*s", STR_ARG(w->prefix), STR_ARG(inner));
	change.text = text;
	list_add(w->arena, &w->changes->list, change);
}

static void write_feature(struct writer *w, struct str inner, bool *failed)
{
	struct source source;
	const struct repository_file *file;
	struct edits *edits = arena_new(w->arena, struct edits);
	BUF_AUTO struct buf text = { 0 };
	const char *error = "";
	bool there;

	read_file(w, inner, &file);
	*failed = file == NULL;
	if (*failed)
		return;
	there = file->status == STATUS_OK;
	source_init(&source, w->arena, inner, file->bytes);
	switch (feature_edit(edits, w->arena, &source, w->rows, &error)) {
	case FEATURE_REFUSED:
		*failed = true;
		refuse(w, inner, error);
		return;
	case FEATURE_OK:
		break;
	}
	if (edits->list.len == 0)
		return;
	edits_apply(file->bytes, edits, &text);

	struct change change = { .old = file->bytes,
				 .edits = there ? edits : NULL,
				 .created = !there,
				 .mode = there ? file->mode : 0100644 };

	add_change(w, change, file->path, buf_give(&text, w->arena));
}

/* The folder in which behave looks for the steps of a feature: the nearest "steps" beside or above
 * it. If there is none, it is in the outermost folder called features, or beside the feature. */
static struct str steps_folder(const struct writer *w, struct str feature)
{
	struct str folder = feature;
	size_t outermost;

	for (size_t slash; (slash = str_rfind_char(folder, '/')) != STR_NONE;) {
		folder = str_slice(folder, 0, slash);

		struct str steps = arena_printf(w->arena, "%.*s/steps", STR_ARG(folder));

		if (repository_has_folder(&w->project->repository, steps))
			return steps;
	}
	if (str_starts(feature, "features/"))
		return STR("features/steps");
	outermost = str_find(feature, STR("/features/"), 0);
	if (outermost != STR_NONE)
		return arena_printf(w->arena, "%.*s/features/steps",
				    STR_ARG(str_slice(feature, 0, outermost)));
	folder = str_slice(feature, 0, feature.len - path_name(feature).len);
	return arena_printf(w->arena, "%.*ssteps", STR_ARG(folder));
}

enum steps { STEPS_NONE, STEPS_OLD, STEPS_DEFINED };

/* Which release's steps the modules of a folder define. *taken: a module has the name that ours
 * would have. */
static enum steps find_steps(const struct writer *w, struct str folder, bool *taken)
{
	const struct names *names = repository_list(&w->project->repository, folder);
	struct diagnostics ignored = { .arena = w->arena };
	BUF_AUTO struct buf bytes = { 0 };
	enum steps found = STEPS_NONE;

	*taken = false;
	for (size_t i = 0; i < names->list.len && found != STEPS_DEFINED; i++) {
		struct str name = names->list.at[i];
		struct str path =
			arena_printf(w->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));

		if (!str_ends(name, ".py"))
			continue;
		*taken |= str_is(name, FEATURE_STEPS_NAME);
		if (repository_read_once(&w->project->repository, &ignored, path, &bytes, NULL) !=
		    STATUS_OK)
			continue;
		if (str_contains(buf_str(&bytes), FEATURE_STEPS_SIGN))
			found = STEPS_DEFINED;
		else if (str_contains(buf_str(&bytes), FEATURE_STEPS_OLD_SIGN))
			found = STEPS_OLD;
	}
	return found;
}

/* Sets *path to the file for the step definitions, or to an empty text if they exist. *failed: they
 * cannot be written; the error was reported. */
static void choose_steps_path(struct writer *w, struct str feature, struct str *path, bool *failed)
{
	struct str folder = steps_folder(w, feature);
	struct str inner = arena_printf(w->arena, "%.*s/" FEATURE_STEPS_NAME, STR_ARG(folder));
	const struct entry *entry = repository_look(&w->project->repository, inner);
	const struct repository_file *file = repository_read(&w->project->repository, feature);
	bool taken;

	*path = STR("");
	switch (find_steps(w, folder, &taken)) {
	case STEPS_DEFINED:
		return;
	case STEPS_OLD: /* the outline that uses them has the old words too */
		*failed = !feature_is_maintained(file->bytes);
		if (*failed)
			refuse(w, inner,
			       "defines the steps of an earlier release: remove "
			       "it, and the scenario that uses it");
		return;
	case STEPS_NONE:
		break;
	}
	*failed = taken || entry->kind != ENTRY_NONE || entry->error != ENOENT;
	if (taken) {
		refuse(w, inner, "defines other steps: left as it is");
		return;
	}
	if (*failed) {
		refuse(w, inner, "cannot be created");
		return;
	}
	*path = entry->path;
}

static void write_steps(struct writer *w, struct str path)
{
	if (path.len > 0)
		add_change(w, (struct change){ .created = true, .mode = 0100644 }, path,
			   str_from(feature_steps));
}

void acceptance_finish(const struct acceptance *a, struct runner *r, struct project *project,
		       struct str prefix, struct changes *changes)
{
	struct writer w = { .runner = r,
			    .arena = a->arena,
			    .project = project,
			    .prefix = prefix,
			    .rows = &a->rows,
			    .changes = changes };
	struct str inner, steps;
	bool failed = false;

	if (!a->arena)
		return;
	inner = str_from(r->options->feature);
	while (str_starts(inner, "./"))
		inner = str_slice(inner, 2, inner.len);
	if (inner.len == 0)
		inner = STR(DEFAULT_FEATURE);
	if (!is_feature_path(inner)) {
		refuse(&w, inner, "is not the path of a .feature file in the repository");
		return;
	}
	for (size_t i = 0; i < a->unwritable.len; i++)
		runner_report(r, SEVERITY_WARNING, a->unwritable.at[i],
			      STR("a cache step is not in the scenarios: their table cannot "
				  "contain its text"));
	if (a->rows.list.len == 0)
		return;
	choose_steps_path(&w, inner, &steps, &failed);
	if (!failed)
		write_feature(&w, inner, &failed);
	if (!failed)
		write_steps(&w, steps);
}

/* ------------------------------------------------------------------ writing */

void acceptance_write(struct runner *r, struct arena *arena, struct project *project,
		      const struct change *change)
{
	struct diagnostics diagnostics = { .arena = arena };
	enum status status;

	if (change->created)
		status = repository_create(&project->repository, &diagnostics, change->path,
					   change->text);
	else
		status = repository_replace(&project->repository, &diagnostics, change->path,
					    change->old, change->text, r->options->backup_suffix);
	r->failed |= status != STATUS_OK;
	for (size_t i = 0; i < diagnostics.list.len; i++)
		runner_report(r, diagnostics.list.at[i].severity, change->path,
			      diagnostic_message(&diagnostics.list.at[i]));
}
