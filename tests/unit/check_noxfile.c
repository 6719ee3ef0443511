/* SPDX-License-Identifier: MIT */
/* Tests what is known from snippets of noxfiles. */
#include "config.h"

#include "nox/noxfile/read.h"
#include "nox/noxfile/tokens.h"

#include "base/buf.h"

#include <check.h>
#include <stdio.h>

static struct arena arena;

static void teardown(void)
{
	arena_release(&arena);
}

static struct noxfile read_text(const char *text)
{
	struct noxfile noxfile;

	noxfile_read(&noxfile, &arena, str_from(text));
	return noxfile;
}

/* Each statement as its tokens, "indent:" first. */
static const struct {
	const char *text;
	const char *want;
	bool broken;
} tokens[] = {
	{ "a = 1 # x\n\n  b.c(\n 2,\n)\n", "0:a = 1\n2:b . c ( 2 , )\n", false },
	{ "x = 'a#b' \"c'd\"\n", "0:x = <a#b> <c'd>\n", false },
	{ "'''a\n\"b\"\n'''\nc", "0:<a\n\"b\"\n>\n0:c\n", false },
	{ "a = \\\n b\r\n\tc\r\n", "0:a = b\n8:c\n", false },
	{ "a = \\\r\n b\n", "0:a = b\n", false },
	{ "f'a{b}' rb'\\x' u'q' x'y'\n", "0:(a{b}) (\\x) <q> x <y>\n", false },
	{ "'a\\'b' r'\\d'\n", "0:(a\\'b) <\\d>\n", false },
	{ "a; b\n", "0:a\n0:b\n", false },
	{ "def f(): a; b; c\n d; e\nf;\n", "0:def f ( ) : a\n1:b\n1:c\n1:d\n1:e\n0:f\n", false },
	{ "\xef\xbb\xbf\xc3\xa9 = 1", "0:\xc3\xa9 = 1\n", false },
	{ "a = 'x\nb\n", "0:a = (x)\n0:b\n", true },
	{ "a = '''x\nb\n", "0:a = (x\nb\n)\n", true },
	{ "f(\n", "0:f (\n", true },
	{ ")\na\\", "0:)\n0:a\n", false },
	{ "'\\", "0:(\\)\n", true },
	{ "", "", false },
};

START_TEST(test_tokens)
{
	BUF_AUTO struct buf got = { 0 };
	struct tokens read;

	tokens_read(&read, &arena, str_from(tokens[_i].text));
	for (size_t i = 0; i < read.statements.len; i++) {
		const struct statement *s = &read.statements.at[i];

		buf_printf(&got, "%u:", s->indent);
		for (size_t k = s->first; k < s->end; k++) {
			const struct token *t = &read.list.at[k];
			const char *open = t->kind != TOKEN_STRING ? "" : t->literal ? "<" : "(";
			const char *close = t->kind != TOKEN_STRING ? "" : t->literal ? ">" : ")";

			buf_printf(&got, "%s%s%.*s%s", k > s->first ? " " : "", open,
				   STR_ARG(t->text), close);
		}
		buf_add_char(&got, '\n');
	}
	ck_assert_str_eq(got.p ? got.p : "", tokens[_i].want);
	ck_assert_int_eq(read.broken, tokens[_i].broken);
}
END_TEST

static const struct {
	const char *text;
	enum noxfile_reuse reuse;
} reuses[] = {
	{ "", NOXFILE_REUSE_UNSAID },
	{ "import nox\nnox.options.reuse_existing_virtualenvs = True\n", NOXFILE_REUSE_YES },
	{ "nox.options.reuse_existing_virtualenvs = False", NOXFILE_REUSE_NO },
	{ "nox.options.reuse_venv = \"yes\"\n", NOXFILE_REUSE_YES },
	{ "nox.options.reuse_venv = 'no'\n", NOXFILE_REUSE_NO },
	{ "nox.options.reuse_venv = 'always'\n", NOXFILE_REUSE_ALWAYS },
	{ "nox.options.reuse_venv = 'never'\n", NOXFILE_REUSE_NEVER },
	{ "nox.options.reuse_venv = 'maybe'\n", NOXFILE_REUSE_UNKNOWN },
	{ "nox.options.reuse_venv = (\n  'yes'  # why\n)\n", NOXFILE_REUSE_YES },
	{ "REUSE = 'no'\nnox.options.reuse_venv = REUSE\n", NOXFILE_REUSE_NO },
	{ "REUSE = False\nnox.options.reuse_existing_virtualenvs = REUSE\n", NOXFILE_REUSE_NO },
	{ "REUSE = 'no'\nif CI: REUSE = 'yes'\nnox.options.reuse_venv = REUSE\n", NOXFILE_REUSE_UNKNOWN },
	{ "import nox as n\nn.options.reuse_venv = 'yes'\n", NOXFILE_REUSE_YES },
	{ "nox.options.reuse_venv = 'yes' if CI else 'no'\n", NOXFILE_REUSE_UNKNOWN },
	{ "nox.options.reuse_existing_virtualenvs = not CI\n", NOXFILE_REUSE_UNKNOWN },
	{ "if CI:\n    nox.options.reuse_venv = 'yes'\n", NOXFILE_REUSE_UNKNOWN },
	{ "if CI: nox.options.reuse_venv = 'yes'\n", NOXFILE_REUSE_UNKNOWN },
	{ "# nox.options.reuse_venv = 'yes'\n'''\nnox.options.reuse_venv = 'yes'\n'''\n",
	  NOXFILE_REUSE_UNSAID },
	{ "from nox import options\noptions.reuse_venv = 'yes'\n", NOXFILE_REUSE_YES },
	{ "nox.options.reuse_venv = 'no'\nnox.options.reuse_venv = 'yes'\n", NOXFILE_REUSE_YES },
};

