/* SPDX-License-Identifier: MIT */
/* Runs the modes. Each repository is loaded, reported or written, and freed, in order; a few are loaded
 * together where nothing is written. */
#include "config.h"

#include "run.h"

#include "acceptance.h"
#include "ahead.h"
#include "base/distance.h"
#include "base/path.h"
#include "items.h"
#include "load.h"
#include "output/diff.h"
#include "output/report_formats.h"
#include "parallel.h"
#include "request.h"

#include <string.h>

/* ------------------------------------------------------------------ one file */

static void add_diff(struct runner *r, const struct change *change)
{
	struct diff_options options = { .shown = r->output->terminal || r->lines.color,
					.color = r->lines.color,
					.outlet = r->report.outlet };

	diff_add(&r->output->result, change, &options);
}

static void add_item_diff(struct runner *r, struct item *item)
{
	struct change change;

	if (!item->rewrite->changed)
		return;
	change = item_change(item);
	add_diff(r, &change);
}

/* A filter passes on its input if it has no changes. */
static void add_item_text(struct runner *r, const struct item *item)
{
	struct str line, text = item->rewrite->changed ? rewrite_text(item->rewrite)
						       : item->rewrite->source.bytes;

	if (item->rewrite->failed)
		return;
	if (!r->output->terminal)
		buf_add(&r->output->result, text);
	while (r->output->terminal && str_next_line(&text, &line))
		lines_add(&r->lines, str_slice(line, 0, line.len - str_ends(line, "\n")));
}

static void write_file(struct runner *r, struct project *project, struct item *item)
{
	struct rewrite *file = item->rewrite;
	enum status status;

	if (!file->changed)
		return;
	status = repository_replace(&project->repository, &file->diagnostics, item->written,
				    file->source.bytes, rewrite_text(file),
				    r->options->backup_suffix);
	if (status != STATUS_OK)
		file->failed = true;
	else if (r->options->verbosity > 0)
		diagnostic_file(&file->diagnostics, SEVERITY_NOTE, "rewritten");
}

static void add_report(struct runner *r, const struct project *project, const struct item *item)
{
	struct report_file file = { .rewrite = item->rewrite,
				    .path = r->several ? item->shown : item->inner,
				    .context = &project->context };

	r->report.format->file(&r->report, &file);
}

static void process_item(struct runner *r, struct project *project, struct item *item)
{
	switch (r->options->mode) {
	case MODE_IN_PLACE:
		if (item->from_stdin)
			add_item_text(r, item);
		else
			write_file(r, project, item);
		break;
	case MODE_CHECK:
	case MODE_LIST:
	case MODE_WHY:
		add_report(r, project, item);
		break;
	default:
		if (item->from_stdin && !r->options->mode_given)
			add_item_text(r, item);
		else
			add_item_diff(r, item);
	}
}

/* ------------------------------------------------------------------ one repository */

/* Prints or writes the acceptance scenarios. */
static void process_acceptance(struct runner *r, struct project *project,
			       const struct acceptance *acceptance)
{
	struct changes changes = { 0 };

	acceptance_finish(acceptance, r, project, STR(""), &changes);
	for (size_t i = 0; i < changes.list.len; i++) {
		const struct change *change = &changes.list.at[i];

		r->tally.changed++;
		if (r->options->mode == MODE_DIFF)
			add_diff(r, change);
		else
			acceptance_write(r, acceptance->arena, project, change);
	}
}

/* ------------------------------------------------------------------ all */

static bool is_request(const struct runner *r)
{
	return r->options->mode == MODE_PATCH || r->options->mode == MODE_COMMIT;
}

static bool files_go_on(void *caller, size_t done, size_t total)
{
	return runner_goes_on_files(caller, done, total);
}

/* Plans every file before the first is written: Ctrl-C until then leaves everything as it was. */
static bool plan_all(struct batch *batch, struct project *project)
{
	for (size_t i = 0; i < project->items.len; i++) {
		if (!project->items.at[i]->target)
			continue;
		if (!batch_ready(batch, project, i))
			return false;
		batch_done(project, i);
	}
	return true;
}

