/* SPDX-License-Identifier: MIT */
/* Tests composed cache steps: path, key and comment agree, and are correct for the job. */
#include "config.h"

#include "nox/step/compose.h"

#include "nox/python/python.h"
#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define HEAD "jobs:\n  j:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
#define OWN "jobs:\n  j:\n    runs-on: self-hosted\n    steps:\n      - uses: actions/checkout@v4\n"
#define KEY "${{ runner.os }}-${{ runner.arch }}-nox-${{ github.job }}-"
#define SETUP "      - uses: actions/setup-python@v5\n"
#define VERSION_PART "${{ steps.setup-python.outputs.python-version }}-"
#define HASH(files) "${{ hashFiles(" files ") }}"

static const struct {
	const char *text;
	size_t step; /* number of the new step in the job */
	const char *path, *key;
	const char *comment[3]; /* parts of it */
	const char *not_comment;
} rows[] = {
	{ HEAD SETUP "      - run: nox\n", 0, ".nox", KEY VERSION_PART HASH("'noxfile.py'"),
	  { "environments in .nox depend on", "OS, architecture, job, Python version and", "`nox -r` reuses" },
	  NULL },
	{ HEAD SETUP "      - run: nox -r\n", 0, ".nox", KEY VERSION_PART HASH("'noxfile.py'"),
	  { "`nox -r` reuses", "restore-keys falls back to the newest cache of this job and Python",
	    "Maintained by nox-cache-inject." }, NULL },
	{ HEAD SETUP "      - run: cd sub && nox\n", 0, "sub/.nox", KEY "sub-" VERSION_PART HASH("'sub/noxfile.py'"),
	  { "in sub/.nox depend", NULL }, NULL },
	{ HEAD SETUP "      - run: nox; cd sub; nox\n", 0, ".nox\nsub/.nox", NULL, { "in .nox depend", NULL }, NULL },
	/* a folder other than the default is in the key */
	{ HEAD SETUP "      - run: nox\n      - run: cd sub && nox\n", 1, "sub/.nox",
	  KEY "sub-" VERSION_PART HASH("'sub/noxfile.py'"), { "Caches sub/.nox; see the comment above" }, NULL },
	/* the second job refers to the first */
	{ HEAD "      - run: make\n  k:\n    runs-on: u\n    container: python:3.12\n    steps:\n"
	       "      - uses: actions/checkout@v4\n      - run: nox\n",
	  0, ".nox", KEY "python:3.12-" HASH("'noxfile.py'"), { "container image", NULL }, "and Python" },
	/* nothing names the Python: a step determines it */
	{ HEAD "      - run: nox\n", 0, ".nox", KEY "${{ steps.nox-python.outputs.version }}-" HASH("'noxfile.py'"),
	  { "Python version", NULL }, NULL },
	/* the workspace may move: it is in the key, and the comment explains it */
	{ OWN SETUP "      - run: nox\n", 0, ".nox",
	  KEY VERSION_PART "${{ github.workspace }}-" HASH("'noxfile.py'"),
	  { "workspace (environments cannot be moved)", NULL }, NULL },
	{ OWN SETUP "      - run: nox\n  k:\n    runs-on: mine\n    steps:\n      - uses: actions/checkout@v4\n"
	      SETUP "      - run: nox\n",
	  1, ".nox", NULL, { "Caches .nox; see the comment in job j. M", NULL }, NULL },
	{ HEAD SETUP "      - run: nox\n  k:\n    runs-on: mine\n    steps:\n      - uses: actions/checkout@v4\n"
	      SETUP "      - run: nox\n",
	  1, ".nox", NULL,
	  { "in job j. The key also covers the workspace (environments cannot be moved).", NULL }, NULL },
	{ OWN SETUP "      - run: nox --envdir /tmp/e\n", 0, "/tmp/e", NULL, { NULL }, "workspace" },
	/* a folder that is an expression */
	{ HEAD SETUP "      - run: nox\n        working-directory: ${{ inputs.d }}\n", 0, "${{ inputs.d }}/.nox",
	  NULL, { "in ${{ inputs.d }}/.nox depend", NULL }, NULL },
};

static const struct insertion *nth_insertion(const struct plan *plan, size_t number)
{
	for (size_t i = 0; i < plan->jobs.len; i++)
		for (size_t k = 0; k < plan->jobs.at[i].insertions.len; k++)
			if (number-- == 0)
				return &plan->jobs.at[i].insertions.at[k];
	return NULL;
}

START_TEST(test_compose)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	const struct insertion *insertion;
	const struct cache_step *step;

	temporary_make(&p.folder);
	temporary_add(&p.folder, "sub/noxfile.py", SESSION);
	plan_text(&p, rows[_i].text, SESSION);
	ck_assert(!p.rewrite.failed && p.rewrite.changed);
	insertion = nth_insertion(&p.rewrite.plan, rows[_i].step);
	ck_assert_ptr_nonnull(insertion);
	step = &insertion->cache;
	ck_assert_text(step->path, rows[_i].path);
	if (rows[_i].key)
		ck_assert_text(step->key, rows[_i].key);
	ck_assert(str_starts(step->key, step->restore_keys.p));
	ck_assert_text(str_slice(step->key, step->restore_keys.len, step->restore_keys.len + 14),
		       "${{ hashFiles(");
	for (size_t i = 0; i < COUNT(rows[_i].comment) && rows[_i].comment[i]; i++)
		ck_assert_msg(str_contains(step->comment, rows[_i].comment[i]), "%.*s",
			      STR_ARG(step->comment));
	if (rows[_i].not_comment)
		ck_assert(!str_contains(step->comment, rows[_i].not_comment));
	ck_assert(str_find_char(step->key, ',', 0) == STR_NONE || str_contains(step->key, "', '") ||
		  str_contains(step->key, "format("));
}
END_TEST