START_TEST(test_reuse)
{
	ck_assert_int_eq(read_text(reuses[_i].text).reuse, reuses[_i].reuse);
}
END_TEST

START_TEST(test_options)
{
	struct noxfile n = read_text("nox.options.default_venv_backend = \"uv|virtualenv\"\n"
				     "nox.options.envdir = environ['a']\n"
				     "nox.options.sessions = ['lint', \"tests\",]\n");

	ck_assert(n.backend.said && n.backend.known && str_is(n.backend.value, "uv|virtualenv"));
	ck_assert(n.envdir.said && !n.envdir.known);
	ck_assert(n.default_said && n.default_known && n.complete);
	ck_assert_uint_eq(n.default_sessions.len, 2);
	ck_assert(str_is(n.default_sessions.at[1], "tests"));
	n = read_text("nox.options.sessions = 'lint', 'docs'\nnox.options.envdir = '.cache'\n");
	ck_assert(n.default_known && n.default_sessions.len == 2);
	ck_assert(n.envdir.known && str_is(n.envdir.value, ".cache"));
	n = read_text("nox.options.sessions = ['lint'] + MORE\n");
	ck_assert(n.default_said && !n.default_known);
	n = read_text("nox.options.sessions = ['lint']\nnox.options.sessions.append('x')\n");
	ck_assert(n.default_said && !n.default_known);
}
END_TEST

/* Decorators. */
static const struct {
	const char *text;
	const char *name;
	enum noxfile_reuse reuse;
	enum noxfile_python python;
	const char *backend; /* NULL: not set; "?": unknown */
} sessions[] = {
	{ "@nox.session\ndef a(session): pass\n", "a", NOXFILE_REUSE_UNSAID, NOXFILE_PYTHON_UNSAID, NULL },
	{ "@session\ndef a(s): pass\n", "a", NOXFILE_REUSE_UNSAID, NOXFILE_PYTHON_UNSAID, NULL },
	{ "@nox_poetry.session()\ndef a(s): pass\n", "a", NOXFILE_REUSE_UNSAID, NOXFILE_PYTHON_UNSAID, NULL },
	{ "from nox import session as task\n@task(name='x')\ndef a(s): pass\n", "x", NOXFILE_REUSE_UNSAID,
	  NOXFILE_PYTHON_UNSAID, NULL },
	{ "@nox.session(name=\"a-b\", python=False, reuse_venv=True)\ndef a(s): pass\n", "a-b",
	  NOXFILE_REUSE_YES, NOXFILE_PYTHON_NONE, NULL },
	{ "@nox.session(\n    python=['3.9', '3.10'], # all\n    reuse_venv=False,\n"
	  "    venv_backend='none',\n)\n@nox.parametrize('x', [1, 2])\ndef a(s): pass\n",
	  "a", NOXFILE_REUSE_NO, NOXFILE_PYTHON_SOME, "none" },
	{ "@nox.parametrize('x', [1])\n@nox.session(python=VERSIONS, venv_backend=B, tags=['x'])\n"
	  "def a(s): pass\n", "a", NOXFILE_REUSE_UNSAID, NOXFILE_PYTHON_UNKNOWN, "?" },
	{ "@nox.session(name=NAME, reuse_venv=REUSE)\ndef a(s): pass\n", "", NOXFILE_REUSE_UNKNOWN,
	  NOXFILE_PYTHON_UNSAID, NULL },
	{ "@nox.session(**options)\ndef a(s): pass\n", "a", NOXFILE_REUSE_UNKNOWN, NOXFILE_PYTHON_UNKNOWN, "?" },
	{ "@nox.session(python=None, venv_backend=None)\nasync def a(s): pass\n", "a",
	  NOXFILE_REUSE_UNSAID, NOXFILE_PYTHON_UNSAID, NULL },
};