/* Reports or writes what was loaded. */
static void process_repository(struct runner *r, struct batch *batch, struct project *project)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct acceptance acceptance = { .arena = r->options->feature ? &arena : NULL };

	if (project->writes && project->twice && !plan_all(batch, project))
		return;
	project->writes = false; /* no file is taken again */
	for (size_t i = 0; i < project->items.len; i++) {
		struct item *item = project->items.at[i];

		/* Files are written one after another. */
		if (r->options->mode == MODE_IN_PLACE &&
		    !runner_goes_on_files(r, i, project->items.len))
			break;
		if (!item->target)
			continue;
		if (!batch_ready(batch, project, i))
			break;
		process_item(r, project, item);
		tally_add(&r->tally, item->rewrite);
		runner_report_file(r, item->rewrite);
		r->failed |= item->rewrite->failed;
		acceptance_add_file(&acceptance, item);
		batch_done(project, i);
	}
	batch_drop_files(project); /* the scenarios take memory too */
	if (!r->stopped)
		process_acceptance(r, project, &acceptance);
}

/* Runs the modes on one repository, all at once. */
static void run_repository(struct runner *r, struct batch *batch, size_t number)
{
	struct project *project = batch_begin(batch, number);

	batch->goes_on = files_go_on;
	batch->caller = r;
	if (is_request(r))
		request_make(r, batch, project);
	else if (load_project(r, batch, project) == STATUS_OK) /* else the error was reported */
		process_repository(r, batch, project);
	batch_end(project);
}

/* ------------------------------------------------------------------ all */

/* Runs a mode that writes nothing: what is written may be in a repository that is named twice. */
static void run_reading(struct runner *r, struct batch *batch)
{
	size_t total = batch->roots.len;
	struct ahead ahead = { .len = 0 };

	batch->goes_on = files_go_on;
	batch->caller = r;
	for (size_t i = 0; i < total && runner_goes_on(r, i, total); i++) {
		struct project *project = ahead_first(&ahead, r, batch);

		if (load_end(r, project) == STATUS_OK) /* else the error was reported */
			process_repository(r, batch, project);
		ahead_drop(&ahead);
		runner_flush(r);
	}
	while (ahead.len > 0)
		ahead_drop(&ahead);
}

static void run_writing(struct runner *r, struct batch *batch)
{
	size_t total = batch->roots.len;

	for (size_t i = 0; i < total && runner_goes_on(r, i, total); i++) {
		run_repository(r, batch, i);
		runner_flush(r);
	}
}

static void run_repositories(struct runner *r, struct batch *batch)
{
	size_t count = r->options->parallel > 0 ? (size_t)r->options->parallel : 1;

	r->several = batch->roots.len > 1;
	if (r->several && r->options->pr_body) {
		lines_add(&r->log, STR("nox-cache-inject: --pr-body can only be used with one "
				       "repository"));
		r->failed = true;
		return;
	}
	if (r->several && count > 1 && r->options->mode != MODE_WHY)
		parallel_run(r, batch, count, run_repository);
	else if (options_write(r->options))
		run_writing(r, batch);
	else
		run_reading(r, batch);
}

/* A missing folder is a repository that fails, in order with the others. A missing file may still
 * be in the base commit. */
static void add_path(struct runner *r, struct batch *batch, const char *path)
{
	struct str text = str_from(path);
	bool file = str_ends(text, ".yml") || str_ends(text, ".yaml") || str_is(text, "-");
	bool workflow = file && str_is(path_name(path_folder(text)), "workflows");
	enum path_kind kind =
		workflow ? PATH_FILE : path_kind(&r->arena, path); /* no look at each */

	if (!file && kind == PATH_FILE)
		runner_report(r, SEVERITY_ERROR, text,
			      STR("not a workflow (expected a .yml or .yaml file, a folder or -)"));
	else if (!file && kind == PATH_MISSING && is_request(r))
		batch_add_missing(batch, path);
	else
		batch_add(batch, path, kind);
}

static void run_all(struct runner *r, struct batch *batch)
{
	const struct texts *paths = &r->options->paths;
	bool json = r->options->mode == MODE_COMMIT && r->options->format == FORMAT_JSON;

	job_names_init(&r->names, &r->arena, r->options);
	if (paths->list.len == 0)
		batch_add(batch, ".", PATH_FOLDER);
	for (size_t i = 0; i < paths->list.len; i++)
		add_path(r, batch, paths->list.at[i]);
	if (json)
		request_json_begin(&r->json);
	if (r->report.format)
		report_begin(&r->report);
	run_repositories(r, batch);
	r->report.failed = r->failed;
	if (r->report.format)
		report_end(&r->report, &r->tally);
	if ((json && !request_json_end(&r->json)) || r->report.incomplete) {
		lines_add(&r->log, STR("nox-cache-inject: internal error: the JSON is incomplete"));
		r->failed = true;
	}
}

