/* SPDX-License-Identifier: MIT */
/* Tests which sessions a call runs, including those that they start. */
#include "config.h"

#include "nox/reuse/selection.h"

#include "base/buf.h"
#include "loaded.h"
#include "nox/noxfile/read.h"

#define FILE                                                                                       \
	"import nox\n"                                                                             \
	"@nox.session\ndef tests(session): pass\n"                                                 \
	"@nox.session(name=\"tests-slow\")\ndef slow(session): pass\n"                             \
	"@nox.session(requires=[\"tests\"])\ndef cover(session): pass\n"                           \
	"@nox.session(default=False)\ndef docs(session): session.notify(\"cover\")\n"              \
	"@nox.session\ndef any(session): session.notify(session.posargs[0])\n"                     \
	"@nox.session(requires=[\"b\"])\ndef a(session): pass\n"                                   \
	"@nox.session(requires=[\"a\"])\ndef b(session): pass\n"
#define DEFAULT "nox.options.sessions = [\"cover\", \"b\"]\n"
#define ALL "tests tests-slow cover docs any a b "

static const struct {
	const char *before; /* lines of the noxfile */
	const char *call;
	const char *want; /* names, each followed by a space */
	bool named, open;
} rows[] = {
	/* by name */
	{ "", "nox -s tests", "tests ", true, false },
	{ "", "nox -s tests-3.12", "tests ", true, false },
	{ "", "nox -s tests-slow", "tests-slow ", true, false },
	{ "", "nox -e cover", "tests cover ", true, false },
	{ "", "nox -s docs", "tests cover docs ", true, false },
	{ "", "nox -s a", "a b ", true, false },
	{ "", "nox -s any", "any ", true, true },
	{ "", "nox -s tests cover", "tests cover ", true, false },
	{ "", "nox -s nobody", ALL, false, true },
	{ "", "nox -s tests-fast", ALL, false, true },
	{ "", "nox -s tests nobody", ALL, false, true },
	/* only a prefix of the name is known */
	{ "", "nox -s \"tests-${{ matrix.python }}\"", "tests tests-slow ", true, false },
	{ "", "nox -s \"tests-slow-${{ matrix.python }}\"", "tests-slow ", true, false },
	{ "", "nox -s \"${{ matrix.session }}\"", ALL, false, true },
	{ "", "nox -s \"tests-$VERSION\"", "tests tests-slow ", true, false },
	{ "", "nox -s \"$SESSION\"", ALL, false, true },
	{ "", "nox -s \"x${{ matrix.session }}\"", ALL, false, true },
	/* by default */
	{ "", "nox", "tests tests-slow cover any a b ", false, true },
	{ DEFAULT, "nox", "tests cover a b ", false, false },
	{ DEFAULT, "nox -p 3.12", "tests cover a b ", false, false },
	{ DEFAULT, "nox -t fast", ALL, false, true },
	{ DEFAULT, "nox -k slow", ALL, false, true },
	{ DEFAULT, "nox -s tests", "tests ", true, false },
	{ "nox.options.sessions = [\"cover\", \"nobody\"]\n", "nox", "tests cover ", false, true },
	{ "nox.options.sessions = NAMES\n", "nox", ALL, false, true },
	/* named by the environment */
	{ DEFAULT, "NOXSESSION=tests nox", "tests ", true, false },
	{ DEFAULT, "NOXSESSION=tests,a nox", "tests a b ", true, false },
	{ DEFAULT, "env NOXSESSION=tests nox", "tests ", true, false },
	{ DEFAULT, "NOXSESSION=tests nox -s a", "a b ", true, false },
	{ DEFAULT, "NOXSESSION=$NAME nox", ALL, false, true },
	{ DEFAULT, "NOXSESSION='${{ join(matrix.names, \"','\") }}' nox", ALL, false, true },
	{ DEFAULT, "NOXSESSION= nox", "tests cover a b ", false, false },
};

START_TEST(test_select)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct nox_names names = { .commands = { .list = { .len = 0 } } };
	struct nox_calls calls = { .list = { .len = 0 } };
	struct selection selection;
	struct noxfile noxfile;

	load_workflow(&l, arena_printf(&l.arena, "jobs:\n  a:\n    steps:\n      - run: |\n          %s\n",
				       rows[_i].call).p);
	nox_calls_find(&calls, &l.arena, &l.workflow, &l.workflow.jobs.at[0], &names);
	ck_assert_uint_eq(calls.list.len, 1);
	noxfile_read(&noxfile, &l.arena, arena_printf(&l.arena, "%s%s", rows[_i].before, FILE));
	selection_find(&selection, &calls.list.at[0], &noxfile);
	for (size_t i = 0; i < noxfile.sessions.len; i++)
		if (selection.chosen[i])
			buf_printf(&got, "%.*s ", STR_ARG(noxfile.sessions.at[i].name));
	ck_assert_text(buf_str(&got), rows[_i].want);
	ck_assert_int_eq(selection.named, rows[_i].named);
	ck_assert_int_eq(selection.has_unknown, rows[_i].open);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("selection");

	ADD_TABLE(tcase, test_select, rows);
	return run_tests("selection", tcase);
}
