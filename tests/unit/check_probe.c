/* SPDX-License-Identifier: MIT */
/* Tests probes of interpreters: the script, the part of the key, and recognising them. */
#include "config.h"

#include "nox/python/probe.h"

#include "base/buf.h"
#include "loaded.h"
#include "workflow/template.h"

#define END_SH " >> \"$GITHUB_OUTPUT\""
#define END_PS " >> $env:GITHUB_OUTPUT"
#define CODE_2 "import sys; print('version-2=' + sys.version.split()[0])"

enum { INTERPRETERS_MAX = 2 };

static const struct {
	bool path;
	const char *variable;
	size_t count;
	struct interpreter interpreters[INTERPRETERS_MAX];
	const char *sh, *ps, *key;
} rows[] = {
	{ false, NULL, 1, { { STR("python3"), STR("") } }, "python3 -c \"" PROBE_CODE "\"" END_SH,
	  "python3 -c \"" PROBE_CODE "\"" END_PS, "${{ steps.p.outputs.version }}" },
	{ false, NULL, 1, { { STR(""), STR("3.12") } }, "\"$(uv python find 3.12)\" -c \"" PROBE_CODE "\"" END_SH,
	  "& (uv python find 3.12) -c \"" PROBE_CODE "\"" END_PS, "${{ steps.p.outputs.version }}" },
	{ false, "V", 1, { { STR(""), STR("") } }, "\"$(uv python find \"$V\")\" -c \"" PROBE_CODE "\"" END_SH,
	  "& (uv python find $env:V) -c \"" PROBE_CODE "\"" END_PS, "${{ steps.p.outputs.version }}" },
	{ false, NULL, 2, { { STR("a"), STR("") }, { STR("b"), STR("") } },
	  "a -c \"" PROBE_CODE "\"" END_SH "\nb -c \"" CODE_2 "\"" END_SH,
	  "a -c \"" PROBE_CODE "\"" END_PS "\nb -c \"" CODE_2 "\"" END_PS,
	  "${{ steps.p.outputs.version }}-${{ steps.p.outputs.version-2 }}" },
	{ true, NULL, 0, { { STR(""), STR("") } }, "python -c \"" PROBE_PATH_CODE "\"" END_SH,
	  "python -c \"" PROBE_PATH_CODE "\"" END_PS, "${{ steps.p.outputs.version }}" },
	{ true, NULL, 1, { { STR("a"), STR("") } },
	  "python -c \"" PROBE_PATH_CODE "\"" END_SH "\na -c \"" CODE_2 "\"" END_SH,
	  "python -c \"" PROBE_PATH_CODE "\"" END_PS "\na -c \"" CODE_2 "\"" END_PS,
	  "${{ steps.p.outputs.version }}-${{ steps.p.outputs.version-2 }}" },
};

static struct question question_of(struct arena *arena, size_t row)
{
	struct question question = { .path = rows[row].path, .variable = rows[row].variable };

	for (size_t i = 0; i < rows[row].count; i++)
		list_add(arena, &question.interpreters, rows[row].interpreters[i]);
	return question;
}

START_TEST(test_script)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct question question = question_of(&arena, (size_t)_i);

	ck_assert(!question_is_empty(&question));
	ck_assert_text(question_script(&arena, &question, false), rows[_i].sh);
	ck_assert_text(question_script(&arena, &question, true), rows[_i].ps);
	ck_assert_text(question_key(&arena, &question, STR("p")), rows[_i].key);
	ck_assert(template_is_usable(&arena, question_key(&arena, &question, STR("nox-python.2"))));
}
END_TEST

/* Whether the first step has it. */
static bool is_asked(const struct question *question, struct loaded *l)
{
	struct question_scripts scripts = question_scripts(&l->arena, question);

	return question_is_asked_by(question, &scripts, &l->tree, &l->workflow.jobs.at[0].steps.at[0]);
}

/* Each question is recognised, and none is mistaken for another. */
START_TEST(test_asked)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct question asked = question_of(&l.arena, (size_t)_i);
	struct str sh = question_script(&l.arena, &asked, false);
	BUF_AUTO struct buf text = { 0 };

	buf_add_c(&text, "jobs:\n  a:\n    steps:\n      - id: nox-python-2\n        run: |\n          ");
	for (size_t i = 0; i < sh.len; i++) {
		buf_add_char(&text, sh.p[i]);
		buf_add_c(&text, sh.p[i] == '\n' ? "          " : "");
	}
	load_workflow(&l, text.p);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct question question = question_of(&l.arena, i);

		ck_assert_int_eq(is_asked(&question, &l),
				 i == (size_t)_i);
	}
}
END_TEST

static const struct {
	const char *step;
	bool is;
} steps[] = {
	{ "id: nox-python, run: RUN", true },
	{ "id: nox-python, shell: bash, run: RUN", true },
	{ "id: python, run: RUN", false },
	{ "id: 'nox-python-${{ x }}', run: RUN", false },
	{ "id: nox-python, if: x, run: RUN", false },
	{ "run: RUN", false },
	{ "id: nox-python, run: echo", false },
	{ "id: nox-python, env: {V: b}, run: RUN", true },
};

START_TEST(test_step)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct question question = question_of(&l.arena, 0);
	struct str step = str_from(steps[_i].step);
	size_t at = str_find(step, STR("RUN"), 0);

	load_workflow(&l, arena_printf(&l.arena, "jobs: {a: {steps: [{%.*s%s}]}}\n", (int)(at == STR_NONE ? step.len : at),
				       step.p,
				       at == STR_NONE ? "" :
							"'python3 -c \"import sys; print(''version='' + "
							"sys.version.split()[0])\" >> \"$GITHUB_OUTPUT\"'")
				  .p);
	ck_assert_int_eq(is_asked(&question, &l),
			 steps[_i].is);
}
END_TEST

/* The value of a variable is part of the question. */
START_TEST(test_value)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct question question = question_of(&l.arena, 2);

	load_workflow(&l, "jobs: {a: {steps: [{id: nox-python, env: {V: '${{ matrix.v }}'}, run: '\"$(uv python find "
			  "\"$V\")\" -c \"import sys; print(''version='' + sys.version.split()[0])\" >> "
			  "\"$GITHUB_OUTPUT\"'}]}}\n");
	ck_assert(!is_asked(&question, &l));
	question.value = STR("${{ matrix.v }}");
	ck_assert(is_asked(&question, &l));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("probe");

	ADD_TABLE(tcase, test_script, rows);
	ADD_TABLE(tcase, test_asked, rows);
	ADD_TABLE(tcase, test_step, steps);
	tcase_add_test(tcase, test_value);
	return run_tests("probe", tcase);
}
