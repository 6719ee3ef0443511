/* SPDX-License-Identifier: MIT */
/* Tests what the bodies and decorators of sessions install of the project. */
#include "config.h"

#include "nox/noxfile/read.h"

#include "base/buf.h"
#include "unit.h"

static const char head[] =
	"import os, sys\nfrom pathlib import Path\n"
	"HERE = Path(__file__).parent.resolve()\nPROJECT = '.'\n"
	"TOOLS = ['ruff', \"mypy\"]\nMORE = (*TOOLS, PROJECT + '[x]')\n"
	"CHANGED = ['ruff']\nCHANGED.append(PROJECT)\nALIASED = ['ruff']\nOTHER = ALIASED\n"
	"DEPS = {'lint': 'ruff', 'docs': '.[docs]', 'x': {'lint': '.'}}\n"
	"def helper(q, r=None):\n    q.install('-e', '.')\n"
	"def outer(z, n):\n    helper(z)\n"
	"def loop(y):\n    loop(y)\n"
	"def with_keyword(*, it):\n    it.install('.')\n"
	"def apply(k, what):\n    what(k)\n"
	"def passed(h, n):\n    lib.install_all(h)\n"
	"class Tool:\n    def __init__(self, s): self.s = s\n    def use(self): self.s.install('.')\n";

