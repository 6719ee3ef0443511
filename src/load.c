/* SPDX-License-Identifier: MIT */
/* Loads a repository: first its settings, then the files that are planned with them. What is to be reported
 * waits for the end, when those before it are reported. */
#include "config.h"

#include "load.h"

#include "config_file.h"
#include "repository/locate.h"

static void add_texts(struct arena *arena, struct strs *strs, const struct texts *texts)
{
	for (size_t i = 0; i < texts->list.len; i++)
		list_add(arena, &strs->list, str_from(texts->list.at[i]));
}

/* Whether all findings are reported, not only those among the messages. */
static bool reports_findings(const struct options *o)
{
	return o->mode == MODE_CHECK || (o->mode == MODE_LIST && o->format == FORMAT_JSON);
}

/* Whether the run ends with a report: no new text is printed or written, but edits may be. */
static bool reports_jobs(const struct options *o)
{
	return o->mode == MODE_CHECK || o->mode == MODE_LIST || o->mode == MODE_WHY;
}

/* Converts options to the settings of a plan. */
static void read_settings(struct plan_settings *s, struct arena *arena, const struct options *o)
{
	s->action = str_from(o->action);
	s->fallback = o->no_restore_keys ? FALLBACK_NEVER : o->fallback;
	s->max_age = o->max_age;
	s->cache_version = str_from(o->cache_version);
	s->tell_calls = o->mode == MODE_LIST || o->pr_body || o->feature ||
			(o->mode == MODE_CHECK && o->format == FORMAT_JSON);
	s->keep_expectations = o->feature != NULL;
	s->drop_texts = reports_jobs(o) && o->format != FORMAT_JSON && o->format != FORMAT_SARIF;
	s->drop_trees = !reports_jobs(o) && !o->feature;
	s->keep_plans = o->mode == MODE_WHY;
	s->kept_job = str_from(o->why);
	s->preview = o->mode == MODE_LIST && o->verbosity > 0;
	s->keep_runs = o->reuse == REUSE_KEEP;
	s->no_install = o->reuse == REUSE_NO_INSTALL_POLICY;
	s->include_release = o->include_release;
	s->parse_all = o->mode == MODE_WHY || o->nox_commands.list.len > 0 ||
		       o->nox_actions.list.len > 0 || o->jobs.list.len > 0 ||
		       o->skip_jobs.list.len > 0;
	s->fix_existing = o->fix_existing;
	s->ignored_rules = o->ignore | (o->select ? RULES_ALL & ~o->select : 0);
	s->least_severity = o->min_severity;
	s->unfixed_only = !reports_findings(o);
	if (s->unfixed_only && !o->pr_body && s->least_severity < options_least(o))
		s->least_severity = options_least(o);
	for (size_t i = 0; i < o->nox_commands.list.len; i++) {
		struct word word = { .value = str_from(o->nox_commands.list.at[i]),
				     .literal = true };

		list_add(arena, &s->names.commands.list, word);
	}
	for (size_t i = 0; i < o->nox_actions.list.len; i++)
		list_add(arena, &s->names.actions, str_from(o->nox_actions.list.at[i]));
	add_texts(arena, &s->hash_files, &o->hash_files);
	add_texts(arena, &s->jobs, &o->jobs);
	add_texts(arena, &s->skip_jobs, &o->skip_jobs);
}

/* Reports that there are no workflows: it may be the wrong folder. */
static void report_none(struct runner *r, struct str root)
{
	BUF_AUTO struct buf line = { 0 };

	if (r->options->verbosity < 0)
		return;
	buf_add(&line, root);
	buf_add_c(&line, ": no workflows found (expected .yml files in .github/workflows, "
			 ".forgejo/workflows or .gitea/workflows)");
	lines_take(&r->log, &line);
}

/* Reports a name in the project's own settings that is nowhere. */
static bool check_names(struct runner *r, struct project *project, const struct config_names *names)
{
	for (size_t i = 0; i < names->list.len; i++) {
		const struct config_name *name = &names->list.at[i];
		struct str problem =
			job_names_check(project, &project->arena, name->option, name->text);

		if (problem.len == 0)
			continue;
		runner_report(r, SEVERITY_ERROR,
			      arena_printf(&project->arena, "%.*s:%zu:%zu",
					   STR_ARG(path_below(&project->arena, project->root,
							      STR(CONFIG_NAME))),
					   name->at.line, name->at.column),
			      problem);
		project->refusal = STR("its " CONFIG_NAME " cannot be used");
		return false;
	}
	return true;
}

static enum status check_targets(struct runner *r, struct project *project)
{
	bool any = false;

	for (size_t i = 0; i < project->items.len; i++)
		any |= project->items.at[i]->target;
	if (!any)
		report_none(r, project->root);
	job_names_look(&r->names, project);
	if (any && !check_names(r, project, &project->names))
		return STATUS_INVALID;
	if (r->several)
		return STATUS_OK;
	project->refusal = job_names_problem(&r->names, &r->arena);
	if (project->refusal.len == 0)
		return STATUS_OK;
	runner_report(r, SEVERITY_ERROR, project->root, project->refusal);
	return STATUS_INVALID;
}

/* Reads the settings of the project: the command line's, completed from its own file. */
static enum status read_own(const struct runner *r, struct batch *batch, struct project *project)
{
	struct options options = *r->options;
	struct rewrite *file = &project->own;
	enum status status = STATUS_OK;

	file->worker = &batch->worker;
	file->source.path = path_below(&project->arena, project->root, STR(CONFIG_NAME));
	if (!options.no_config)
		status = config_read(&options, &project->names, &project->arena, file,
				     &project->repository);
	if (status == STATUS_OK && file->tree.root)
		diagnostic_file(&file->diagnostics, SEVERITY_NOTE,
				"settings read from this file (see --no-config)");
	if (status == STATUS_OK)
		read_settings(&project->settings, &project->arena, &options);
	return status == STATUS_IO ? STATUS_INVALID : status;
}

void load_read(const struct runner *r, struct batch *batch, struct project *project)
{
	batch_open(project);
	project->in_turn = !project->stdin_named;
	project->writes = options_write(r->options);
	project->status = read_own(r, batch, project);
	if (project->status == STATUS_OK)
		batch_read(batch, project, &project->settings);
}

void load_plan(struct batch *batch, struct project *project)
{
	if (project->status == STATUS_OK)
		batch_plan(batch, project);
}

void load_verify(struct project *project)
{
	if (project->status == STATUS_OK)
		batch_verify(project);
}

enum status load_end(struct runner *r, struct project *project)
{
	runner_report_file(r, &project->own);
	if (project->status != STATUS_OK) {
		r->failed = true;
		project->refusal = STR("its " CONFIG_NAME " cannot be used");
		return project->status;
	}
	if (project->stopped)
		return STATUS_INVALID;
	return check_targets(r, project);
}

enum status load_project(struct runner *r, struct batch *batch, struct project *project)
{
	load_read(r, batch, project);
	load_plan(batch, project);
	load_verify(project);
	return load_end(r, project);
}
