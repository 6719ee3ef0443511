/* SPDX-License-Identifier: MIT */
/* Tests which program a command finally runs, with which arguments, folder and environment. */
#include "config.h"

#include "script/wrapper.h"

#include "script_render.h"

#include <stdlib.h>

static const struct wrapper_case {
	const char *line;
	enum program_kind kind;
	const char *name;
	const char *arguments;
	const char *directories;
	const char *assignments;
	const char *requirement;
} cases[] = {
	{ "a b", PROGRAM_COMMAND, "a", "[b]", "", "", "" },
	{ "./x/a.exe", PROGRAM_COMMAND, "a", "", "", "", "" },
	{ "C:\\\\x\\\\a.exe b", PROGRAM_COMMAND, "a", "[b]", "", "", "" },
	{ "A=1 env -C d B=2 a", PROGRAM_COMMAND, "a", "", "[d]", "[A=1][B=2]", "" },
	{ "env --chdir=d a", PROGRAM_COMMAND, "a", "", "[d]", "", "" },
	{ "uv --directory d run --directory=e a b", PROGRAM_COMMAND, "a", "[b]", "[d][e]", "", "" },
	{ "uv run x.py a", PROGRAM_FILE, "x.py", "[a]", "", "", "" },
	{ "uv run -m x a", PROGRAM_MODULE, "x", "[a]", "", "", "" },
	{ "uv run -sq x a", PROGRAM_FILE, "x", "[a]", "", "", "" },
	{ "uv sync", PROGRAM_COMMAND, "uv", "[sync]", "", "", "" },
	{ "uvx a@1.2 b", PROGRAM_COMMAND, "a", "[b]", "", "", "@1.2" },
	{ "uvx a[x]==1 b", PROGRAM_COMMAND, "a", "[b]", "", "", "==1" },
	{ "uvx --from 'a[x]>=1' b", PROGRAM_COMMAND, "b", "", "", "", ">=1" },
	{ "pipx run --spec=a==2 b c", PROGRAM_COMMAND, "b", "[c]", "", "", "==2" },
	{ "python -c x y", PROGRAM_COMMAND, "python", "[-c][x][y]", "", "", "" },
	{ "python -I x.py -m y", PROGRAM_FILE, "x.py", "[-m][y]", "", "", "" },
	{ "python - x", PROGRAM_NONE, "", "[x]", "", "", "" },
	{ "python3 -Wd -mx y", PROGRAM_MODULE, "x", "[y]", "", "", "" },
	{ "poetry -C d run a -- b -- c", PROGRAM_COMMAND, "a", "[b][--][c]", "[d]", "", "" },
	{ "poetry run -- a -- b", PROGRAM_COMMAND, "a", "[--][b]", "", "", "" },
	{ "conda run --cwd d -n x a", PROGRAM_COMMAND, "a", "", "[d]", "", "" },
	{ "docker run -e A=1 -eB=2 -e C x a b", PROGRAM_COMMAND, "a", "[b]", "", "[A=1][B=2]", "" },
	{ "docker run x", PROGRAM_NONE, "", "", "", "", "" },
	{ "docker build x", PROGRAM_COMMAND, "docker", "[build][x]", "", "", "" },
	{ "sudo -u me A=1 a", PROGRAM_COMMAND, "a", "", "", "[A=1]", "" },
	{ "$PYTHON -m x", PROGRAM_MODULE, "x", "", "", "", "" },
	{ "$THING a", PROGRAM_NONE, "", "[a]", "", "", "" },
	{ "$(a) b", PROGRAM_NONE, "", "[b]", "", "", "" },
	{ "\"$(a)/b\" c", PROGRAM_COMMAND, "b", "[c]", "", "", "" },
	{ "timeout", PROGRAM_NONE, "", "", "", "", "" },
	{ "mise x a b", PROGRAM_NONE, "", "", "", "", "" },
	{ "nix develop .#x -c a b", PROGRAM_COMMAND, "a", "[b]", "", "", "" },
	{ "A=1", PROGRAM_NONE, "", "", "", "[A=1]", "" },
};

static void same(const char *line, const char *what, const struct words *words,
		 const char *expected)
{
	struct buf got BUF_AUTO = { 0 };

	render_words(&got, words);
	ck_assert_msg(str_is(buf_str(&got), expected), "%s: %s %.*s, not %s", line, what,
		      STR_ARG(buf_str(&got)), expected);
}

START_TEST(test_program)
{
	const struct wrapper_case *c = &cases[_i];
	struct arena arena ARENA_AUTO = { 0 };
	struct script script;
	struct program p;
	struct words arguments = { 0 };

	script_scan(&script, &arena, str_from(c->line), DIALECT_SH);
	ck_assert_uint_gt(script.commands.len, 0);
	program_of(&p, &arena, &script.commands.at[script.commands.len - 1]);
	ck_assert_msg(p.kind == c->kind, "%s: kind %d", c->line, (int)p.kind);
	ck_assert_msg(str_is(p.name, c->name), "%s: name %.*s", c->line, STR_ARG(p.name));
	for (size_t i = 0; i < p.argument_count; i++)
		list_add(&arena, &arguments.list, p.arguments[i]);
	same(c->line, "arguments", &arguments, c->arguments);
	same(c->line, "directories", &p.directories, c->directories);
	same(c->line, "assignments", &p.assignments, c->assignments);
	ck_assert(str_is(p.requirement, c->requirement));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wrapper");
	TCase *tcase = tcase_create("program");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_program, 0, sizeof(cases) / sizeof(cases[0]));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
