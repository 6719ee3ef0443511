/* SPDX-License-Identifier: MIT */
/* Tests calls of Nox with noxfiles: whether a restored environment is reused, and may be. */
#include "config.h"

#include "nox/reuse/reuse.h"

#include "loaded.h"
#include "nox/noxfile/read.h"

#define A(body) "@nox.session\ndef a(session):\n    " body "\n"
#define B(body) "@nox.session\ndef b(session):\n    " body "\n"
#define ALL "nox.options.reuse_existing_virtualenvs = True\n"
#define ALWAYS "nox.options.reuse_venv = \"always\"\n"
#define NEVER "nox.options.reuse_venv = \"never\"\n"
#define NONE "nox.options.reuse_venv = \"no\"\n"
#define PLAIN A("session.install('x')") B("session.install('y')")
#define COPY A("session.install('.')") B("session.install('y')")
#define EDIT A("session.install('-e', '.')")
#define UNKNOWN A("session.install(*ARGS)")
#define NO_A "@nox.session(reuse_venv=False)\ndef a(session):\n    session.install('x')\n" B("session.install('y')")
#define YES_A "@nox.session(reuse_venv=True)\ndef a(session):\n    session.install('x')\n" B("session.install('y')")
#define BARE_A "@nox.session(python=False)\ndef a(session):\n    session.run('x')\n" B("session.install('y')")
#define REQUIRES "@nox.session(requires=[\"a\"])\ndef c(session):\n    session.install('x')\n"
#define NOTIFIES "@nox.session(python=False)\ndef c(session):\n    session.notify('a')\n"
#define OPEN "@nox.session\ndef c(session):\n    session.notify(session.posargs[0])\n"
#define BRANCH A("session.install('git+https://example.org/x/y')")
#define FOUND A("session.install(*glob('dist/*.whl'))")
#define LINKS A("session.install('--find-links', 'dist', 'x')")
#define MAYBE A("session.install(f'git+https://example.org/x/y@{z}')")
#define STAR "from shared import *\n@nox.session(python=False)\ndef a(session):\n    session.run('x')\n"
#define LOOP "for x in y:\n    @nox.session(name=x)\n    def a(session):\n        pass\n"