/* Reports that no file has the job of --why. */
static void report_missing_job(struct runner *r)
{
	struct str id = str_from(r->options->why);
	BUF_AUTO struct buf line = { 0 };

	buf_add_c(&line, "nox-cache-inject: no job is called ");
	buf_add(&line, id);
	if (r->report.closest.len > 0 && is_near(r->report.closest, id)) {
		buf_add_c(&line, ": did you mean ");
		buf_add(&line, r->report.closest);
		buf_add_char(&line, '?');
	}
	lines_take(&r->log, &line);
	r->failed = true;
}

static bool is_filter(const struct options *options)
{
	for (size_t i = 0; i < options->paths.list.len; i++)
		if (strcmp(options->paths.list.at[i], "-") == 0)
			return true;
	return false;
}

/* Prints the results of the run on one line. Modes that print jobs or a commit only do so if there
 * were none. A filter prints nothing. */
static void report_summary(struct runner *r)
{
	enum mode mode = r->options->mode;
	bool printed = ((mode == MODE_LIST || mode == MODE_WHY) && r->tally.jobs > 0) ||
		       (is_request(r) && (r->tally.changed > 0 || r->failed));
	BUF_AUTO struct buf line = { 0 };

	if (r->options->verbosity < 0 || r->tally.files == 0 || printed || is_filter(r->options))
		return;
	tally_describe(&line, &r->tally, mode == MODE_IN_PLACE, mode == MODE_CHECK);
	lines_take(&r->log, &line);
}

/* Reports how far the run came before Ctrl-C. */
static void report_stop(struct runner *r, size_t repositories)
{
	BUF_AUTO struct buf line = { 0 };

	if (!r->stopped)
		return;
	buf_add_c(&line, "nox-cache-inject: interrupted");
	if (r->several)
		buf_printf(&line, " after %zu of %zu repositories", r->done, repositories);
	else if (r->tally.files < r->files)
		buf_printf(&line, " after %zu of %zu files", r->tally.files, r->files);
	lines_take(&r->log, &line);
	r->failed = true;
}

/* Reports requested jobs that none of several repositories has. */
static void report_names(struct runner *r)
{
	struct str problem = r->several ? job_names_problem(&r->names, &r->arena) : STR("");
	BUF_AUTO struct buf line = { 0 };

	if (problem.len == 0)
		return;
	buf_add_c(&line, "nox-cache-inject: ");
	buf_add(&line, problem);
	lines_take(&r->log, &line);
	r->failed = true;
}

/* Notes are not a failure. */
static bool has_findings(const struct runner *r)
{
	if (r->options->exit_code)
		return r->tally.changed > 0;
	return r->options->mode == MODE_CHECK && !r->options->exit_zero &&
	       r->tally.findings[SEVERITY_WARNING] + r->tally.findings[SEVERITY_ERROR] > 0;
}

static void choose_report(struct runner *r)
{
	static const enum report_kind kinds[] = { [MODE_CHECK] = REPORT_CHECK,
						  [MODE_LIST] = REPORT_LIST,
						  [MODE_WHY] = REPORT_WHY };

	runner_bind_report(r);
	r->report.job = str_from(r->options->why);
	r->report.width = r->output->width;
	r->report.verbose = r->options->verbosity > 0;
	r->report.least = r->options->verbosity < 0 ? SEVERITY_ERROR : SEVERITY_NOTE;
	if (r->options->mode == MODE_CHECK || r->options->mode == MODE_LIST ||
	    r->options->mode == MODE_WHY)
		r->report.format = report_format_of(kinds[r->options->mode], r->options->format);
}

enum exit_status run_modes(struct run_output *output, const struct options *options,
			   bool color_result, bool color_messages)
{
	struct runner r = { .options = options,
			    .output = output,
			    .lines = LINES_TO(&output->result, color_result),
			    .log = LINES_TO(&output->messages, color_messages),
			    .json = JSON_TO(&output->result) };
	struct batch batch = { .worker = { .here = options->no_isolation } };

	choose_report(&r);
	run_all(&r, &batch);
	if (!r.stopped) /* else a job may be in those that were not read */
		report_names(&r);
	report_summary(&r);
	report_stop(&r, batch.roots.len);
	if (options->mode == MODE_WHY && !r.report.found && !r.failed)
		report_missing_job(&r);
	batch_release(&batch);
	arena_release(&r.arena);
	return r.failed ? EXIT_FAILED : has_findings(&r) ? EXIT_FOUND : EXIT_DONE;
}
