/* SPDX-License-Identifier: MIT */
/* Writes the documented object {"version": 1, "files": [...]}. Members may be added; renaming one
 * requires a new version. Indices are 0-based, lines and columns 1-based. */
#include "config.h"

#include "nox/release/overview.h"
#include "nox/rules/rules.h"
#include "output/report_formats.h"

void report_json_begin(struct report *report)
{
	struct json *j = report->json;

	json_object(j);
	json_key(j, "version");
	json_number(j, 1);
	json_key(j, "files");
	json_array(j);
}

void report_json_end(struct report *report, const struct tally *tally)
{
	struct json *j = report->json;

	(void)tally;
	json_end(j);
	json_end(j);
	report->incomplete = !json_finish(j);
}

static void member_text_or_null(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	if (text)
		json_text(j, str_from(text));
	else
		json_null(j);
}

static const char *reuse_name(enum reuse reuse)
{
	return reuse == REUSE_YES ? "yes" : reuse == REUSE_NO_INSTALL ? "no-install" : "no";
}

/* The call that represents a step: the first one that runs sessions, otherwise the first one. *i is
 * advanced past the step. */
static const struct call_outcome *next_step(const struct job_outcome *job, size_t *i)
{
	const struct call_outcome *call = &job->details->calls.at[*i];
	size_t index = call->step->index;

	for (; *i < job->details->calls.len && job->details->calls.at[*i].step->index == index;
	     ++*i)
		if (job->details->calls.at[*i].fate->runs && !call->fate->runs)
			call = &job->details->calls.at[*i];
	return call;
}

static void add_step(struct json *j, const struct rewrite *file, const struct call_outcome *call)
{
	json_object(j);
	json_member_number(j, "index", call->step->index);
	json_member_number(j, "line",
			   source_position(&file->source, node_range(call->step->body).start).line);
	json_key(j, "nox");
	json_bool(j, call->fate->runs);
	json_member_text(j, "command", call_outcome_shown(call));
	json_member_text(j, "envdir", call->fate->envdir);
	json_member_text(j, "reuse", str_from(reuse_name(call->fate->reuse)));
	json_key(j, "covered_by");
	if (call->fate->covered_by == INDEX_NONE)
		json_null(j);
	else
		json_number(j, call->fate->covered_by);
	member_text_or_null(j, "skipped", call->fate->skipped);
	json_end(j);
}

static void add_insertion(struct json *j, const struct cache_outcome *insertion)
{
	const struct new_cache *cache = insertion->cache;
	struct str rest = cache->restore_keys, line;

	json_object(j);
	json_member_number(j, "before", insertion->step->index);
	json_member_text(j, "path", cache->path);
	json_member_text(j, "uses", cache->uses);
	json_member_text(j, "key", cache->key);
	json_key(j, "restore_keys");
	json_array(j);
	while (str_next_line(&rest, &line))
		json_text(j, str_trim(line));
	json_end(j);
	if (cache->hash.len > 0)
		json_member_text(j, "hash", cache->hash);
	json_end(j);
}

static void add_job(struct json *j, const struct rewrite *file, const struct job_outcome *job)
{
	size_t at = job->job->key ? node_range(job->job->key).start : 0;

	json_object(j);
	json_member_text(j, "id", job->job->id);
	json_member_number(j, "line", source_position(&file->source, at).line);
	json_key(j, "release");
	json_bool(j, job->sign.len > 0);
	if (job->sign.len > 0)
		json_member_text(j, "release_reason", job->sign);
	json_key(j, "steps");
	json_array(j);
	for (size_t i = 0; i < job->details->calls.len;)
		add_step(j, file, next_step(job, &i));
	json_end(j);
	json_key(j, "insertions");
	json_array(j);
	for (size_t i = 0; i < job->details->insertions.len; i++)
		add_insertion(j, &job->details->insertions.at[i]);
	json_end(j);
	json_end(j);
}

static void add_place(struct json *j, const struct rewrite *file, const struct diagnostic *d)
{
	struct position at = { 1, 1 };

	if (d->has_range)
		at = source_position(&file->source, diagnostic_range(d).start);
	json_member_number(j, "line", at.line);
	json_member_number(j, "column", at.column);
	json_member_text(j, "message", diagnostic_message(d));
}

/* Adds the end of the range, and its byte offsets in the file. */
static void add_range(struct json *j, const struct rewrite *file, struct range range)
{
	struct position end = source_position(&file->source, range.end);

	json_member_number(j, "end_line", end.line);
	json_member_number(j, "end_column", end.column);
	json_member_number(j, "start", range.start);
	json_member_number(j, "end", range.end);
}

/* Adds the first plain error of a file that failed. */
static void add_error(struct json *j, const struct rewrite *file)
{
	json_key(j, "error");
	for (size_t i = 0; file->failed && i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (d->rule || d->severity != SEVERITY_ERROR)
			continue;
		json_object(j);
		add_place(j, file, d);
		json_end(j);
		return;
	}
	json_null(j);
}

static void add_findings(const struct report *report, const struct rewrite *file)
{
	struct json *j = report->json;

	json_key(j, "findings");
	json_array(j);
	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (!d->rule)
			continue;
		json_object(j);
		json_member_text(j, "rule", str_from(d->rule->name));
		json_member_text(j, "severity", str_from(severity_name(d->severity)));
		json_member_text(j, "job", diagnostic_job(d));
		add_place(j, file, d);
		add_range(j, file, diagnostic_range(d));
		json_member_text(j, "remedy", str_from(d->remedy));
		json_key(j, "fixable");
		json_bool(j, d->fixable);
		json_end(j);
		report_pass(report);
	}
	json_end(j);
}

/* Adds the edits sorted by position. They do not overlap; another program applies them from the
 * last to the first. */
static void add_edits(const struct report *report, const struct rewrite *file)
{
	struct json *j = report->json;

	json_key(j, "edits");
	json_array(j);
	for (size_t i = 0; file->changed && i < file->plan.edits.list.len; i++) {
		const struct edit *edit = &file->plan.edits.list.at[i];

		json_object(j);
		json_member_number(j, "start", edit->bytes.start);
		json_member_number(j, "end", edit->bytes.end);
		json_member_text(j, "text", edit_text(edit));
		json_end(j);
		report_pass(report);
	}
	json_end(j);
}

void report_json_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;
	struct json *j = report->json;
	bool action = file->workflow.kind == WORKFLOW_ACTION;

	json_object(j);
	json_member_text(j, "path", file->source.path);
	json_member_text(j, "kind", action ? STR("action") : STR("workflow"));
	json_member_text(j, "status",
			 file->failed	 ? STR("error")
			 : file->changed ? STR("changed")
					 : STR("unchanged"));
	add_error(j, file);
	json_key(j, "jobs");
	json_array(j);
	for (size_t i = 0; i < file->plan.outcomes.len; i++) {
		if (!file->plan.outcomes.at[i].deselected)
			add_job(j, file, &file->plan.outcomes.at[i]);
		report_pass(report);
	}
	json_end(j);
	add_findings(report, file);
	add_edits(report, file);
	json_end(j);
}