/* The next run recognises the code of the probe. */
START_TEST(test_probe)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	const struct cache_step *step;

	plan_text(&p, HEAD "      - run: poetry run nox\n", SESSION);
	step = &nth_insertion(&p.rewrite.plan, 0)->cache;
	ck_assert_text(step->probe.id, PROBE_ID);
	ck_assert(str_starts(step->probe.run, "poetry run python -c \""));
	ck_assert(str_contains(step->probe.run, PROBE_CODE));
	ck_assert(str_ends(step->probe.run, ">> \"$GITHUB_OUTPUT\""));
}
END_TEST

/* Options about old caches. */
static const struct {
	struct plan_settings settings;
	const char *key, *restore; /* after KEY */
	const char *age;	    /* the command of the step that prints the date, or NULL */
	const char *comment;
} policies[] = {
	{ { .fallback = FALLBACK_NEVER }, VERSION_PART, "", NULL, "; otherwise .nox is rebuilt. " },
	{ { .fallback = FALLBACK_PULL_REQUEST }, VERSION_PART,
	  "${{ github.event_name == 'pull_request' && format('{0}-{1}-nox-{2}-{3}-', runner.os, runner.arch, "
	  "github.job, steps.setup-python.outputs.python-version) || '' }}",
	  NULL, "a pull request falls back to the newest cache of this job and Python (packages no longer" },
	{ { .max_age = AGE_WEEK }, VERSION_PART "${{ steps.nox-age.outputs.date }}-", NULL,
	  "echo \"date=week$(($(date +%s) / 604800))\" >> \"$GITHUB_OUTPUT\"", "Python version, date and the files" },
	{ { .max_age = AGE_DAY }, VERSION_PART "${{ steps.nox-age.outputs.date }}-", NULL,
	  "echo \"date=$(date -u +%Y-%m-%d)\" >> \"$GITHUB_OUTPUT\"", "(packages no longer required stay" },
};

START_TEST(test_policies)
{
	PLANNED_AUTO struct planned p = { .settings = policies[_i].settings };
	BUF_AUTO struct buf key = { 0 };
	const struct cache_step *step;

	plan_text(&p, HEAD SETUP "      - run: nox\n", SESSION);
	step = &nth_insertion(&p.rewrite.plan, 0)->cache;
	buf_printf(&key, KEY "%s", policies[_i].key);
	ck_assert(str_starts(step->key, key.p));
	ck_assert_text(step->restore_keys, policies[_i].restore ? policies[_i].restore : key.p);
	ck_assert_text(step->age.run, policies[_i].age ? policies[_i].age : "");
	ck_assert_msg(str_contains(step->comment, policies[_i].comment), "%.*s", STR_ARG(step->comment));
}
END_TEST

/* The word of --cache-version comes before the part that distinguishes jobs. A second run
 * recognises the step that prints the date. */
START_TEST(test_version)
{
	PLANNED_AUTO struct planned p = { .settings = { .max_age = AGE_MONTH, .cache_version = STR("v2") } };
	PLANNED_AUTO struct planned again = { .settings = { .max_age = AGE_MONTH, .cache_version = STR("v2") } };

	plan_text(&p, HEAD SETUP "      - run: nox\n      - run: cd sub && nox\n", SESSION);
	ck_assert(p.rewrite.changed);
	ck_assert(str_contains(rewrite_text(&p.rewrite), "-nox-v2-${{ github.job }}-"));
	ck_assert_text(nth_insertion(&p.rewrite.plan, 1)->cache.age.id, "");
	plan_text(&again, rewrite_text(&p.rewrite).p, SESSION);
	ck_assert_msg(!again.rewrite.changed && !again.rewrite.failed, "%s", rewrite_text(&again.rewrite).p);
}
END_TEST

/* If each install removes other packages, nothing is left over. */
START_TEST(test_exact)
{
	static const char exact[] = "import nox\n\n@nox.session\ndef a(session):\n"
				    "    session.run_install('uv', 'sync', '--locked')\n";
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	const struct cache_step *step;

	plan_text(&p, HEAD SETUP "      - run: nox -s a\n", exact);
	step = &nth_insertion(&p.rewrite.plan, 0)->cache;
	ck_assert_msg(str_contains(step->comment, "newest cache of this job and Python. M"), "%.*s",
		      STR_ARG(step->comment));
}
END_TEST

/* Only files that exist. */
START_TEST(test_dependencies)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };

	temporary_make(&p.folder);
	temporary_add(&p.folder, "uv.lock", "");
	temporary_add(&p.folder, "pyproject.toml", "");
	temporary_add(&p.folder, "README.md", "");
	plan_text(&p, HEAD SETUP "      - run: nox\n", SESSION);
	ck_assert_text(nth_insertion(&p.rewrite.plan, 0)->cache.key,
		       KEY VERSION_PART HASH("'noxfile.py', 'pyproject.toml', 'uv.lock'"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("compose");

	ADD_TABLE(tcase, test_compose, rows);
	tcase_add_test(tcase, test_probe);
	ADD_TABLE(tcase, test_policies, policies);
	tcase_add_test(tcase, test_version);
	tcase_add_test(tcase, test_exact);
	tcase_add_test(tcase, test_dependencies);
	return run_tests("compose", tcase);
}
