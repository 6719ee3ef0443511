/* SPDX-License-Identifier: MIT */
/* Tests what noxfiles import and load, and whether all their sessions are known. */
#include "config.h"

#include "nox/noxfile/read.h"

#include "unit.h"

static const struct {
	const char *text;
	bool complete;
} rows[] = {
	{ "import nox\n@nox.session\ndef a(session): pass\n", true },
	{ "import nox as n\nfrom nox import session\n@n.session\ndef a(session): session.run('session(')\n", true },
	{ "import importlib.metadata, yaml, nox_poetry\nfrom packaging.version import Version\n", true },
	{ "from nox.sessions import Session\ndef a(session: Session): session.log('x')\n", true },
	{ "import nox\nif __name__ == '__main__':\n    nox.main()\n", true },
	{ "import nox\n@nox.session\ndef a(session): session.log('x'); session.run('y')\n", true },
	{ "from nox import session as task\n@task\ndef a(s): s.run('x')\n", true },
	{ "for x in y:\n    @nox.session(name=x)\n    def a(s): pass\n", false },
	{ "nox.session(f, name='x')\n", false },
	{ "from tools.nox_tasks import *\n", false },
	{ "import noxlib\n", false },
	{ "if x:\n    @nox.session\n    def a(s): pass\n", false },
	{ "@nox.session\ndef a(s):\n    s.run('x\n", false },
	{ "nox._REGISTRY['x'] = f\n", false },
	{ "from nox import registry\n", false },
	{ "from nox import session\nfor x in y:\n    session(name=x)(f)\n", false },
	{ "from nox import session\nS = {}\nS['x'] = session(f)\n", false },
	{ "import nox\nmake = nox.session\n", false },
	{ "import nox as n\nn.session(f)\n", false },
	{ "import nox\ngetattr(nox, 'session')(f)\n", false },
	{ "import importlib\nimportlib.import_module('tasks')\n", false },
	{ "exec(open('x.py').read())\n", false },
	{ "from x import *\n", false },
};

START_TEST(test_complete)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct noxfile n;

	noxfile_read(&n, &arena, str_from(rows[_i].text));
	ck_assert_int_eq(n.complete, rows[_i].complete);
}
END_TEST

/* What all sessions depend on. */
START_TEST(test_reads)
{
	static const char *const want[] = { "sub/pyproject.toml", "c.txt", "d.txt", "f-*.txt", "e.txt" };
	ARENA_AUTO struct arena arena = { 0 };
	struct noxfile n;

	noxfile_read(&n, &arena,
		     STR("import nox, os\nC = 'd.txt'\nDATA = "
			 "nox.project.load_toml('sub/pyproject.toml')\n"
			 "os.environ['PIP_CONSTRAINT'] = 'c.txt'\n@nox.session\ndef a(s):\n"
			 "    s.install('x', env={'UV_CONSTRAINT': C, 'X': 'y'})\n"
			 "    s.install('z', env=dict(UV_BUILD_CONSTRAINT=f'f-{s.python}.txt'))\n"
			 "    s.env['PIP_CONSTRAINT'] = 'e.txt'\n    s.install('y')\n"));
	ck_assert_uint_eq(n.reads.len, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++)
		ck_assert_text(n.reads.at[i].path, want[i]);
	ck_assert_int_eq(n.sessions.at[0].installs, NOXFILE_INSTALLS_NOTHING);
	/* A variable that provides packages from a folder. */
	noxfile_read(&n, &arena,
		     STR("import nox, os\nos.environ['PIP_FIND_LINKS'] = 'dist'\n@nox.session\ndef "
			 "a(s): s.install('x')\n"
			 "@nox.session\ndef b(s): s.run('x')\n"));
	ck_assert_int_eq(n.sessions.at[0].installs, NOXFILE_INSTALLS_UNKNOWN);
	ck_assert_int_eq(n.sessions.at[1].installs, NOXFILE_INSTALLS_NOTHING);
}
END_TEST

START_TEST(test_modules)
{
	static const struct {
		const char *name, *member;
	} want[] = { { "tools", "nox_helpers" }, { "lib.other", "" },	     { "a.b", "c" },
		     { "a.b", "e" },		 { "./piped/python/noxfile.py", "" }, { "x.y", "" } };
	ARENA_AUTO struct arena arena = { 0 };
	struct noxfile n;

	noxfile_read(&n, &arena,
		     STR("from tools import nox_helpers\nimport lib.other as x, os\nfrom a.b "
			 "import (c as d, e)\n"
			 "import importlib.util\nP = './piped/python/noxfile.py'\n"
			 "s = importlib.util.spec_from_file_location('x', "
			 "P)\nimportlib.import_module('x.y')\n"));
	ck_assert_uint_eq(n.modules.len, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		ck_assert_text(n.modules.at[i].name, want[i].name);
		ck_assert_text(n.modules.at[i].member, want[i].member);
	}
	ck_assert(!n.complete);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("noxfile_imports");

	ADD_TABLE(tcase, test_complete, rows);
	tcase_add_test(tcase, test_reads);
	tcase_add_test(tcase, test_modules);
	return run_tests("noxfile_imports", tcase);
}
