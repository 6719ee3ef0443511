/* SPDX-License-Identifier: MIT */
/* Tests sources that change while their version stays the same, as sessions install them. */
#include "config.h"

#include "nox/noxfile/read.h"

#include "unit.h"

static const struct {
	const char *body;
	enum noxfile_moving moving;
} rows[] = {
	{ "s.install('x==1')", NOXFILE_MOVING_NOTHING },
	{ "s.install('.')", NOXFILE_MOVING_NOTHING },
	/* repositories */
	{ "s.install('git+https://example.org/a/b')", NOXFILE_MOVING_PIP },
	{ "s.install('git+https://example.org/a/b.git#egg=b')", NOXFILE_MOVING_PIP },
	{ "s.install('b @ git+https://example.org/a/b@main')", NOXFILE_MOVING_PIP },
	{ "s.install('git+ssh://git@example.org/a/b')", NOXFILE_MOVING_PIP },
	{ "s.install('git+https://example.org/a/b@a/topic')", NOXFILE_MOVING_PIP },
	{ "s.install('git+https://example.org/a/b@refs/pull/1/head')", NOXFILE_MOVING_PIP },
	{ "s.install('git+https://example.org/a/b@0123456789abcdef0123456789abcdef01234567')",
	  NOXFILE_MOVING_NOTHING },
	{ "s.install('git+https://example.org/a/b@v1.2#subdirectory=x')", NOXFILE_MOVING_NOTHING },
	{ "s.install('git+https://example.org/a/b@b-1.2.3rc1 ; python_version > \"3\"')", NOXFILE_MOVING_NOTHING },
	{ "s.install('git+https://example.org/a/b@stable-2.15')", NOXFILE_MOVING_UNKNOWN },
	{ "s.install('git+https://example.org/a/b@3.x')", NOXFILE_MOVING_UNKNOWN },
	{ "s.install(f'git+https://example.org/a/b@{revision}')", NOXFILE_MOVING_UNKNOWN },
	{ "s.install(f'git+https://example.org/a/b@{PIN}')", NOXFILE_MOVING_NOTHING },
	/* archives */
	{ "s.install('https://example.org/a/archive/main.zip')", NOXFILE_MOVING_PIP },
	{ "s.install('https://example.org/a/archive/refs/heads/2.0.tar.gz')", NOXFILE_MOVING_PIP },
	{ "s.install('x @ https://example.org/a/archive/master.tar.gz')", NOXFILE_MOVING_PIP },
	{ "s.install('https://example.org/a/archive/HEAD.zip')", NOXFILE_MOVING_PIP },
	{ "s.install('https://example.org/a/archive/v1.2.zip')", NOXFILE_MOVING_NOTHING },
	{ "s.install('https://example.org/a-1.2-py3-none-any.whl')", NOXFILE_MOVING_NOTHING },
	{ "s.install('https://example.org/a-latest-py3-none-any.whl')", NOXFILE_MOVING_PIP },
	{ "s.install(f'https://example.org/{x}.zip')", NOXFILE_MOVING_UNKNOWN },
	/* wheels */
	{ "s.install('dist/a-1-py3-none-any.whl')", NOXFILE_MOVING_PIP },
	{ "s.install(f'dist/{name}.whl')", NOXFILE_MOVING_PIP },
	{ "s.install(*glob.glob('dist/*.whl'))", NOXFILE_MOVING_PIP },
	{ "s.install(str(next(Path('dist').glob('*.whl'))))", NOXFILE_MOVING_PIP },
	{ "found = list(Path('dist').glob('*.whl'))\n    s.install(*found)", NOXFILE_MOVING_PIP },
	{ "s.install(wheel)", NOXFILE_MOVING_PIP },
	{ "s.install(str(built_wheel))", NOXFILE_MOVING_PIP },
	{ "s.install(*wheel_requirements)", NOXFILE_MOVING_NOTHING },
	{ "s.install('dist/a-1.tar.gz')", NOXFILE_MOVING_NOTHING },
	{ "s.install('--find-links', 'dist', 'a')", NOXFILE_MOVING_ANY },
	{ "s.install('--find-links', 'vendor', 'a')", NOXFILE_MOVING_UNKNOWN },
	{ "s.install('--find-links=' + folder, 'a')", NOXFILE_MOVING_UNKNOWN },
	/* reinstalled */
	{ "s.install('--force-reinstall', 'dist/a.whl')", NOXFILE_MOVING_NOTHING },
	{ "s.install('-I', 'git+https://example.org/a/b')", NOXFILE_MOVING_NOTHING },
	{ "s.install('-U', 'git+https://example.org/a/b')", NOXFILE_MOVING_PIP },
	{ "s.run('pip', 'uninstall', '-y', 'a')\n    s.install('dist/a.whl')", NOXFILE_MOVING_UNKNOWN },
	{ "s.run('uv', 'pip', 'install', 'git+https://example.org/a/b')", NOXFILE_MOVING_NOTHING },
	{ "s.run('pip', 'install', 'git+https://example.org/a/b')", NOXFILE_MOVING_PIP },
	/* nightly builds */
	{ "s.install('--pre', '--extra-index-url', 'https://example.org/nightly/simple', 'numpy')",
	  NOXFILE_MOVING_ANY },
	{ "s.install('--pre', '-U', '--extra-index-url', 'https://example.org/nightly/simple', 'numpy')",
	  NOXFILE_MOVING_NOTHING },
	{ "s.install('--extra-index-url', 'https://example.org/simple', 'numpy')", NOXFILE_MOVING_NOTHING },
	{ "s.run('uv', 'pip', 'install', '--index', 'https://example.org/nightly', 'numpy')", NOXFILE_MOVING_ANY },
	{ "fetch(s)", NOXFILE_MOVING_PIP },
};

START_TEST(test_moving)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct str text = arena_printf(&arena,
		"import nox\nPIN = '0123456789abcdef0123456789abcdef01234567'\n"
		"def fetch(session):\n    session.install('git+https://example.org/a/b')\n"
		"@nox.session\ndef a(s):\n    %s\n", rows[_i].body);
	struct noxfile n;

	noxfile_read(&n, &arena, text);
	ck_assert_msg(n.sessions.at[0].moving == rows[_i].moving, "%s: %d", rows[_i].body,
		      n.sessions.at[0].moving);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("noxfile_sources");

	ADD_TABLE(tcase, test_moving, rows);
	return run_tests("noxfile_sources", tcase);
}
