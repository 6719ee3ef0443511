/* SPDX-License-Identifier: MIT */
/* Writes the acceptance scenarios. They describe the new texts of the workflows, so that they are
 * the same whether a cache step is new or existed before. */
#include "config.h"

#include "acceptance.h"

#include "base/path.h"
#include "output/feature.h"
#include "output/feature_steps.h"
#include "output/feature_text.h"

#include <errno.h>

struct writer {
	struct runner *runner;
	struct arena *arena;
	struct batch *batch;
	struct project *project;
	struct str prefix;
	struct feature_rows rows;
	struct lookup named; /* keys of the rows */
	struct changes *changes;
};

/* ------------------------------------------------------------------ collecting the cache steps */

static struct str first_line(struct str text)
{
	text = str_trim(text);
	return str_trim(str_slice(text, 0, str_find_char(text, '\n', 0)));
}

static struct str label_of(struct arena *arena, const struct tree *tree, const struct step *step)
{
	const struct node *const fields[] = { step->name, step->id, step->run, step->uses };
	struct str label = STR("");

	for (size_t i = 0; label.len == 0 && i < sizeof(fields) / sizeof(fields[0]); i++)
		label = first_line(scalar_value(tree, arena, fields[i]));
	return label;
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
static bool restores_prefix(const struct cache_outcome *cache)
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

static void add_row(struct writer *w, struct feature_row row)
{
	row.job = arena_copy(w->arena, row.job);
	row.step = arena_copy(w->arena, row.step);
	row.path = arena_copy(w->arena, row.path);
	row.part = arena_copy(w->arena, row.part);
	row.files = arena_copy(w->arena, row.files);
	list_add(w->arena, &w->rows.list, row);
}

#define ROW_ADDED SIZE_MAX

/* Adds a row for the cache of a call, unless there is one for this workflow, job and path. Nothing of
 * the file is borrowed. */
static void add_call(struct writer *w, const struct rewrite *file, struct str workflow,
		     const struct job_outcome *job, const struct call_outcome *call)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct feature_row row = { .workflow = workflow, .job = job->job->id };
	const struct cache_outcome *cache = NULL;
	struct str name;
	size_t *step; /* the last one whose row cannot be written, or ROW_ADDED */

	if (!call->runs)
		return;
	for (size_t i = 0; i < job->ours.len; i++)
		if (job->ours.at[i].step->index == call->covered_by)
			cache = &job->ours.at[i];
	if (!cache || !read_key(&row, cache->key))
		return;
	row.path = paths_of(&scratch, cache->path);
	name = arena_printf(&scratch, "%.*s\n%.*s\n%.*s", STR_ARG(row.workflow), STR_ARG(row.job),
			    STR_ARG(row.path));
	step = lookup_get(&w->named, name);
	if (step && (*step == ROW_ADDED || *step == call->step->index))
		return;
	if (!step)
		step = lookup_put(&w->named, w->arena, arena_copy(w->arena, name), 0, NULL);
	row.step = label_of(&scratch, &file->tree, call->step);
	row.restores = restores_prefix(cache);
	if (feature_row_is_writable(&row)) {
		add_row(w, row);
		*step = ROW_ADDED;
		return;
	}
	*step = call->step->index;
	runner_report(w->runner, SEVERITY_WARNING, workflow,
		      STR("a cache step is not in the scenarios: their table cannot contain its "
			  "text"));
}

/* Adds the cache steps of a file's new text, read as in a later run. */
static void add_file(struct writer *w, const struct item *item)
{
	const struct rewrite *before = &item->rewrite;
	struct plan_settings settings = *w->project->context.settings;
	struct plan_context context = w->project->context;
	struct rewrite after = { 0 };

	settings.tell_calls = true;
	context.settings = &settings;
	context.platform = platform_of(&w->project->repository, item->inner);
	after.bytes = before->changed ? buf_str(&before->text) : before->source.bytes;
	after.worker = &w->batch->worker;
	rewrite_open(&after, item->shown);
	rewrite_read(&after);
	rewrite_plan(&after, &context);
	rewrite_verify(&after);
	for (size_t i = 0; i < after.plan.outcomes.len; i++) {
		const struct job_outcome *job = &after.plan.outcomes.at[i];

		for (size_t k = 0; k < job->calls.len; k++)
			add_call(w, &after, item->inner, job, &job->calls.at[k]);
	}
	rewrite_release(&after);
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
	switch (feature_edit(edits, w->arena, &source, &w->rows, &error)) {
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

	add_change(w, change, file->path, arena_copy(w->arena, buf_str(&text)));
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
		if (repository_read_once(&w->project->repository, &ignored, path, &bytes) !=
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

void acceptance_add(struct runner *r, struct arena *arena, struct batch *batch,
		    struct project *project, struct str prefix, struct changes *changes)
{
	struct writer w = { .runner = r,
			    .arena = arena,
			    .batch = batch,
			    .project = project,
			    .prefix = prefix,
			    .changes = changes };
	struct str inner = str_from(r->options->feature), steps;
	bool failed = false;

	if (!r->options->feature)
		return;
	while (str_starts(inner, "./"))
		inner = str_slice(inner, 2, inner.len);
	if (inner.len == 0)
		inner = STR(DEFAULT_FEATURE);
	if (!is_feature_path(inner)) {
		refuse(&w, inner, "is not the path of a .feature file in the repository");
		return;
	}
	for (size_t i = 0; i < project->items.len; i++) {
		const struct item *item = project->items.at[i];

		if (item->target && item->parsed && !item->from_stdin && !item->rewrite.failed)
			add_file(&w, item);
	}
	if (w.rows.list.len == 0)
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
			      diagnostics.list.at[i].message);
}
