/* SPDX-License-Identifier: MIT */
/* Tests what a hit saves, by backend, uv caches and sessions. */
#include "config.h"

#include "nox/reuse/gain.h"

#include "planned.h"

#define NOXFILE "import nox\n@nox.session\ndef lint(session):\n    session.install('ruff')\n" \
		"@nox.session\ndef tests(session):\n    session.install('-e', '.')\n"
#define UV "    env: {NOX_DEFAULT_VENV_BACKEND: uv}\n"
#define SETUP(more) "    - uses: astral-sh/setup-uv" more "\n"
#define CACHE(path) "    - {uses: actions/cache@v4, with: {path: " path ", key: k}}\n"

static const struct {
	const char *job, *steps, *noxfile;
	enum gain gain;
	bool may_skip;
} rows[] = {
	{ "", "", NOXFILE, GAIN_INSTALLS, true },
	{ "", "", NULL, GAIN_UNKNOWN, false },
	{ UV, "", NOXFILE, GAIN_DOWNLOADS, true },
	{ UV, "", NULL, GAIN_DOWNLOADS, false },
	{ UV, SETUP("@v7"), NOXFILE, GAIN_LITTLE, true },
	{ UV, SETUP("@v4"), NOXFILE, GAIN_DOWNLOADS, true },
	{ UV, SETUP("@v4.1.0"), NOXFILE, GAIN_DOWNLOADS, true },
	{ UV, SETUP("@v4\n      with: {enable-cache: true}"), NOXFILE, GAIN_LITTLE, true },
	{ UV, SETUP("@v10.0.1"), NOXFILE, GAIN_LITTLE, true },
	{ UV, SETUP("@v7\n      with: {enable-cache: false}"), NOXFILE, GAIN_DOWNLOADS, true },
	{ UV, SETUP("@v7\n      with: {enable-cache: auto}"), NOXFILE, GAIN_LITTLE, true },
	{ "", SETUP("@v7"), NOXFILE, GAIN_INSTALLS, true },
	{ UV, CACHE("~/.cache/uv"), NOXFILE, GAIN_LITTLE, true },
	{ UV, CACHE("'${{ env.UV_CACHE_DIR }}'"), NOXFILE, GAIN_LITTLE, true },
	{ UV, CACHE("~/.cache/pip"), NOXFILE, GAIN_DOWNLOADS, true },
	{ UV, "    - uses: ./act\n", NOXFILE, GAIN_LITTLE, true },
	{ UV, "", "import nox\n@nox.session(venv_backend='virtualenv')\ndef lint(session):\n"
		  "    session.install('ruff')\n", GAIN_INSTALLS, true },
	{ "", "", "import nox\nnox.options.default_venv_backend = 'uv'\n@nox.session\n"
		  "def lint(session):\n    session.install('-e', '.')\n", GAIN_DOWNLOADS, false },
};

START_TEST(test_gain)
{
	PLANNED_AUTO struct planned p = { .context = { .platform = PLATFORM_GITHUB } };
	BUF_AUTO struct buf text = { 0 };

	temporary_make(&p.folder);
	temporary_add(&p.folder, "act/action.yml",
		      "runs:\n  using: composite\n  steps:\n" SETUP("@v7"));
	buf_printf(&text, "on: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n%s    steps:\n    - uses: actions/checkout@v4\n%s"
			  "    - run: nox -s lint\n", rows[_i].job, rows[_i].steps);
	plan_text(&p, text.p, rows[_i].noxfile);

	const struct job_plan *job = &p.rewrite.plan.jobs.at[0];

	ck_assert_uint_eq(job->insertions.len, 1);
	ck_assert_int_eq(job->calls.at[0].gain, rows[_i].gain);
	ck_assert_int_eq(job->calls.at[0].may_skip, rows[_i].may_skip);
}
END_TEST

START_TEST(test_no_install)
{
	PLANNED_AUTO struct planned p = { .settings = { .no_install = true } };

	plan_text(&p, "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n    - uses: actions/checkout@v4\n"
		      "    - run: nox -s lint\n  b:\n    runs-on: ubuntu-latest\n    steps:\n    - uses: actions/checkout@v4\n"
		      "    - run: nox -s tests\n", NOXFILE);
	ck_assert_int_eq(p.rewrite.plan.jobs.at[0].calls.at[0].gain, GAIN_ALL);
	ck_assert(!p.rewrite.plan.jobs.at[0].calls.at[0].may_skip);
	ck_assert_int_eq(p.rewrite.plan.jobs.at[1].calls.at[0].gain, GAIN_INSTALLS);
	ck_assert(!p.rewrite.plan.jobs.at[1].calls.at[0].may_skip);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("gain");

	ADD_TABLE(tcase, test_gain, rows);
	tcase_add_test(tcase, test_no_install);
	return run_tests("gain", tcase);
}