START_TEST(test_session)
{
	struct noxfile n = read_text(sessions[_i].text);
	const struct noxfile_session *s = n.sessions.at;
	const char *backend = sessions[_i].backend;

	ck_assert_uint_eq(n.sessions.len, 1);
	ck_assert(str_is(s->name, sessions[_i].name));
	ck_assert_int_eq(s->reuse, sessions[_i].reuse);
	ck_assert_int_eq(s->python, sessions[_i].python);
	ck_assert_int_eq(s->backend.said, backend != NULL);
	if (backend)
		ck_assert(backend[0] == '?' ? !s->backend.known : str_is(s->backend.value, backend));
}
END_TEST

START_TEST(test_names)
{
	struct noxfile n = read_text("nox.options.reuse_venv = 'yes'\n"
				     "@nox.session\ndef tests(s): pass\n"
				     "@nox.session(name='tests-slow', reuse_venv=False)\ndef u(s): pass\n");
	const struct noxfile_session *s = noxfile_session_named(&n, STR("tests-slow-3.12"));

	ck_assert_ptr_eq(s, &n.sessions.at[1]);
	ck_assert_int_eq(noxfile_reuse_of(&n, s), NOXFILE_REUSE_NO);
	s = noxfile_session_named(&n, STR("tests-3.12(django='5')"));
	ck_assert_ptr_eq(s, &n.sessions.at[0]);
	ck_assert_int_eq(noxfile_reuse_of(&n, s), NOXFILE_REUSE_YES);
	ck_assert_ptr_null(noxfile_session_named(&n, STR("tests-fast")));
	ck_assert_ptr_null(noxfile_session_named(&n, STR("tests-p")));
	ck_assert_ptr_eq(noxfile_session_named(&n, STR("tests-pypy3.10")), &n.sessions.at[0]);
	ck_assert(noxfile_session_may_be(&n.sessions.at[0], STR("te")));
	ck_assert(noxfile_session_may_be(&n.sessions.at[0], STR("tests-")));
	ck_assert(noxfile_session_may_be(&n.sessions.at[0], STR("tests-py")));
	ck_assert(!noxfile_session_may_be(&n.sessions.at[0], STR("tests-s")));
	ck_assert(noxfile_session_may_be(&n.sessions.at[1], STR("tests-s")));
	ck_assert_ptr_null(noxfile_session_named(&n, STR("testsuite")));
	ck_assert_ptr_null(noxfile_session_named(&n, STR("test")));
	n.reuse = NOXFILE_REUSE_ALWAYS;
	ck_assert_int_eq(noxfile_reuse_of(&n, &n.sessions.at[1]), NOXFILE_REUSE_YES);
}
END_TEST

/* Each decorator makes a separate session. */
START_TEST(test_several)
{
	struct noxfile n = read_text("@nox.session(reuse_venv=False)\n@nox.session(name='b', python=False)\n"
				     "@other\n@nox.session(name='c')\ndef a(s): s.install('.')\n");

	ck_assert_uint_eq(n.sessions.len, 3);
	ck_assert(str_is(n.sessions.at[0].name, "c") && str_is(n.sessions.at[2].name, "a"));
	ck_assert_int_eq(n.sessions.at[0].python, NOXFILE_PYTHON_UNSAID);
	ck_assert_int_eq(n.sessions.at[1].python, NOXFILE_PYTHON_NONE);
	ck_assert_int_eq(n.sessions.at[2].reuse, NOXFILE_REUSE_NO);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(n.sessions.at[i].installs, NOXFILE_INSTALLS_COPY);
}
END_TEST

/* Input that tries to be slow: nested calls and functions, unclosed brackets. */
START_TEST(test_hostile)
{
	static const char *const parts[] = { "s.run(", "def f(s):\n", "((((", "@session\n", "'''", "\\",
					     "@session(a(", "s.install(f(s,", "'PIP_CONSTRAINT': ((",
					     "load_toml(", "import_module((", "s.notify('a')\n ", "f(s, s, s, ",
					     "def f(s): f(s)\n" };
	BUF_AUTO struct buf text = { 0 };
	struct noxfile n;

	buf_add_c(&text, "@nox.session\ndef a(s):\n ");
	while (text.len < 250000)
		buf_add_c(&text, parts[_i]);
	noxfile_read(&n, &arena, buf_str(&text));
	while (text.len < 300000)
		buf_add_c(&text, " ");
	noxfile_read(&n, &arena, buf_str(&text));
	ck_assert(!n.complete && n.reuse == NOXFILE_REUSE_UNKNOWN);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *suite = suite_create("noxfile");
	TCase *tcase = tcase_create("noxfile");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, test_tokens, 0, COUNT(tokens));
	tcase_add_loop_test(tcase, test_reuse, 0, COUNT(reuses));
	tcase_add_test(tcase, test_options);
	tcase_add_loop_test(tcase, test_session, 0, COUNT(sessions));
	tcase_add_test(tcase, test_names);
	tcase_add_test(tcase, test_several);
	tcase_add_loop_test(tcase, test_hostile, 0, 14);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
