/* SPDX-License-Identifier: MIT */
/* Tests plans: which calls get a cache step, where, and why not. */
#include "config.h"

#include "nox/plan/planner.h"

#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define HEAD "on: push\njobs:\n  j:\n    runs-on: ubuntu-latest\n    steps:\n"
#define SETUP "      - uses: actions/checkout@v4\n      - uses: actions/setup-python@v5\n"
#define CACHE(path)                                                                                \
	"      - uses: actions/cache@v4\n        with: {path: " path ", key: k}\n"

/* For each job its calls, "index" with "c" and the caching step or "s" if it is left alone, then
 * its new steps as "+index:path". */
static void render(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->jobs.len; i++) {
		const struct job_plan *job = &plan->jobs.at[i];

		buf_printf(out, "%.*s(", STR_ARG(job->job->id));
		for (size_t k = 0; k < job->calls.len; k++) {
			const struct judged_call *call = &job->calls.at[k];

			buf_printf(out, "%s%u", k > 0 ? " " : "", call->call->step->index);
			if (call->covered_by != INDEX_NONE)
				buf_printf(out, "c%u", call->covered_by);
			if (call->skipped)
				buf_add_char(out, 's');
		}
		for (size_t k = 0; k < job->insertions.len; k++) {
			struct str rest = job->insertions.at[k].cache.path, line;

			buf_printf(out, " +%u:", job->insertions.at[k].step->index);
			for (size_t n = 0; str_next_line(&rest, &line); n++)
				buf_printf(out, "%s%.*s", n > 0 ? "|" : "", STR_ARG(str_trim(line)));
		}
		buf_add_char(out, ')');
	}
}

static const struct {
	const char *text;
	const char *noxfile; /* NULL: none */
	const char *want;
} rows[] = {
	{ HEAD SETUP "      - run: nox\n", SESSION, "j(2 +2:.nox)" },
	{ HEAD SETUP "      - run: nox\n", NULL, "j(2 +2:.nox)" },
	{ HEAD SETUP "      - run: pytest\n", SESSION, "" },
	{ HEAD SETUP "      - run: nox --list\n", SESSION, "j(2s)" },
	/* one step per folder, before the first call */
	{ HEAD SETUP "      - run: nox -s a\n      - run: nox -s a\n", SESSION, "j(2 3 +2:.nox)" },
	{ HEAD SETUP "      - run: nox --list\n      - run: nox -s a\n", SESSION, "j(2s 3 +3:.nox)" },
	{ HEAD SETUP "      - run: nox\n      - run: cd sub && nox\n", SESSION, "j(2 3 +2:.nox +3:sub/.nox)" },
	{ HEAD SETUP "      - run: nox; cd sub; nox\n", SESSION, "j(2 2 +2:.nox|sub/.nox)" },
	{ HEAD SETUP "      - run: nox\n  k:\n    runs-on: x\n    steps:\n      - run: nox\n", SESSION,
	  "j(2 +2:.nox)k(0 +0:.nox)" },
	/* already cached */
	{ HEAD SETUP CACHE(".nox") "      - run: nox\n", SESSION, "j(3c2)" },
	{ HEAD SETUP CACHE(".nox/.cache") "      - run: nox\n", SESSION, "j(3 +3:.nox)" },
	{ HEAD SETUP CACHE("~/.cache/pip") "      - run: nox\n", SESSION, "j(3 +3:.nox)" },
	{ HEAD SETUP "      - run: nox\n" CACHE(".nox"), SESSION, "j(2 +2:.nox)" },
	{ HEAD SETUP CACHE("sub/.nox") "      - run: nox\n      - run: nox\n        working-directory: sub\n",
	  SESSION, "j(3 4c2 +3:.nox)" },
	/* left alone */
	{ HEAD SETUP "      # nox-cache-inject: ignore\n      - run: nox\n", SESSION, "j(2s)" },
	{ HEAD SETUP "      - run: nox # nox-cache-inject: ignore\n", SESSION, "j(2s)" },
	{ HEAD SETUP "      - run: nox --no-venv\n", SESSION, "j(2s)" },
	{ HEAD SETUP "      - run: nox\n        env: {NOX_DEFAULT_VENV_BACKEND: none}\n", SESSION, "j(2s)" },
	{ HEAD SETUP "      - run: nox\n", "nox.options.reuse_existing_virtualenvs = False\n" SESSION, "j(2s)" },
	{ HEAD SETUP "      - run: nox -db uv\n",
	  "@nox.session\ndef a(session):\n    session.install('.')\n", "j(2s)" },
	{ HEAD SETUP "      - run: nox\n      - run: twine upload dist/*\n", SESSION, "j(2s)" },
	{ HEAD SETUP "      - run: cd $X && nox\n", SESSION, "j(2s)" },
	/* composite actions */
	{ "runs:\n  using: composite\n  steps:\n    - run: nox\n      shell: bash\n", SESSION,
	  "<composite>(0 +0:.nox)" },
	{ "a: b\n", SESSION, "" },
	{ "", SESSION, "" },
};

