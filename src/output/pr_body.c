/* SPDX-License-Identifier: MIT */
/* Writes the description of a pull request from the plans. */
#include "config.h"

#include "output/pr_body.h"

#include "output/markdown.h"

/* Bytes of the lists. GitHub refuses a description of more than 65,536 characters ("Body is too long"), and all
 * else takes less than 8 KiB. */
enum {
	JOBS_MOST = 20 * 1024,
	NAMES_MOST = 2 * 1024, /* of each of the lists of jobs by what they save */
	LEFT_MOST = 10 * 1024,
	FINDINGS_MOST = 14 * 1024,
};

static void add_row(const struct markdown *out, const struct rewrite *file,
		    const struct job_outcome *job, const struct cache_outcome *insertion)
{
	markdown_add(out, "| ");
	markdown_cell(out, file->source.path);
	markdown_add(out, " | ");
	markdown_cell(out, job->job->id);
	markdown_add(out, " | ");
	markdown_cell(out, insertion->path);
	markdown_add(out, " | ");
	markdown_cell(out, insertion->key);
	markdown_add(out, " |\n");
}

static void add_jobs(const struct markdown *out, const struct rewrites *files)
{
	bool any = false, restores = false, leaves = false;
	struct markdown_list list = markdown_list(out, JOBS_MOST);

	for (size_t i = 0; i < files->list.len; i++)
		for (size_t k = 0; k < files->list.at[i]->plan.outcomes.len; k++) {
			const struct job_outcome *job = &files->list.at[i]->plan.outcomes.at[k];

			for (size_t n = 0; n < job->details->insertions.len; n++) {
				if (!any)
					markdown_add(out, "\n## Jobs and keys\n\n"
							  "| Workflow | Job | Cached | Key |\n"
							  "| --- | --- | --- | --- |\n");
				any = true;
				restores |= job->details->insertions.at[n].restore_keys.len > 0;
				leaves |= job->details->insertions.at[n].leaves;
				if (!markdown_begin(&list))
					continue;
				add_row(out, files->list.at[i], job,
					&job->details->insertions.at[n]);
				markdown_end(&list);
			}
		}
	markdown_count(&list, "\n… ", ".\n");
	if (restores)
		markdown_add(out,
			     "\n`restore-keys` is the key without its last part, the hash: an "
			     "environment of another job, matrix leg or Python is never restored.");
	if (restores && leaves)
		markdown_add(
			out,
			" What is installed in an older cache and no longer required stays "
			"installed: a test that needs a package which was removed still passes, "
			"and an upper bound that was lifted keeps the old version.");
	if (restores)
		markdown_add(out, " Unpinned packages are upgraded only when the key changes. "
				  "nox-cache-inject's options `--fallback` and `--max-age` choose "
				  "otherwise.\n");
}

static bool has_gain(const struct call_outcome *call, enum gain gain)
{
	return call->fate->gain == gain;
}

static bool may_skip(const struct call_outcome *call, enum gain gain)
{
	(void)gain;
	return call->fate->may_skip;
}

/* Adds the names of the jobs with a new cache step and a wanted call, separated by commas. Returns
 * their number. */
static size_t add_job_names(const struct markdown *out, const struct rewrites *files,
			    bool (*wanted)(const struct call_outcome *, enum gain), enum gain gain)
{
	size_t count = 0;
	struct markdown_list list = { .out = NULL };

	if (out)
		list = markdown_list(out, NAMES_MOST);
	for (size_t i = 0; i < files->list.len; i++)
		for (size_t k = 0; k < files->list.at[i]->plan.outcomes.len; k++) {
			const struct job_outcome *job = &files->list.at[i]->plan.outcomes.at[k];
			bool named = false;

			for (size_t n = 0; n < job->details->calls.len && !named; n++)
				named = job->details->calls.at[n].fate->inserted != INDEX_NONE &&
					!job->details->calls.at[n].fate->skipped &&
					wanted(&job->details->calls.at[n], gain);
			if (!named)
				continue;
			count++;
			if (!out || !markdown_begin(&list))
				continue;
			if (count > 1)
				markdown_add(out, ", ");
			markdown_code(out, job->job->id);
			markdown_end(&list);
		}
	markdown_count(&list, " ", "");
	return count;
}

