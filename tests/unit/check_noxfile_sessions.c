/* SPDX-License-Identifier: MIT */
/* Tests what sessions start, whether they run by default, and whether their installs leave nothing
 * else. */
#include "config.h"

#include "nox/noxfile/read.h"

#include "base/buf.h"
#include "unit.h"

/* What session a starts. */
static const struct {
	const char *decorator;
	const char *body;
	const char *starts; /* names, each followed by a space */
	bool unknown;
} starts[] = {
	{ "", "s.run('x')", "", false },
	{ "requires=['b']", "pass", "b ", false },
	{ "requires=('b', \"c\")", "pass", "b c ", false },
	{ "requires=REQUIRED", "pass", "b c ", false },
	{ "requires=[*REQUIRED, 'b-d']", "pass", "b c b-d ", false },
	{ "requires=required()", "pass", "", true },
	{ "requires=['b-{python}']", "pass", "b b-d ", false },
	{ "requires=['b-d-{python}']", "pass", "b-d ", false },
	{ "requires=['b-3.12']", "pass", "b ", false },
	{ "requires=[f'{x}']", "pass", "", true },
	{ "requires=['nobody']", "pass", "", true },
	{ "requires=['a']", "pass", "a ", false },
	{ "**OPTIONS", "pass", "", true },
	{ "", "s.notify('b')", "b ", false },
	{ "", "s.notify('b', posargs=['x'])", "b ", false },
	{ "", "s.notify(f'b-{s.python}')", "b b-d ", false },
	{ "", "s.notify(\"c(x='1')\")", "c ", false },
	{ "", "for x in REQUIRED:\n        s.notify(x)", "", true },
	{ "", "s.notify(*NAMES)", "", true },
	{ "", "s.run('nox', '-s', 'b', 'c', external=True)", "b c ", false },
	{ "", "s.run('python', '-m', 'nox', '-r', '-s', 'b', '--', 'x')", "b ", false },
	{ "", "s.run('nox', '-s', 'b', '-f', 'x/noxfile.py')", "b ", true },
	{ "", "s.run('nox')", "", true },
	{ "", "s.run('nox', '-t', 'x')", "", true },
	{ "", "s.run('nox', *s.posargs)", "", true },
	{ "", "go(s)", "c ", false },
	/* either one: both */
	{ "", "s.notify('b' if x else 'c')", "b c ", false },
};

START_TEST(test_starts)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct str text = arena_printf(&arena,
		"import nox\nREQUIRED = ['b', 'c']\n"
		"def go(session):\n    session.notify('c')\n"
		"@nox.session(%s)\ndef a(s):\n    %s\n"
		"@nox.session\ndef b(s): pass\n@nox.session\ndef c(s): pass\n"
		"@nox.session(name='b-d')\ndef bd(s): pass\n", starts[_i].decorator, starts[_i].body);
	const struct noxfile_session *s;
	struct noxfile n;

	noxfile_read(&n, &arena, text);
	ck_assert_uint_eq(n.sessions.len, 4);
	s = &n.sessions.at[0];
	for (size_t i = 0; i < s->starts.len; i++)
		buf_printf(&got, "%.*s ", STR_ARG(n.sessions.at[s->starts.at[i]].name));
	ck_assert_text(buf_str(&got), starts[_i].starts);
	ck_assert_int_eq(s->starts_unknown, starts[_i].unknown);
}
END_TEST

/* Installs that leave nothing else in the environment. */
static const struct {
	const char *body;
	bool exact;
} exacts[] = {
	{ "s.run('x')", false },
	{ "s.install('x')", false },
	{ "s.run_install('uv', 'sync', '--locked')", true },
	{ "s.run_install('uv', 'sync', '--inexact')", false },
	{ "s.run_install('uv', 'sync', *args)", false },
	{ "s.run_install('uv', 'sync')\n    s.install('x')", false },
	{ "s.run_install('uv', 'pip', 'sync', 'x.txt')", true },
	{ "s.run_install('pip-sync')", true },
	{ "s.run_install('python', '-m', 'piptools', 'sync', 'x.txt')", true },
	{ "s.run_install('poetry', 'install')", false },
	{ "s.run_install('poetry', 'install', '--sync')", true },
	{ "s.run_install('poetry', 'sync')", true },
	{ "s.run_install('pdm', 'sync')", false },
	{ "s.run_install('pdm', 'sync', '--clean')", true },
	{ "s.run_install('conda', 'env', 'update', '--prune', '--file', 'e.yml')", true },
	{ "s.run_install('conda', 'env', 'update', '--file', 'e.yml')", false },
	{ "sync(s)", true },
	{ "elsewhere(s)", false },
};

START_TEST(test_exact)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct str text = arena_printf(&arena,
		"import nox\ndef sync(session):\n    session.run_install('uv', 'sync')\n"
		"@nox.session\ndef a(s):\n    %s\n", exacts[_i].body);
	struct noxfile n;

	noxfile_read(&n, &arena, text);
	ck_assert_msg(n.sessions.at[0].exact == exacts[_i].exact, "%s", exacts[_i].body);
}
END_TEST

START_TEST(test_default)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct noxfile n;

	noxfile_read(&n, &arena,
		     STR("@nox.session(default=False)\ndef a(s): pass\n"
			 "@nox.session\ndef b(s): pass\n"
			 "@nox.session(default=CI)\ndef c(s): pass\n"));
	ck_assert(!n.sessions.at[0].by_default && n.sessions.at[1].by_default && n.sessions.at[2].by_default);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("noxfile_sessions");

	ADD_TABLE(tcase, test_starts, starts);
	ADD_TABLE(tcase, test_exact, exacts);
	tcase_add_test(tcase, test_default);
	return run_tests("noxfile_sessions", tcase);
}
