/* SPDX-License-Identifier: MIT */
/* Prints the decisions about one job, one topic per line. */
#include "config.h"

#include "base/distance.h"
#include "nox/findings/why.h"
#include "output/report_formats.h"

enum { TOPIC_WIDTH = 14 };

static void add_lines(const struct lines *out, const struct why *why)
{
	BUF_AUTO struct buf line = { 0 };

	for (size_t i = 0; i < why->lines.len; i++) {
		const struct finding_line *of = &why->lines.at[i];
		size_t start;

		buf_add_c(&line, "  ");
		start = line.len;
		buf_add_c(&line, of->topic ? of->topic : "");
		buf_fill(&line, ' ', TOPIC_WIDTH - (line.len - start));
		buf_add(&line, of->text);
		lines_take(out, &line);
	}
}

static void add_heading(struct report *report, const struct rewrite *file, const struct job *job)
{
	size_t at = job->key ? node_range(job->key).start : 0;
	BUF_AUTO struct buf line = { 0 };

	report_part(report);
	buf_add(&line, file->source.path);
	buf_printf(&line, ":%zu: job ", source_position(&file->source, at).line);
	buf_add(&line, job->id);
	lines_add_colored(report->lines, buf_str(&line), (struct range){ 0, line.len }, "\033[1m");
}

void report_why_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;
	const struct workflow *workflow = &file->workflow;
	struct arena *arena = report->arena;
	struct str id = report->job;

	for (size_t i = 0; !file->failed && i < workflow->jobs.len; i++) {
		const struct job *job = &workflow->jobs.at[i];
		struct why why = { .lines = { .len = 0 } };

		if (!str_eq(job->id, id)) {
			if (report->closest.len == 0 ||
			    distance(job->id, id) < distance(report->closest, id))
				report->closest = arena_copy(arena, job->id);
			continue;
		}
		report->found = true;
		add_heading(report, file, job);
		why_job(&why, arena, workflow, subject->context, &file->plan, job);
		add_lines(report->lines, &why);
	}
}
