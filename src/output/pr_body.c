/* SPDX-License-Identifier: MIT */
/* Writes the description of a pull request from the plans. */
#include "config.h"

#include "output/pr_body.h"

/* Bytes of the lists. GitHub refuses a description of more than 65,536 characters ("Body is too long"), and all
 * else takes less than 8 KiB. */
enum {
	JOBS_MOST = 20 * 1024,
	NAMES_MOST = 2 * 1024, /* of each of the lists of jobs by what they save */
	LEFT_MOST = 10 * 1024,
	FINDINGS_MOST = 14 * 1024,
};

void pr_body_init(struct pr_body *body)
{
	*body = (struct pr_body){ .restores = false };
	markdown_list_init(&body->jobs, JOBS_MOST);
	for (int gain = 0; gain <= GAIN_ALL; gain++)
		markdown_list_init(&body->gains[gain], NAMES_MOST);
	markdown_list_init(&body->skips, NAMES_MOST);
	markdown_list_init(&body->left, LEFT_MOST);
	markdown_list_init(&body->findings, FINDINGS_MOST);
}

void pr_body_release(struct pr_body *body)
{
	markdown_list_release(&body->jobs);
	for (int gain = 0; gain <= GAIN_ALL; gain++)
		markdown_list_release(&body->gains[gain]);
	markdown_list_release(&body->skips);
	markdown_list_release(&body->left);
	markdown_list_release(&body->findings);
}

/* ------------------------------------------------------------------ adding a file */

static void add_job(struct markdown_list *jobs, const struct rewrite *file,
		    const struct job_outcome *job, const struct new_cache *cache)
{
	const struct markdown *out = &jobs->out;

	if (markdown_list_is_empty(jobs))
		markdown_add(out, "\n## Jobs and keys\n\n"
				  "| Workflow | Job | Cached | Key |\n"
				  "| --- | --- | --- | --- |\n");
	if (!markdown_begin(jobs))
		return;
	markdown_add(out, "| ");
	markdown_cell(out, file->source.path);
	markdown_add(out, " | ");
	markdown_cell(out, job->job->id);
	markdown_add(out, " | ");
	markdown_cell(out, cache->path);
	markdown_add(out, " | ");
	markdown_cell(out, cache->key);
	markdown_add(out, " |\n");
	markdown_end(jobs);
}

static void add_name(struct markdown_list *names, const struct job_outcome *job)
{
	bool first = markdown_list_is_empty(names);

	if (!markdown_begin(names))
		return;
	if (!first)
		markdown_add(&names->out, ", ");
	markdown_code(&names->out, job->job->id);
	markdown_end(names);
}

/* Adds the name of a job to the lists that one of its calls with a new cache step belongs to, once each. */
static void add_names(struct pr_body *body, const struct job_outcome *job)
{
	bool gains[GAIN_ALL + 1] = { false }, skips = false;

	for (size_t i = 0; i < job->details->calls.len; i++) {
		const struct call_fate *fate = job->details->calls.at[i].fate;

		if (fate->inserted == INDEX_NONE || fate->skipped)
			continue;
		gains[fate->gain] = true;
		skips |= fate->may_skip;
	}
	for (int gain = 0; gain <= GAIN_ALL; gain++)
		if (gains[gain])
			add_name(&body->gains[gain], job);
	if (skips)
		add_name(&body->skips, job);
}

static void add_left_call(struct markdown_list *left, const struct rewrite *file,
			  const struct job_outcome *job, const struct call_outcome *call)
{
	const struct markdown *out = &left->out;

	if (!call->fate->skipped && call->fate->covered_by == INDEX_NONE)
		return;
	if (markdown_list_is_empty(left))
		markdown_add(out, "\n## Left alone\n\n");
	if (!markdown_begin(left))
		return;
	markdown_add(out, "- ");
	markdown_code(out, file->source.path);
	markdown_add(out, ", job ");
	markdown_code(out, job->job->id);
	markdown_add(out, ", ");
	markdown_code(out, call_outcome_shown(call));
	markdown_add(out, ": ");
	if (call->fate->skipped)
		markdown_prose(out, str_from(call->fate->skipped));
	else
		markdown_add(out, "has a cache already");
	markdown_add(out, "\n");
	markdown_end(left);
}

/* Adds what a reviewer should know: a finding that stays, or why the file could not be processed. */
static void add_finding(struct markdown_list *findings, const struct rewrite *file,
			const struct diagnostic *d)
{
	const struct markdown *out = &findings->out;

	if (d->rule ? d->fixable : !file->failed)
		return;
	if (markdown_list_is_empty(findings))
		markdown_add(out, "\n## Worth a look\n\n");
	if (!markdown_begin(findings))
		return;
	markdown_add(out, "- ");
	markdown_code(out, file->source.path);
	if (d->has_range) {
		markdown_add(out, ", line ");
		markdown_number(out,
				source_position(&file->source, diagnostic_range(d).start).line);
	}
	markdown_add(out, ": ");
	markdown_code(out, diagnostic_message(d));
	markdown_add(out, "\n");
	markdown_end(findings);
}

