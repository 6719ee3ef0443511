/* SPDX-License-Identifier: MIT */
/* Scripts inside scripts: words, here-strings and here-documents that a shell executes. */
#include "config.h"

#include "script_render.h"
#include "unit.h"

static const struct {
	const char *text, *commands; /* a part of the rendered commands */
	bool has;
} rows[] = {
	{ "bash -c 'nox -s lint'", "[nox][-s][lint]", true },
	{ "sh -ec \"cd a && nox\"", "[nox]", true },
	{ "bash <<< 'nox -s a'", "[nox][-s][a]", true },
	{ "bash <<EOF\nnox -s b\nEOF\n", "[nox][-s][b]", true },
	{ "bash -s -- x <<'EOF'\nnox -s c\nEOF\n", "[nox][-s][c]", true },
	{ "bash -c 'sh -c \"nox -s d\"'", "[nox][-s][d]", true },
	{ "eval \"nox -s e\"", "[nox][-s][e]", true },
	{ "cat <<EOF\nnox -s f\nEOF\n", "[nox]", false },
	{ "cat <<< 'nox -s g'", "[nox]", false },
	{ "python -c 'nox -s h'", "[nox]", false },
	{ "bash script.sh <<EOF\nnox -s i\nEOF\n", "[nox]", false },
	{ "echo 'nox -s j'", "[nox][-s]", false },
};

START_TEST(test_inner)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct script script = { .commands = { .len = 0 } };

	script_scan(&script, &arena, str_from(rows[_i].text), DIALECT_SH);
	render_script(&out, &script);
	ck_assert_msg(str_contains(buf_str(&out), rows[_i].commands) == rows[_i].has, "%s: %s",
		      rows[_i].text, out.p);
}
END_TEST

/* Nesting is bounded: what is deeper than that is a word. */
START_TEST(test_deep)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct script script = { .commands = { .len = 0 } };
	struct str text = STR("nox");

	for (int i = 0; i < 12; i++)
		text = arena_printf(&arena, "bash <<E%d\n%.*s\nE%d\n", i, STR_ARG(text), i);
	script_scan(&script, &arena, text, DIALECT_SH);
	ck_assert_uint_gt(script.commands.len, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("inner");

	ADD_TABLE(tcase, test_inner, rows);
	tcase_add_test(tcase, test_deep);
	return run_tests("inner", tcase);
}
