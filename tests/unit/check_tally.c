/* SPDX-License-Identifier: MIT */
/* Tests counting and the summary line. */
#include "config.h"

#include "output/tally.h"

#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define JOB(id, run) "  " id ":\n    steps:\n      - uses: actions/checkout@v4\n" run
#define NOX "      - run: nox -s a\n"
#define CACHE "      - uses: actions/cache@v4\n        with: {path: .nox, key: k}\n"

static const struct {
	const char *text;
	bool done;
	bool check;
	const char *line;
} rows[] = {
	{ "jobs:\n" JOB("a", "      - run: make\n"), false, false, "1 file, no job runs Nox" },
	{ "jobs:\n" JOB("a", NOX), false, false, "1 file, 1 job runs Nox: 1 to cache" },
	{ "jobs:\n" JOB("a", NOX), true, false, "1 file, 1 job runs Nox: 1 got a cache" },
	{ "jobs:\n" JOB("a", NOX) JOB("b", NOX NOX), false, true,
	  "1 file, 2 jobs run Nox: 2 to cache; 2 warnings" },
	{ "jobs:\n" JOB("a", NOX "      - run: twine upload x\n"), false, false,
	  "1 file, 1 job runs Nox: 1 left alone (release job)" },
	{ "jobs:\n" JOB("a", CACHE NOX) JOB("b", "      - run: nox --list\n"), false, true,
	  "1 file, 1 job runs Nox: 1 cached; 3 warnings, 1 note" },
	{ "a: [\n", false, false, "1 file (1 with an error)" },
};

START_TEST(test_describe)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 };
	struct tally tally = { .files = 0 };

	plan_text(&p, rows[_i].text, SESSION);
	tally_add(&tally, &p.rewrite);
	tally_describe(&out, &tally, rows[_i].done, rows[_i].check);
	ck_assert_text(buf_str(&out), rows[_i].line);
}
END_TEST

/* Reasons are listed once, up to the maximum. */
START_TEST(test_join)
{
	BUF_AUTO struct buf out = { 0 };
	struct tally all = { .files = 1, .jobs = 1, .left = 1, .reasons = { "a", "b" } };
	struct tally other = { .files = 2, .failed = 1, .jobs = 4, .left = 4, .reasons = { "b", "c", "d", "e" } };

	tally_join(&all, &other);
	tally_describe(&out, &all, false, false);
	ck_assert_text(buf_str(&out), "3 files (1 with an error), 5 jobs run Nox: 5 left alone (a, b, c, "
				      "d, and others)");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("tally");

	ADD_TABLE(tcase, test_describe, rows);
	tcase_add_test(tcase, test_join);
	return run_tests("tally", tcase);
}