void pr_body_add_file(struct pr_body *body, const struct rewrite *file)
{
	body->adds_reuse |= message_adds_reuse(file);
	for (size_t i = 0; i < file->plan.outcomes.len; i++) {
		const struct job_outcome *job = &file->plan.outcomes.at[i];

		for (size_t k = 0; k < job->details->insertions.len; k++) {
			const struct new_cache *cache = job->details->insertions.at[k].cache;

			body->restores |= cache->restore_keys.len > 0;
			body->leaves |= cache->leaves;
			add_job(&body->jobs, file, job, cache);
		}
		add_names(body, job);
		for (size_t k = 0; k < job->details->calls.len; k++)
			add_left_call(&body->left, file, job, &job->details->calls.at[k]);
	}
	for (size_t i = 0; i < file->diagnostics.list.len; i++)
		add_finding(&body->findings, file, &file->diagnostics.list.at[i]);
}

/* ------------------------------------------------------------------ the text */

static void write_jobs(const struct markdown *out, const struct pr_body *body)
{
	markdown_add_list(out, &body->jobs, "\n… ", ".\n");
	if (body->restores)
		markdown_add(out,
			     "\n`restore-keys` is the key without its last part, the hash: an "
			     "environment of another job, matrix leg or Python is never restored.");
	if (body->restores && body->leaves)
		markdown_add(
			out,
			" What is installed in an older cache and no longer required stays "
			"installed: a test that needs a package which was removed still passes, "
			"and an upper bound that was lifted keeps the old version.");
	if (body->restores)
		markdown_add(out, " Unpinned packages are upgraded only when the key changes. "
				  "nox-cache-inject's options `--fallback` and `--max-age` choose "
				  "otherwise.\n");
}

/* What each kind of job saves. */
static void write_gains(const struct markdown *out, const struct pr_body *body)
{
	static const enum gain kinds[] = { GAIN_INSTALLS, GAIN_DOWNLOADS, GAIN_LITTLE, GAIN_ALL,
					   GAIN_UNKNOWN };
	bool any = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct markdown_list *names = &body->gains[kinds[i]];

		if (markdown_list_is_empty(names))
			continue;
		if (!any)
			markdown_add(out, "\n## What a hit saves\n\n");
		any = true;
		markdown_add(out, "- ");
		markdown_add_list(out, names, " ", "");
		markdown_add(out, ": ");
		markdown_prose(out, str_from(gain_text(kinds[i])));
		if (kinds[i] == GAIN_LITTLE)
			markdown_add(out,
				     ". Measure it, and leave these jobs out (`--skip-job`) if it "
				     "is so");
		markdown_add(out, ".\n");
	}
	if (markdown_list_is_empty(&body->skips))
		return;
	markdown_add(out,
		     "\nThe option `--reuse=no-install` saves every install on an exact hit. It "
		     "is right for ");
	markdown_add_list(out, &body->skips, " ", "");
	markdown_add(out, ", whose sessions install nothing of the project.\n");
}

void pr_body_add(struct buf *text, const struct pr_body *body, struct str subject,
		 struct str branch)
{
	const struct markdown markdown = MARKDOWN_TO(text), *out = &markdown;

	markdown_add(out, "# ");
	markdown_prose(out, subject);
	markdown_add(
		out,
		"\n\n"
		"Every run of these jobs built the virtual environments of Nox from scratch. A "
		"step of `actions/cache` before Nox now keeps them between runs. The key covers "
		"everything they depend on: operating system, architecture, job, Python (its "
		"version or the container image) and a hash of the dependency files. As long as "
		"none of it changes, the environments are restored; the comment at the first "
		"cache step of each workflow explains it.\n");
	if (body->adds_reuse)
		markdown_add(out,
			     "\n"
			     "Nox deletes existing environments unless `-r` says to reuse them, so "
			     "without it the restored cache would save nothing. Packages are "
			     "still updated, starting from what is installed.\n");
	write_jobs(out, body);
	write_gains(out, body);
	markdown_add_list(out, &body->left, "- ", ".\n");
	markdown_add_list(out, &body->findings, "- ", ".\n");
	markdown_add(
		out,
		"\n"
		"## How to measure it\n\n"
		"1. Before: note the duration of these jobs in a recent run on the base "
		"branch.\n"
		"2. The first run of this branch finds no cache, and saves one when the job "
		"succeeds.\n"
		"3. Run it again: the log of the step *Cache Nox environments* says `Cache "
		"restored from key`, and Nox says that it reuses the environments. Compare the "
		"duration.\n\n"
		"Caches of a pull request are visible to that pull request only. Other branches "
		"benefit once the base branch has run.\n\n"
		"## How to undo it\n\n"
		"- All of it: revert this one commit (`git revert`). Old caches expire by "
		"themselves.\n"
		"- For one job: remove its step *Cache Nox environments* and write `# "
		"nox-cache-inject: ignore` above the job, so that it is not added again.\n"
		"- A bad cache: delete it in the platform's list of caches, or change the key "
		"(`--cache-version`).\n");
	markdown_add(out, "\nBranch: ");
	markdown_code(out, branch);
	markdown_add(out, ". Made by nox-cache-inject " PACKAGE_VERSION ".\n");
}
