/* SPDX-License-Identifier: MIT */
/* The description of a pull request, told from the plans. */
#include "config.h"

#include "output/pr_body.h"

#include "output/escape.h"
#include "output/mail.h"
#include "output/report.h"

/* Text of a file as a code span that stays one, also in a table: on one line, between more
 * backticks than it holds, its bars escaped (GitHub Flavored Markdown, section 4.10). */
static void add_code(struct buf *out, struct str text)
{
	BUF_AUTO struct buf clean = { 0 };
	size_t longest = 0, run = 0;

	mail_add_line(&clean, text);
	for (size_t i = 0; i < clean.len; i++) {
		run = clean.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	buf_fill(out, '`', longest + 1);
	if (longest > 0)
		buf_add_char(out, ' ');
	for (size_t i = 0; i < clean.len; i++) {
		if (clean.p[i] == '|')
			buf_add_char(out, '\\');
		buf_add_char(out, clean.p[i]);
	}
	if (longest > 0)
		buf_add_char(out, ' ');
	buf_fill(out, '`', longest + 1);
	out->failed |= clean.failed;
}

/* Prose of this program that may quote a file: what could be markup or a mention is escaped. */
static void add_prose(struct buf *out, struct str text)
{
	BUF_AUTO struct buf clean = { 0 };

	mail_add_line(&clean, text);
	for (size_t i = 0; i < clean.len; i++) {
		if (str_find_char(STR("\\`*_[]<>!|~&$"), clean.p[i], 0) != STR_NONE)
			buf_add_char(out, '\\');
		if (clean.p[i] == '@')
			buf_add_c(out, "&#64;");
		else
			buf_add_char(out, clean.p[i]);
	}
	out->failed |= clean.failed;
}

static void add_row(struct buf *out, const struct rewrite *file, const struct job_plan *job,
		    const struct insertion *insertion)
{
	buf_add_c(out, "| ");
	add_code(out, file->source.path);
	buf_add_c(out, " | ");
	add_code(out, job->job->id);
	buf_add_c(out, " | ");
	add_code(out, insertion->cache.path);
	buf_add_c(out, " | ");
	add_code(out, insertion->cache.key);
	buf_add_c(out, " |\n");
}

static void add_jobs(struct buf *out, const struct rewrites *files)
{
	bool any = false;

	for (size_t i = 0; i < files->list.len; i++)
		for (size_t k = 0; k < files->list.at[i]->plan.jobs.len; k++) {
			const struct job_plan *job = &files->list.at[i]->plan.jobs.at[k];

			for (size_t n = 0; n < job->insertions.len; n++) {
				if (!any)
					buf_add_c(out, "\n## Jobs and keys\n\n"
						       "| Workflow | Job | Cached | Key |\n"
						       "| --- | --- | --- | --- |\n");
				any = true;
				add_row(out, files->list.at[i], job, &job->insertions.at[n]);
			}
		}
	if (any)
		buf_add_c(out, "\n`restore-keys` is the key without its last part, the hash: an "
			       "environment "
			       "of another job, matrix leg or Python is never restored.\n");
}

static void add_left_call(struct buf *out, const struct rewrite *file, const struct job_plan *job,
			  const struct judged_call *judged)
{
	buf_add_c(out, "- ");
	add_code(out, file->source.path);
	buf_add_c(out, ", job ");
	add_code(out, job->job->id);
	buf_add_c(out, ", ");
	add_code(out, judged->call.shown);
	buf_add_c(out, ": ");
	if (judged->skipped)
		add_prose(out, str_from(judged->skipped));
	else
		buf_add_c(out, "has a cache already");
	buf_add_char(out, '\n');
}

static void add_left_alone(struct buf *out, const struct rewrites *files)
{
	bool any = false;

	for (size_t i = 0; i < files->list.len; i++) {
		const struct rewrite *file = files->list.at[i];

		for (size_t k = 0; k < file->plan.jobs.len; k++) {
			const struct job_plan *job = &file->plan.jobs.at[k];

			for (size_t n = 0; n < job->calls.len; n++) {
				const struct judged_call *judged = &job->calls.at[n];

				if (!judged->skipped && judged->covered_by == STR_NONE)
					continue;
				if (!any)
					buf_add_c(out, "\n## Left alone\n\n");
				any = true;
				add_left_call(out, file, job, judged);
			}
		}
	}
}

static bool is_worth_a_look(const struct rewrite *file, const struct diagnostic *d)
{
	return d->rule ? !report_is_mended(d) : file->failed;
}

/* What a reviewer should know besides: findings, and files that could not be dealt with. */
static void add_findings(struct buf *out, const struct rewrites *files)
{
	bool any = false;

	for (size_t i = 0; i < files->list.len; i++) {
		const struct rewrite *file = files->list.at[i];

		for (size_t k = 0; k < file->diagnostics.list.len; k++) {
			const struct diagnostic *d = &file->diagnostics.list.at[k];

			if (!is_worth_a_look(file, d))
				continue;
			if (!any)
				buf_add_c(out, "\n## Worth a look\n\n");
			any = true;
			buf_add_c(out, "- ");
			add_code(out, file->source.path);
			if (d->placed)
				buf_printf(out, ", line %zu",
					   source_position(&file->source, d->range.start).line);
			buf_add_c(out, ": ");
			add_prose(out, d->message);
			buf_add_char(out, '\n');
		}
	}
}

void pr_body_add(struct buf *out, struct str subject, const struct rewrites *files,
		 struct str branch)
{
	buf_add_c(out, "# ");
	add_prose(out, subject);
	buf_add_c(out,
		  "\n\n"
		  "Each of these jobs built Nox's virtual environments from nothing in every run. "
		  "A step of `actions/cache` in front of Nox now keeps them. The key holds what "
		  "they depend on: operating system, architecture, job, Python (its version or "
		  "the container's image) and a hash of the dependency files. While none of it "
		  "changes, the environments are restored as they were; the comment at the first "
		  "cache step of each workflow explains it.\n");
	if (message_adds_reuse(files))
		buf_add_c(out, "\n"
			       "Nox deletes an environment that it finds unless it is told to "
			       "reuse it, so that a restored cache alone would save nothing. "
			       "Hence the `-r` behind `nox`: the packages are still brought up to "
			       "date, but from what is there.\n");
	add_jobs(out, files);
	add_left_alone(out, files);
	add_findings(out, files);
	buf_add_c(out,
		  "\n"
		  "## How to measure it\n\n"
		  "1. Before: note the duration of these jobs in a recent run on the base "
		  "branch.\n"
		  "2. The first run of this branch finds no cache and saves one when the job has "
		  "succeeded.\n"
		  "3. Run it again: the log of the step *Cache Nox environments* says `Cache "
		  "restored from key`, and Nox says that it reuses the environments. Compare the "
		  "duration.\n\n"
		  "Caches of a pull request are its own. Other branches profit once the base "
		  "branch has run.\n\n"
		  "## How to undo it\n\n"
		  "- All of it: `git revert` of this one commit. Old caches expire by "
		  "themselves.\n"
		  "- For one job: take its step *Cache Nox environments* out and write `# "
		  "nox-cache-inject: ignore` above the job, so that it stays out.\n"
		  "- A cache that holds something wrong: delete it in the platform's list of "
		  "caches, or let the key differ by one more word.\n");
	buf_add_c(out, "\nBranch: ");
	add_code(out, branch);
	buf_add_c(out, ". Made by nox-cache-inject " PACKAGE_VERSION ".\n");
}