START_TEST(test_plan)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf got = { 0 };

	plan_text(&p, rows[_i].text, rows[_i].noxfile);
	ck_assert(!p.rewrite.failed);
	render(&got, &p.rewrite.plan);
	ck_assert_text(buf_str(&got), rows[_i].want);
	/* Planned changes are made and verified. */
	ck_assert_int_eq(p.rewrite.changed, strchr(rows[_i].want, '+') != NULL);
}
END_TEST

static struct strs one(struct arena *arena, const char *text)
{
	struct strs strs = { .list = { .len = 0 } };

	list_add(arena, &strs.list, str_from(text));
	return strs;
}

#define TWO_JOBS                                                                                   \
	HEAD SETUP "      - run: nox\n  k:\n    runs-on: x\n    steps:\n" SETUP "      - run: nox\n"

static const struct {
	const char *job, *skip_job;
	const char *want;
} selections[] = {
	{ "j", NULL, "j(2 +2:.nox)k(2s)" },
	{ "k", NULL, "j(2s)k(2 +2:.nox)" },
	{ "x", NULL, "j(2s)k(2s)" },
	{ NULL, "j", "j(2s)k(2 +2:.nox)" },
	{ "j", "j", "j(2s)k(2s)" },
};

START_TEST(test_selection)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf got = { 0 };

	if (selections[_i].job)
		p.settings.jobs = one(&arena, selections[_i].job);
	if (selections[_i].skip_job)
		p.settings.skip_jobs = one(&arena, selections[_i].skip_job);
	plan_text(&p, TWO_JOBS, SESSION);
	render(&got, &p.rewrite.plan);
	ck_assert_text(buf_str(&got), selections[_i].want);
}
END_TEST

START_TEST(test_release)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };

	p.settings.include_release = true;
	plan_text(&p, HEAD SETUP "      - run: nox\n      - run: twine upload dist/*\n", SESSION);
	ck_assert_text(p.rewrite.plan.jobs.at[0].overviewed->sign, "it runs twine upload");
	ck_assert_uint_eq(p.rewrite.plan.jobs.at[0].insertions.len, 1);
}
END_TEST

#define JOB "jobs:\n  j:\n    runs-on: x\n    steps:\n" SETUP "      - run: nox\n"
#define JOB_IF(condition) "jobs:\n  j:\n    if: " condition "\n    steps:\n" SETUP "      - run: nox\n"
#define PUBLISHES "  p:\n    steps:\n      - run: twine upload dist/*\n"