static const struct {
	const char *call;
	const char *backend;
	const char *noxfile; /* NULL: unknown */
	enum reuse_verdict verdict;
	bool unsure;
	const char *session; /* NULL: any */
	bool nothing; /* installs_nothing */
} rows[] = {
	/* explicit reuse */
	{ "nox", "", PLAIN, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -r", "", PLAIN, REUSE_ALREADY, false, "", true },
	{ "nox -R", "", PLAIN, REUSE_ALREADY, false, "", true },
	{ "nox --reuse-venv=yes", "", PLAIN, REUSE_ALREADY, false, "", true },
	{ "nox", "", ALL PLAIN, REUSE_ALREADY, false, "", true },
	{ "nox", "", "nox.options.reuse_venv = \"yes\"\n" PLAIN, REUSE_ALREADY, false, "", true },
	{ "nox -s a", "", YES_A, REUSE_ALREADY, false, "", true },
	{ "nox -s b", "", YES_A, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox", "", YES_A, REUSE_NEEDS_OPTION, false, "", true },
	/* explicitly no reuse */
	{ "nox --reuse-venv=no", "", PLAIN, REUSE_REFUSED, true, "", false },
	{ "nox --reuse-venv=never", "", NULL, REUSE_REFUSED, true, "", false },
	{ "nox", "", NONE PLAIN, REUSE_REFUSED, false, "", true },
	{ "nox", "", "nox.options.reuse_existing_virtualenvs = False\n" PLAIN, REUSE_REFUSED, false, "", true },
	{ "nox -r", "", NONE PLAIN, REUSE_ALREADY, false, "", true },
	{ "nox", "", NEVER PLAIN, REUSE_REFUSED, false, NULL, true },
	{ "nox -r", "", NEVER PLAIN, REUSE_REFUSED, false, NULL, true },
	{ "nox -s a", "", NO_A, REUSE_REFUSED, false, "a", true },
	{ "nox -r -s a", "", NO_A, REUSE_REFUSED, false, "a", true },
	{ "nox -s b", "", NO_A, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox", "", NO_A, REUSE_NEEDS_OPTION, false, "a", true },
	{ "nox", "uv", NEVER COPY, REUSE_REFUSED, false, NULL, true },
	{ "nox -s a", "", ALWAYS NO_A, REUSE_ALREADY, false, "", true },
	/* nothing to reuse */
	{ "nox -s a", "", BARE_A, REUSE_POINTLESS, false, "", false },
	{ "nox", "", BARE_A, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -s a", "", "nox.options.default_venv_backend = \"none\"\n" PLAIN, REUSE_POINTLESS, false, "",
	  false },
	/* stale code */
	{ "nox", "", COPY, REUSE_NEEDS_OPTION, false, "", false },
	{ "nox", "uv", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -r", "uv", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -s b", "uv", COPY, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -db uv", "", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -db virtualenv", "uv", COPY, REUSE_NEEDS_OPTION, false, "", false },
	{ "nox", "uv|virtualenv", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox", "", "nox.options.default_venv_backend = \"uv\"\n" COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox", "uv", EDIT, REUSE_NEEDS_OPTION, false, "", false },
	{ "nox", "uv", UNKNOWN, REUSE_NEEDS_OPTION, true, "", false },
	{ "nox", "", UNKNOWN, REUSE_NEEDS_OPTION, false, "", false },
	/* which sessions */
	{ "nox", "uv", "nox.options.sessions = [\"b\"]\n" COPY, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -s a", "uv", "nox.options.sessions = [\"b\"]\n" COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -t x", "uv", "nox.options.sessions = [\"b\"]\n" COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -s a-3.12", "uv", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -s \"a-${{ matrix.py }}\"", "uv", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -s \"b-${{ matrix.py }}\"", "uv", COPY, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -s \"${{ matrix.s }}\"", "uv", COPY, REUSE_UNSAFE, false, "a", false },
	{ "nox -s nobody", "uv", COPY, REUSE_UNSAFE, false, "a", false },
	/* what the sessions start */
	{ "nox -s c", "", PLAIN REQUIRES, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -s c", "", COPY REQUIRES, REUSE_NEEDS_OPTION, false, "", false },
	{ "nox -s c", "uv", COPY REQUIRES, REUSE_UNSAFE, false, "a", false },
	{ "nox -s c", "uv", COPY NOTIFIES, REUSE_UNSAFE, false, "a", false },
	{ "nox -s c", "", PLAIN NOTIFIES, REUSE_NEEDS_OPTION, false, "", true },
	{ "nox -s c", "", NO_A NOTIFIES, REUSE_REFUSED, false, "a", true },
	{ "nox -s c", "", PLAIN OPEN, REUSE_NEEDS_OPTION, false, "", false },
	{ "nox -s c", "uv", COPY OPEN, REUSE_NEEDS_OPTION, true, "", false },
	{ "nox -s a c", "uv", COPY OPEN, REUSE_UNSAFE, false, "a", false },
	/* sources that change while their version stays the same */
	{ "nox", "", BRANCH, REUSE_UNSAFE, false, "a", false },
	{ "nox -r", "", BRANCH, REUSE_UNSAFE, false, "a", false },
	{ "nox", "", NEVER BRANCH, REUSE_REFUSED, false, NULL, true },
	{ "nox", "uv", BRANCH, REUSE_NEEDS_OPTION, false, "", false },
	{ "nox", "", FOUND, REUSE_UNSAFE, false, "a", false },
	{ "nox", "", LINKS, REUSE_UNSAFE, false, "a", false },
	{ "nox", "uv", LINKS, REUSE_UNSAFE, false, "a", false },
	{ "nox", "", MAYBE, REUSE_NEEDS_OPTION, true, "", false },
	/* unknown */
	{ "nox", "", LOOP PLAIN, REUSE_NEEDS_OPTION, true, "", false },
	{ "nox", "", STAR, REUSE_NEEDS_OPTION, true, "", false },
	{ "nox -r", "", STAR, REUSE_ALREADY, true, "", false },
	{ "nox -s a", "", STAR, REUSE_POINTLESS, true, "", false },
	{ "nox", "", "from shared import *\n" NO_A, REUSE_NEEDS_OPTION, true, "a", false },
	{ "nox", "", "", REUSE_NEEDS_OPTION, false, "", false },
	{ "nox", "", NULL, REUSE_NEEDS_OPTION, true, "", false },
	{ "nox -r", "", NULL, REUSE_ALREADY, true, "", false },
};

static void read_call(struct loaded *l, struct nox_calls *calls, const char *command)
{
	struct nox_names names = { .commands = { .list = { .len = 0 } } };

	load_workflow(l, arena_printf(&l->arena, "jobs:\n  a:\n    steps:\n      - run: |\n          %s\n",
				      command)
				 .p);
	nox_calls_find(calls, &l->arena, &l->workflow, &l->workflow.jobs.at[0], &names);
	ck_assert_uint_eq(calls->list.len, 1);
}

START_TEST(test_judge)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };
	struct noxfile noxfile = { .complete = false };
	struct reuse_judgement got;

	read_call(&l, &calls, rows[_i].call);
	if (rows[_i].noxfile)
		noxfile_read(&noxfile, &l.arena, str_from(rows[_i].noxfile));
	got = reuse_judge(&calls.list.at[0], str_from(rows[_i].backend),
			  rows[_i].noxfile ? &noxfile : NULL);
	ck_assert_msg(got.verdict == rows[_i].verdict, "%s: %d", rows[_i].call, got.verdict);
	ck_assert_int_eq(got.unsure, rows[_i].unsure);
	if (rows[_i].session)
		ck_assert_text(got.session, rows[_i].session);
	ck_assert_int_eq(got.installs_nothing, rows[_i].nothing);
	if (got.unsure || got.verdict == REUSE_REFUSED || got.verdict == REUSE_UNSAFE)
		ck_assert_ptr_nonnull(got.why);
}
END_TEST

/* Whether the installs of all sessions leave nothing else. */
static const struct {
	const char *call;
	const char *noxfile;
	bool exact;
} exacts[] = {
	{ "nox", A("session.run_install('uv', 'sync')"), true },
	{ "nox", A("session.run_install('uv', 'sync')") B("session.install('x')"), false },
	{ "nox -s a", A("session.run_install('uv', 'sync')") B("session.install('x')"), true },
	{ "nox -s a", A("session.run_install('uv', 'sync')") LOOP, false },
	{ "nox -s a c", BARE_A OPEN, false },
	{ "nox -s c", A("session.run_install('uv', 'sync')") NOTIFIES, true },
	{ "nox -s c", A("session.install('x')") NOTIFIES, false },
	{ "nox -s a", BARE_A, false },
	{ "nox", "", false },
};

START_TEST(test_exact)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct nox_calls calls = { .list = { .len = 0 } };
	struct noxfile noxfile = { .complete = false };

	read_call(&l, &calls, exacts[_i].call);
	noxfile_read(&noxfile, &l.arena, str_from(exacts[_i].noxfile));
	ck_assert_int_eq(reuse_judge(&calls.list.at[0], STR(""), &noxfile).exact, exacts[_i].exact);
}
END_TEST

/* An action that runs Nox does not name sessions: all of them count. */
START_TEST(test_by_action)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct noxfile noxfile = { .complete = false };
	static const struct call_place place;
	struct nox_call call = { .place = &place, .runs = true, .indirect = true };

	noxfile_read(&noxfile, &arena, STR("nox.options.sessions = [\"b\"]\n" COPY));
	ck_assert_int_eq(reuse_judge(&call, STR("uv"), &noxfile).verdict, REUSE_UNSAFE);
	ck_assert_int_eq(reuse_judge(&call, STR(""), &noxfile).verdict, REUSE_NEEDS_OPTION);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("reuse");

	ADD_TABLE(tcase, test_judge, rows);
	ADD_TABLE(tcase, test_exact, exacts);
	tcase_add_test(tcase, test_by_action);
	return run_tests("reuse", tcase);
}
