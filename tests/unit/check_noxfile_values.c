/* SPDX-License-Identifier: MIT */
/* Tests the paths in arguments of installs. */
#include "config.h"

#include "nox/noxfile/read.h"

#include "base/buf.h"
#include "unit.h"

static const char head[] =
	"import nox, os\nfrom pathlib import Path\nHERE = Path(__file__).parent\nKIND = 'docs'\n"
	"CONSTRAINTS = 'ci/' 'constraints.txt'\nREQUIREMENTS = {'docs': 'docs/r.txt'}\n"
	"ARGUMENTS = ['-r', 'docs/r.txt']\nTWICE = 'a.txt'\nTWICE = 'b.txt'\n"
	"def helper(session):\n    session.install('-r', 'helper.txt')\n";

static const struct {
	const char *body;
	const char *reads; /* each followed by a space */
} rows[] = {
	{ "s.install('x')", "" },
	{ "s.install('-r', 'docs/requirements.txt')", "docs/requirements.txt " },
	{ "s.install('-rdocs/r.txt', '--constraint=c.txt', 'x')", "docs/r.txt c.txt " },
	{ "s.install('--requirement', f'requirements/{KIND}.txt', '-c', CONSTRAINTS)",
	  "requirements/docs.txt ci/constraints.txt " },
	{ "s.install('-r', f'requirements/{s.python}.txt')", "requirements/*.txt " },
	{ "s.install('x', '-c', str(HERE / 'ci' / f'c-{s.python}.txt'))", "./ci/c-*.txt " },
	{ "s.install('x', '--constraint=c-' + s.python + '.txt')", "c-*.txt " },
	{ "s.install(f'-rr-{x}.txt')", "r-*.txt " },
	{ "s.install('-r', f'{x}.txt')", "" },
	{ "s.install('-r', f'{x}/r.txt')", "" },
	{ "s.install('-r', f'a/{x}-{y}.txt')", "" },
	{ "s.install('-r', f'a/{x}')", "" },
	{ "s.install(f'pkgs/{x}')", "" },
	{ "s.install('-r', f'{{{KIND}}}.txt')", "{docs}.txt " },
	{ "s.install('-r', str(HERE / 'docs' / 'r.txt'))", "./docs/r.txt " },
	{ "s.install('-r', HERE.parent / 'r.txt')", "../r.txt " },
	{ "s.install('-r', os.path.dirname(__file__) + '/r.txt')", "./r.txt " },
	{ "s.install('-r', os.path.join('docs', 'r.txt'))", "docs/r.txt " },
	{ "s.install('-r', HERE.joinpath('a', 'r.txt').as_posix())", "./a/r.txt " },
	{ "s.install('-r', (KIND + '/' + 'r.txt'))", "docs/r.txt " },
	{ "s.install('-r', REQUIREMENTS['docs'])", "docs/r.txt " },
	{ "s.install('-r', REQUIREMENTS['x'])", "" },
	{ "s.install(*ARGUMENTS)", "docs/r.txt " },
	{ "path = 'tests/r.txt'\n    s.install('-r', path)", "tests/r.txt " },
	{ "for path in x:\n        s.install('-r', path)", "" },
	{ "s.install('-r', TWICE)", "" },
	{ "s.install('-r', f'a/{KIND:>9}.txt')", "a/*.txt " },
	{ "s.install('-r', KIND.upper() + '.txt')", "" },
	{ "s.install('-r', 'a\\x2e.txt')", "" },
	/* folders */
	{ "s.install('-e', 'pkgs/x[test]')", "pkgs/x " },
	{ "s.install('./pkgs/y', '--group', 'pkgs/pyproject.toml:test')", "./pkgs/y pkgs/pyproject.toml " },
	/* other programs */
	{ "s.run('uv', 'pip', 'sync', 'a.txt', 'b.txt')", "a.txt b.txt " },
	{ "s.run('pip-sync', 'a.txt')", "a.txt " },
	{ "s.run('uv', 'sync', '--locked', '--project', 'sub')", "sub/uv.lock sub/pyproject.toml " },
	{ "s.run('poetry', '--directory=sub', 'install')", "sub/poetry.lock sub/pyproject.toml " },
	{ "s.run('conda', 'env', 'update', '--file', 'ci/e.yml')", "ci/e.yml " },
	{ "s.conda_install('--file', 'ci/r.txt')", "ci/r.txt " },
	{ "helper(s)", "helper.txt " },
	/* another folder */
	{ "s.chdir('docs')\n    s.install('-r', 'r.txt')", "" },
	{ "with s.cd('docs'):\n        s.install('-r', 'r.txt')", "" },
	{ "s.install('-r', 'https://example.org/r.txt')", "" },
};

START_TEST(test_reads)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct str text = arena_printf(&arena, "%s@nox.session\ndef a(s):\n    %s\n", head, rows[_i].body);
	struct noxfile n;

	noxfile_read(&n, &arena, text);
	for (size_t i = 0; i < n.sessions.at[0].reads.len; i++)
		buf_printf(&got, "%.*s ", STR_ARG(n.reads.at[n.sessions.at[0].reads.at[i]].path));
	ck_assert_text(buf_str(&got), rows[_i].reads);
}
END_TEST

/* Expressions that grow endlessly or are circular. */
START_TEST(test_hostile)
{
	static const char *const texts[] = {
		"A = B + B + B\nB = C + C + C\nC = D + D + D\nD = E + E + E\nE = A + A + A\n",
		"A = [*B, *B, *B]\nB = [*C, *C, *C]\nC = [*A, *A, *A]\n",
		"A = 'xxxxxxxxxxxxxxxx' + B\nB = C + C + C + C + C + C + C + C + C\nC = D + D + D + D + D + D + D + D\n"
		"D = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\n",
		"A = ((((((((((((((((((('x')))))))))))))))))))\n",
		"A = A\n",
	};
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct noxfile n;

	buf_add_c(&text, texts[_i]);
	buf_add_c(&text, "@nox.session\ndef a(s):\n");
	while (text.len < 200000)
		buf_add_c(&text, "    s.install(*A, A, f'{A}')\n");
	noxfile_read(&n, &arena, buf_str(&text));
	ck_assert_int_eq(n.sessions.at[0].installs, NOXFILE_INSTALLS_UNKNOWN);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("noxfile_values");

	ADD_TABLE(tcase, test_reads, rows);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, test_hostile, 0, 5);
	return run_tests("noxfile_values", tcase);
}