/* Adds what each kind of job saves. */
static void add_gains(const struct markdown *out, const struct rewrites *files)
{
	static const enum gain kinds[] = { GAIN_INSTALLS, GAIN_DOWNLOADS, GAIN_LITTLE, GAIN_ALL,
					   GAIN_UNKNOWN };
	bool any = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (add_job_names(NULL, files, has_gain, kinds[i]) == 0)
			continue;
		if (!any)
			markdown_add(out, "\n## What a hit saves\n\n");
		any = true;
		markdown_add(out, "- ");
		add_job_names(out, files, has_gain, kinds[i]);
		markdown_add(out, ": ");
		markdown_prose(out, str_from(gain_text(kinds[i])));
		if (kinds[i] == GAIN_LITTLE)
			markdown_add(out,
				     ". Measure it, and leave these jobs out (`--skip-job`) if it "
				     "is so");
		markdown_add(out, ".\n");
	}
	if (add_job_names(NULL, files, may_skip, GAIN_UNKNOWN) == 0)
		return;
	markdown_add(out,
		     "\nThe option `--reuse=no-install` saves every install on an exact hit. It "
		     "is right for ");
	add_job_names(out, files, may_skip, GAIN_UNKNOWN);
	markdown_add(out, ", whose sessions install nothing of the project.\n");
}

static void add_left_call(const struct markdown *out, const struct rewrite *file,
			  const struct job_outcome *job, const struct call_outcome *call)
{
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
}

static void add_left_alone(const struct markdown *out, const struct rewrites *files)
{
	bool any = false;
	struct markdown_list list = markdown_list(out, LEFT_MOST);

	for (size_t i = 0; i < files->list.len; i++) {
		const struct rewrite *file = files->list.at[i];

		for (size_t k = 0; k < file->plan.outcomes.len; k++) {
			const struct job_outcome *job = &file->plan.outcomes.at[k];

			for (size_t n = 0; n < job->details->calls.len; n++) {
				const struct call_outcome *call = &job->details->calls.at[n];

				if (!call->fate->skipped && call->fate->covered_by == INDEX_NONE)
					continue;
				if (!any)
					markdown_add(out, "\n## Left alone\n\n");
				any = true;
				if (!markdown_begin(&list))
					continue;
				add_left_call(out, file, job, call);
				markdown_end(&list);
			}
		}
	}
	markdown_count(&list, "- ", ".\n");
}

static bool is_worth_a_look(const struct rewrite *file, const struct diagnostic *d)
{
	return d->rule ? !d->fixable : file->failed;
}

static void add_finding(const struct markdown *out, const struct rewrite *file,
			const struct diagnostic *d)
{
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
}

/* Adds what a reviewer should know: findings, and files that could not be processed. */
static void add_findings(const struct markdown *out, const struct rewrites *files)
{
	bool any = false;
	struct markdown_list list = markdown_list(out, FINDINGS_MOST);

	for (size_t i = 0; i < files->list.len; i++) {
		const struct rewrite *file = files->list.at[i];

		for (size_t k = 0; k < file->diagnostics.list.len; k++) {
			const struct diagnostic *d = &file->diagnostics.list.at[k];

			if (!is_worth_a_look(file, d))
				continue;
			if (!any)
				markdown_add(out, "\n## Worth a look\n\n");
			any = true;
			if (!markdown_begin(&list))
				continue;
			add_finding(out, file, d);
			markdown_end(&list);
		}
	}
	markdown_count(&list, "- ", ".\n");
}

void pr_body_add(struct buf *text, struct str subject, const struct rewrites *files,
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
	if (message_adds_reuse(files))
		markdown_add(out,
			     "\n"
			     "Nox deletes existing environments unless `-r` says to reuse them, so "
			     "without it the restored cache would save nothing. Packages are "
			     "still updated, starting from what is installed.\n");
	add_jobs(out, files);
	add_gains(out, files);
	add_left_alone(out, files);
	add_findings(out, files);
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