/* Decisions by the triggers of a file. */
static const struct {
	const char *text;
	bool include_release;
	const char *skipped; /* a part of the reason; NULL: the job gets a cache */
	bool guarded;	     /* a run for a tag restores nothing */
} triggers[] = {
	{ "on: push\n" JOB, false, NULL, false },
	{ "on: push\n" JOB PUBLISHES, false, NULL, true },
	{ "on: {push: {branches: [main]}}\n" JOB PUBLISHES, false, NULL, false },
	{ "on: {push: {branches: [main], tags: ['*']}}\n" JOB, false, NULL, true },
	{ "on: {push: {branches: [main], tags: ['*']}}\n" JOB, true, NULL, true },
	{ "on: [pull_request, release]\n" JOB, false, NULL, true },
	{ "on: release\n" JOB, false, "for tags and releases only", false },
	{ "on: release\n" JOB, true, NULL, false },
	{ "on: push\n" JOB_IF("startsWith(github.ref, 'refs/tags/')"), false, "for tags and releases only", false },
	{ "on: schedule\n" JOB, false, "on a schedule only", false },
	{ "on: schedule\n" JOB, true, NULL, false },
	{ "on: [push, schedule]\n" JOB, false, NULL, false },
	{ "on: [push, schedule]\n" JOB_IF("github.event_name == 'schedule'"), false, "on a schedule only", false },
	{ "on: issue_comment\n" JOB, false, "issue_comment, which strangers can start", false },
	{ "on: issue_comment\n" JOB, true, "issue_comment, which strangers can start", false },
};

START_TEST(test_triggers)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	const struct job_plan *job;
	const char *skipped;

	p.settings.include_release = triggers[_i].include_release;
	plan_text(&p, triggers[_i].text, SESSION);
	job = &p.rewrite.plan.jobs.at[0];
	skipped = job->calls.at[0].skipped;
	if (triggers[_i].skipped)
		ck_assert_msg(skipped && strstr(skipped, triggers[_i].skipped), "%s", skipped);
	else
		ck_assert_ptr_null(skipped);
	ck_assert_int_eq(job->insertions.len > 0 && job->insertions.at[0].cache.lookup_only.len > 0,
			 triggers[_i].guarded);
	ck_assert_int_eq(str_contains(rewrite_text(&p.rewrite), "lookup-only: ${{ " CACHE_TAG_RUN " }}"),
			 triggers[_i].guarded);
}
END_TEST

/* --job overrides the rules about a file's triggers. */
START_TEST(test_asked_for)
{
	ARENA_AUTO struct arena arena = { 0 };
	static const char *const on[] = { "on: schedule\n" JOB, "on: pull_request_target\n" JOB };
	PLANNED_AUTO struct planned p = { .folder = { "" } };

	p.settings.jobs = one(&arena, "j");
	plan_text(&p, on[_i], SESSION);
	ck_assert_uint_eq(p.rewrite.plan.jobs.at[0].insertions.len, 1);
}
END_TEST

/* The settings that shape the step and the call. */
START_TEST(test_settings)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	const struct cache_step *step;
	struct str text;

	p.settings.action = STR("me/cache@v9");
	p.settings.hash_files = one(&arena, "some.lock");
	p.settings.fallback = FALLBACK_NEVER;
	p.settings.keep_runs = true;
	temporary_make(&p.folder);
	temporary_add(&p.folder, "some.lock", "");
	plan_text(&p, HEAD SETUP "      - run: nox\n", SESSION);
	step = &p.rewrite.plan.jobs.at[0].insertions.at[0].cache;
	text = rewrite_text(&p.rewrite);
	ck_assert_text(step->uses, "me/cache@v9");
	ck_assert_uint_eq(step->restore_keys.len, 0);
	ck_assert(str_ends(step->key, "${{ hashFiles('some.lock') }}"));
	ck_assert(str_ends(text, "      - run: nox\n"));
	ck_assert(str_contains(text, "uses: me/cache@v9\n"));
	ck_assert(!str_contains(text, "restore-keys:"));
}
END_TEST