/* Bodies of a session. */
static const struct {
	const char *body;
	enum noxfile_installs installs;
} bodies[] = {
	{ "s.run('pytest', *s.posargs)", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('ruff==0.5', 'mypy>=1')", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('-c', 'constraints.txt', '-U', 'pip', silent=False)", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('.')", NOXFILE_INSTALLS_COPY },
	{ "s.install('.[test]', 'pytest')", NOXFILE_INSTALLS_COPY },
	{ "s.install(f'.[{extra}]')", NOXFILE_INSTALLS_COPY },
	{ "s.install('-e', '.')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('pytest', '-e', '.[test]')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('-e.[test]')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('--editable', f'.[{x}]')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('-e', '.')\n    s.install('./plugin')", NOXFILE_INSTALLS_COPY },
	{ "s.install('-r', 'requirements.txt')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install('-rrequirements.txt')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install('-r', 'requirements.txt', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.install(*DEPENDENCIES)", NOXFILE_INSTALLS_UNKNOWN },
	{ "for d in x:\n        s.install(d)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install('dist/x.whl')", NOXFILE_INSTALLS_COPY },
	{ "s.run('uv', 'sync', '--frozen', external=True)", NOXFILE_INSTALLS_EDITABLE },
	{ "s.run_install('uv', 'sync', '--no-install-project')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run_install('uv', 'sync', '--no-editable', f'--python={s.virtualenv.location}')",
	  NOXFILE_INSTALLS_COPY },
	{ "s.run('uv', 'pip', 'install', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.run('python', '-m', 'pip', 'install', '-e', '.')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.run('python', '-m', 'pytest', '.')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('ruff', 'check', '.')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('poetry', 'install', external=True)", NOXFILE_INSTALLS_EDITABLE },
	{ "s.run('poetry', 'install', '--no-root')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run(*command)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.poetry.installroot(distribution_format='wheel')", NOXFILE_INSTALLS_COPY },
	{ "s.conda_install('numpy', channel='x')", NOXFILE_INSTALLS_NOTHING },
	{ "s.chdir('x'); s.log('.')", NOXFILE_INSTALLS_NOTHING },
	{ "helper(s)", NOXFILE_INSTALLS_EDITABLE },
	{ "outer(s, 1)", NOXFILE_INSTALLS_EDITABLE },
	{ "elsewhere(s)", NOXFILE_INSTALLS_UNKNOWN },
	{ "lib.helper(s)", NOXFILE_INSTALLS_UNKNOWN },
	{ "loop(s)", NOXFILE_INSTALLS_NOTHING },
	{ "i = s.install\n    i('.')", NOXFILE_INSTALLS_UNKNOWN },
	{ "# s.install('.')\n    '''s.install('.')'''", NOXFILE_INSTALLS_NOTHING },
	/* any name for the session */
	{ "self.s.install('.')", NOXFILE_INSTALLS_COPY },
	{ "wrapped(s).install('.')", NOXFILE_INSTALLS_COPY },
	{ "helper(x, s)", NOXFILE_INSTALLS_EDITABLE },
	{ "partial(helper)()", NOXFILE_INSTALLS_EDITABLE },
	{ "with_keyword(it=s)", NOXFILE_INSTALLS_COPY },
	{ "Tool(s).use()", NOXFILE_INSTALLS_COPY },
	{ "print(s)", NOXFILE_INSTALLS_NOTHING },
	{ "apply(s, outer)", NOXFILE_INSTALLS_UNKNOWN },
	{ "return s", NOXFILE_INSTALLS_UNKNOWN },
	{ "passed(s, 1)", NOXFILE_INSTALLS_UNKNOWN },
	/* paths, and names that are not paths */
	{ "s.install('../name/')", NOXFILE_INSTALLS_COPY },
	{ "s.install('pkgs/x')", NOXFILE_INSTALLS_COPY },
	{ "s.install('pkgs/x[test]', 'pytest')", NOXFILE_INSTALLS_COPY },
	{ "s.install(str(HERE / 'pkgs'))", NOXFILE_INSTALLS_COPY },
	{ "s.install(HERE.as_posix())", NOXFILE_INSTALLS_COPY },
	{ "s.install(os.path.join('a', 'b'))", NOXFILE_INSTALLS_COPY },
	{ "s.install(project_path)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install(PROJECT)", NOXFILE_INSTALLS_COPY },
	{ "s.install('a-b[x]>=1,<2; python_version > \"3\"')", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('x @ file:///tmp/x')", NOXFILE_INSTALLS_COPY },
	{ "s.install('-qe', '.')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('-Ue', '.')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('--target', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.install('--no-cache', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.install('-n', 'pkgs/x')", NOXFILE_INSTALLS_COPY },
	{ "s.install('.', '--force-reinstall')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('.', '--reinstall-package', 'x')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.install('--find-links', 'dist', 'name')", NOXFILE_INSTALLS_COPY },
	{ "s.install('--find-links=./dist/', 'name')", NOXFILE_INSTALLS_COPY },
	{ "s.install('-f', 'wheels', 'name')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install('-f', 'https://example.org/torch.html', 'torch')", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('--group', 'test')", NOXFILE_INSTALLS_UNKNOWN },
	/* values */
	{ "s.install(*TOOLS, 'x')", NOXFILE_INSTALLS_NOTHING },
	{ "s.install(*MORE)", NOXFILE_INSTALLS_COPY },
	{ "s.install(*CHANGED)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install(*ALIASED)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install(*(TOOLS + ['.']))", NOXFILE_INSTALLS_COPY },
	{ "s.install(DEPS['docs'])", NOXFILE_INSTALLS_COPY },
	{ "s.install(DEPS['lint'])", NOXFILE_INSTALLS_NOTHING },
	{ "s.install(DEPS[x])", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install(f'django=={version}')", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('django==' + version)", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('django==%s' % version)", NOXFILE_INSTALLS_NOTHING },
	{ "s.install('django=={}'.format(version))", NOXFILE_INSTALLS_NOTHING },
	{ "s.install(f'django{version}')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.install('x' if y else '.')", NOXFILE_INSTALLS_COPY },
	{ "s.install('x' if y else 'z')", NOXFILE_INSTALLS_NOTHING },
	{ "s.install(y or '.')", NOXFILE_INSTALLS_COPY },
	{ "s.install('x', **options)", NOXFILE_INSTALLS_NOTHING },
	{ "s.install(*s.posargs)", NOXFILE_INSTALLS_UNKNOWN },
	/* programs */
	{ "s.run_install('pip', '-q', 'install', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.run_always('python', '-I', '-m', 'pip', '--quiet', 'install', '-e.')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.run(f'python{x}', '-m', 'pip', 'install', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.run(sys.executable, '-m', 'pip', 'install', 'x')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('.venv/bin/pip', 'install', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.run('uv', '--quiet', 'pip', 'install', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.run('uv', 'run', '--with', 'x', 'pip', 'install', '.')", NOXFILE_INSTALLS_COPY },
	{ "s.run('poetry', 'run', 'pip', 'install', '-e', '.')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.run('poetry', '-C', 'x', 'install')", NOXFILE_INSTALLS_EDITABLE },
	{ "s.run('uv', 'sync', *args)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run('uv', 'sync', '--only-group=docs')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('uv', 'sync', '--only-group', 'docs')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('uv', *args)", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run('uv', 'run', 'pytest')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('pip-sync', 'x.txt')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run('python', '-m', 'piptools', 'sync')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run('conda', 'env', 'update', '--prune', '-f', 'e.yml')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run('python', 'setup.py', 'sdist')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('python', 'setup.py', 'develop')", NOXFILE_INSTALLS_COPY },
	{ "s.run('pip', 'list')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run('pip', verb, '.')", NOXFILE_INSTALLS_UNKNOWN },
	/* -R skips only run_install(), so what that does must be known */
	{ "s.run('make')", NOXFILE_INSTALLS_NOTHING },
	{ "s.run_install('make')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run_always('npm', 'ci')", NOXFILE_INSTALLS_UNKNOWN },
	{ "s.run_install('pip', 'install', 'x')", NOXFILE_INSTALLS_NOTHING },
	{ "subprocess.run(['git', 'status'])", NOXFILE_INSTALLS_NOTHING },
	{ "s.env['PIP_CONSTRAINT'] = 'c.txt'\n    s.install('x')", NOXFILE_INSTALLS_NOTHING },
	{ "def inner(t: nox.Session):\n        t.install('.')\n    run(inner)", NOXFILE_INSTALLS_COPY },
	{ "if x: s.log('y'); s.install('.')", NOXFILE_INSTALLS_COPY },
	{ "g = lambda s: s.run('x')", NOXFILE_INSTALLS_NOTHING },
};

START_TEST(test_installs)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct noxfile n;

	buf_printf(&text, "%s@nox.session\ndef a(s: nox.Session) -> None:\n    %s\n"
			  "@nox.session\ndef b(s):\n    s.install('.')\n", head, bodies[_i].body);
	noxfile_read(&n, &arena, buf_str(&text));
	ck_assert_uint_eq(n.sessions.len, 2);
	ck_assert(n.complete);
	ck_assert_msg(n.sessions.at[0].installs == bodies[_i].installs, "%s: %d", bodies[_i].body,
		      n.sessions.at[0].installs);
	ck_assert_int_eq(n.sessions.at[1].installs, NOXFILE_INSTALLS_COPY);
	ck_assert_uint_eq(n.sessions.at[1].range.end + 1, text.len);
}
END_TEST

/* Decorators around a session whose own body installs nothing. */
static const struct {
	const char *decorators;
	enum noxfile_installs installs;
} decorators[] = {
	{ "@nox.session\n", NOXFILE_INSTALLS_NOTHING },
	{ "@nox.session\n@nox.parametrize('x', [1])\n", NOXFILE_INSTALLS_NOTHING },
	{ "@nox.session\n@functools.lru_cache\n", NOXFILE_INSTALLS_NOTHING },
	{ "@nox.session\n@needs\n", NOXFILE_INSTALLS_COPY },
	{ "@needs\n@nox.session()\n", NOXFILE_INSTALLS_COPY },
	{ "@nox.session\n@needs_group('x')\n", NOXFILE_INSTALLS_EDITABLE },
	{ "@nox.session\n@pure\n", NOXFILE_INSTALLS_NOTHING },
	{ "@nox.session\n@with_function(install_all)\n", NOXFILE_INSTALLS_EDITABLE },
	{ "@nox.session\n@elsewhere\n", NOXFILE_INSTALLS_UNKNOWN },
	{ "@nox.session\n@lib.needs('x')\n", NOXFILE_INSTALLS_UNKNOWN },
	{ "@lib.session\n", NOXFILE_INSTALLS_UNKNOWN },
};

START_TEST(test_decorators)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct str text = arena_printf(&arena,
		"import nox\nimport functools\n"
		"def needs(func):\n    @functools.wraps(func)\n    def wrapper(session, *args):\n"
		"        session.install('.')\n        return func(session, *args)\n    return wrapper\n"
		"def needs_group(group):\n    def deco(func):\n        def inner(s2: nox.Session):\n"
		"            s2.install('-e', f'.[{group}]')\n            func(s2)\n        return inner\n"
		"    return deco\n"
		"def pure(func):\n    def wrapper(session):\n        print(session)\n        func(session)\n"
		"    return wrapper\n"
		"def install_all(session):\n    session.install('-e', '.')\n"
		"def with_function(f):\n    return lambda func: func\n"
		"%sdef a(session):\n    session.run('x')\n", decorators[_i].decorators);
	struct noxfile n;

	noxfile_read(&n, &arena, text);
	ck_assert_uint_eq(n.sessions.len, 1);
	ck_assert_int_eq(n.sessions.at[0].installs, decorators[_i].installs);
}
END_TEST

/* The session of another library. */
START_TEST(test_nox_uv)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct noxfile n;

	noxfile_read(
		&n, &arena,
		STR("from nox_uv import session\n@session(uv_groups=['test'])\ndef a(s): "
		    "s.run('x')\n"
		    "@session(uv_groups=['x'], uv_no_install_project=True)\ndef b(s): s.run('x')\n"
		    "@session\ndef c(s): s.run('x')\n"));
	ck_assert_uint_eq(n.sessions.len, 3);
	ck_assert_int_eq(n.sessions.at[0].installs, NOXFILE_INSTALLS_EDITABLE);
	ck_assert_int_eq(n.sessions.at[1].installs, NOXFILE_INSTALLS_NOTHING);
	/* nox-uv runs `uv sync` even if no group is named. */
	ck_assert_int_eq(n.sessions.at[2].installs, NOXFILE_INSTALLS_EDITABLE);
	ck_assert(n.sessions.at[0].exact && n.sessions.at[2].exact);
	noxfile_read(&n, &arena,
		     STR("import nox\nimport nox_uv\n@nox_uv.session\ndef a(s): pass\n"
			 "@nox.session\ndef b(s): pass\n"));
	ck_assert_int_eq(n.sessions.at[0].installs, NOXFILE_INSTALLS_EDITABLE);
	ck_assert_int_eq(n.sessions.at[1].installs, NOXFILE_INSTALLS_NOTHING);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("noxfile_installs");

	ADD_TABLE(tcase, test_installs, bodies);
	ADD_TABLE(tcase, test_decorators, decorators);
	tcase_add_test(tcase, test_nox_uv);
	return run_tests("noxfile_installs", tcase);
}