/* A key that would never change is not proposed. */
START_TEST(test_hash_of_nothing)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };

	p.settings.hash_files = one(&arena, "no-such.lock");
	plan_text(&p, HEAD SETUP "      - run: nox\n", SESSION);
	ck_assert(p.rewrite.failed && !p.rewrite.changed);
}
END_TEST

/* Jobs with many folders of environments, and many calls in each. */
static const struct {
	int jobs, folders, calls;
	const char *message; /* NULL: planned */
} sizes[] = {
	{ 2, PLANNER_FOLDERS_MAX, 1, NULL },
	{ 1, PLANNER_FOLDERS_MAX + 1, 1, "more than 100 folders of Nox environments" },
	{ 4, 10, 500, NULL },
	{ 4, 10, 501, "more than 20,000 calls of Nox" },
};

START_TEST(test_limits)
{
	PLANNED_AUTO struct planned p = { 0 };
	BUF_AUTO struct buf text = { 0 };
	const struct diagnostics *diagnostics = &p.rewrite.diagnostics;

	buf_add_c(&text, "on: push\njobs:\n");
	for (int job = 0; job < sizes[_i].jobs; job++) {
		buf_printf(&text, "  j%d:\n    runs-on: x\n    steps:\n", job);
		for (int folder = 0; folder < sizes[_i].folders; folder++) {
			buf_printf(&text, "      - working-directory: d%d\n        run: |\n", folder);
			for (int call = 0; call < sizes[_i].calls; call++)
				buf_add_c(&text, "          nox\n");
		}
	}
	plan_text(&p, buf_str(&text).p, NULL);
	ck_assert_int_eq(p.rewrite.failed, sizes[_i].message != NULL);
	if (!sizes[_i].message)
		return;
	ck_assert_uint_gt(diagnostics->list.len, 0);
	ck_assert_msg(str_contains(diagnostic_message(&diagnostics->list.at[diagnostics->list.len - 1]), sizes[_i].message),
		      "%s", diagnostics->list.at[diagnostics->list.len - 1].message);
}
END_TEST

/* A job with the same id in another workflow is distinguished by the file's name. */
START_TEST(test_known_job)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };

	ck_assert_ptr_nonnull(lookup_put(&p.context.known_jobs, &arena, STR("j"), 2, NULL));
	ck_assert_ptr_nonnull(lookup_put(&p.context.known_jobs, &arena, STR("k"), 1, NULL));
	plan_text(&p, TWO_JOBS, SESSION);
	ck_assert(str_contains(p.rewrite.plan.jobs.at[0].insertions.at[0].cache.key, "-nox-ci-"));
	ck_assert(!str_contains(p.rewrite.plan.jobs.at[1].insertions.at[0].cache.key, "-nox-ci-"));
}
END_TEST

static const struct {
	const char *text;
	bool runs;
} runners[] = {
	{ HEAD "      - run: nox\n", true },
	{ HEAD "      - run: nox --list\n", false },
	{ HEAD "      - run: pip install nox\n", false },
	{ HEAD "      - run: nox --list\n      - run: uvx nox -s a\n", true },
};

START_TEST(test_runs_nox)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };

	plan_text(&p, runners[_i].text, NULL);
	ck_assert_int_eq(job_runs_nox(&p.rewrite.workflow,
				      &p.rewrite.workflow.jobs.at[0], &p.settings.names),
			 runners[_i].runs);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("plan");

	ADD_TABLE(tcase, test_plan, rows);
	ADD_TABLE(tcase, test_selection, selections);
	tcase_add_test(tcase, test_release);
	ADD_TABLE(tcase, test_triggers, triggers);
	tcase_add_loop_test(tcase, test_asked_for, 0, 2);
	tcase_add_test(tcase, test_settings);
	tcase_add_test(tcase, test_hash_of_nothing);
	ADD_TABLE(tcase, test_limits, sizes);
	tcase_add_test(tcase, test_known_job);
	ADD_TABLE(tcase, test_runs_nox, runners);
	return run_tests("plan", tcase);
}
