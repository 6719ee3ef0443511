/* SPDX-License-Identifier: MIT */
/* Which Python the key names, for each way to set one up. */
#include "config.h"

#include "nox/python.h"

#include "base/buf.h"
#include "loaded.h"
#include "surveyed.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The last step is the one that runs Nox. */
static const struct {
	const char *job;   /* lines of the job, each indented by four */
	const char *steps; /* flow items */
	enum python_origin origin;
	const char *text; /* of PYTHON_OUTPUT: the indices of the steps whose output counts */
	bool exact;
} rows[] = {
	{ "", "", PYTHON_UNKNOWN, "", false },
	{ "", "{run: pip install nox}", PYTHON_UNKNOWN, "", false },
	/* outputs */
	{ "", "{uses: actions/setup-python@v5}", PYTHON_OUTPUT, "0", true },
	{ "", "{uses: actions/checkout@v4}, {uses: actions/setup-python@v5, with: {python-version: '3.12'}}",
	  PYTHON_OUTPUT, "1", true },
	{ "", "{uses: Actions/Setup-Python@v5}", PYTHON_OUTPUT, "0", true },
	{ "", "{uses: https://x.y/actions/setup-python@v5}", PYTHON_OUTPUT, "0", true },
	{ "", "{uses: actions/setup-python@v5}, {uses: actions/setup-python@v5}", PYTHON_OUTPUT, "1", true },
	{ "", "{uses: actions/setup-python@v5}, {if: x, uses: actions/setup-python@v5}", PYTHON_OUTPUT, "0",
	  true },
	{ "", "{if: x, uses: actions/setup-python@v5}, {if: '!x', uses: actions/setup-python@v4}",
	  PYTHON_OUTPUT, "01", true },
	{ "", "{parallel: [{uses: actions/setup-python@v5}]}", PYTHON_UNKNOWN, "", false },
	/* setup-uv repeats its input */
	{ "", "{uses: astral-sh/setup-uv@v6}", PYTHON_UNKNOWN, "", false },
	{ "", "{uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}", PYTHON_OUTPUT, "0", false },
	{ "", "{uses: actions/setup-python@v5}, {uses: astral-sh/setup-uv@v6}", PYTHON_OUTPUT, "0", true },
	{ "", "{uses: actions/setup-python@v5}, {uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}",
	  PYTHON_OUTPUT, "0", true },
	{ "", "{uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}, {uses: actions/setup-python@v5}",
	  PYTHON_OUTPUT, "1", true },
	/* wrappers of setup-python, and others */
	{ "", "{uses: wntrblm/nox@main}", PYTHON_LOCATION, "${{ env.pythonLocation }}", true },
	{ "", "{uses: conda-incubator/setup-miniconda@v3, with: {python-version: '3.12'}}", PYTHON_TEXT,
	  "3.12", false },
	{ "", "{uses: conda-incubator/setup-miniconda@v3, with: {python-version: '3.12,3.13'}}",
	  PYTHON_UNKNOWN, "", false },
	{ "", "{uses: deadsnakes/action@v3, with: {python-version: '${{ matrix.p }}'}}", PYTHON_TEXT,
	  "${{ matrix.p }}", false },
	/* the step of an earlier run */
	{ "", "{id: nox-python, run: \"python3 -c \\\"" PYTHON_PROBE_CODE "\\\"\"}", PYTHON_TEXT,
	  "${{ steps.nox-python.outputs.version }}", true },
	{ "", "{id: nox-python, run: echo}", PYTHON_UNKNOWN, "", false },
	{ "", "{if: x, uses: actions/setup-python@v5}, {id: nox-python, run: \"python3 -c \\\"" PYTHON_PROBE_CODE "\\\"\"}",
	  PYTHON_TEXT, "${{ steps.nox-python.outputs.version }}", true },
	{ "", "{id: nox-python, run: \"python3 -c \\\"" PYTHON_PROBE_CODE "\\\"\"}, {if: x, uses: actions/setup-python@v5}",
	  PYTHON_OUTPUT, "1", true },
	{ "", "{id: nox-python, run: \"python3 -c \\\"" PYTHON_PROBE_CODE "\\\"\"}, "
	      "{uses: astral-sh/setup-uv@v5, with: {python-version: '3.12'}}",
	  PYTHON_OUTPUT, "1", false },
	/* no set-up step */
	{ "    container: python:3.12\n", "", PYTHON_CONTAINER, "python:3.12", false },
	{ "    container: {image: 'python:3.12'}\n", "", PYTHON_CONTAINER, "python:3.12", false },
	{ "    container: 'a,b'\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: python:3.12\n", "{uses: actions/setup-python@v5}", PYTHON_OUTPUT, "0", true },
	{ "    strategy: {matrix: {os: [a], python-version: ['3.12']}}\n", "", PYTHON_TEXT,
	  "${{ matrix.python-version }}", false },
	{ "    strategy: {matrix: {py: ['3.12']}}\n", "", PYTHON_TEXT, "${{ matrix.py }}", false },
	{ "    strategy: {matrix: {os: [a]}}\n", "", PYTHON_UNKNOWN, "", false },
	{ "    env: {PYTHON_VERSION: '3.12'}\n", "", PYTHON_TEXT, "${{ env.PYTHON_VERSION }}", false },
	{ "    env: {UV_PYTHON: '3.12'}\n", "", PYTHON_TEXT, "${{ env.UV_PYTHON }}", false },
	{ "    env: {PYTHONUNBUFFERED: '1'}\n", "", PYTHON_UNKNOWN, "", false },
	{ "    env: {HAPPY: '3'}\n", "", PYTHON_UNKNOWN, "", false },
	/* names and texts that are to be quoted, or that may not be copied */
	{ "    strategy: {matrix: {python version: ['3.12']}}\n", "", PYTHON_TEXT,
	  "${{ matrix['python version'] }}", false },
	{ "    strategy: {matrix: {python.a'b: ['3.12']}}\n", "", PYTHON_TEXT,
	  "${{ matrix['python.a''b'] }}", false },
	{ "    strategy: {matrix: {'python}}': ['3.12']}}\n", "", PYTHON_UNKNOWN, "", false },
	{ "    strategy: {matrix: {'python ${{ x }}': ['3.12']}}\n", "", PYTHON_UNKNOWN, "", false },
	{ "    strategy: {matrix: {\"python\\n\": ['3.12']}}\n", "", PYTHON_UNKNOWN, "", false },
	{ "    strategy: {matrix: {\"python\\N\": ['3.12']}}\n", "", PYTHON_UNKNOWN, "", false },
	{ "    env: {PYTHON.VERSION: '3.12'}\n", "", PYTHON_TEXT, "${{ env['PYTHON.VERSION'] }}", false },
	{ "    container: \"it's: #1\"\n", "", PYTHON_CONTAINER, "it's: #1", false },
	{ "    container: 'a ${{ matrix.b }}'\n", "", PYTHON_CONTAINER, "a ${{ matrix.b }}", false },
	{ "    container: 'a, ${{ matrix.b }}'\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: \"${{ format('{0},', matrix.b) }}\"\n", "", PYTHON_CONTAINER,
	  "${{ format('{0},', matrix.b) }}", false },
	{ "    container: 'a ${{ matrix.b'\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: 'a ${{ b c }}'\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: 'a ${{ secrets.b }}'\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: \"a\\nb\"\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: \"a\\x9bb\"\n", "", PYTHON_UNKNOWN, "", false },
	{ "    container: \"a\\L\"\n", "", PYTHON_UNKNOWN, "", false },
	{ "", "{uses: actions/setup-python@v5, id: \"it's\"}", PYTHON_OUTPUT, "0", true },
	{ "", "{uses: actions/setup-python@v5, id: \"a\\nb\"}", PYTHON_UNKNOWN, "", false },
	{ "", "{uses: actions/setup-python@v5, id: 'a}}'}", PYTHON_UNKNOWN, "", false },
	{ "", "{uses: actions/setup-python@v5, id: '${{ a }}'}", PYTHON_UNKNOWN, "", false },
};

static void load_job(struct loaded *l, const char *job, const char *steps)
{
	load_workflow(l, arena_printf(&l->arena,
				      "jobs:\n  a:\n%s    steps: [%s%s{run: nox}]\n", job, steps,
				      steps[0] != '\0' ? ", " : "")
				 .p);
}

/* python_of with what the members of the workflow and of its first job say. */
static bool find_python(struct python *python, struct loaded *l, size_t before, struct survey *survey,
			const char *interpreter)
{
	const struct job *job = &l->workflow.jobs.at[0];
	struct python_named in_workflow, named;

	return python_named_find(&in_workflow, &l->arena, &l->workflow, NULL, NULL) &&
	       python_named_find(&named, &l->arena, &l->workflow, job, &in_workflow) &&
	       python_of(python, &l->arena, &l->workflow, job, &named, before, survey,
			 str_from(interpreter));
}

START_TEST(test_python)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct python python = { 0 };
	const struct job *job;

	load_job(&l, rows[_i].job, rows[_i].steps);
	job = &l.workflow.jobs.at[0];
	ck_assert(find_python(&python, &l, job->steps.at[job->steps.len - 1].index, survey, ""));
	ck_assert_int_eq(python.origin, rows[_i].origin);
	ck_assert_int_eq(python.exact, rows[_i].exact);
	for (size_t i = 0; i < python.outputs.len; i++)
		buf_printf(&got, "%zu", python.outputs.at[i]->index);
	buf_add(&got, python.text);
	ck_assert_text(buf_str(&got), rows[_i].text);
	if (python.origin == PYTHON_OUTPUT)
		ck_assert_ptr_nonnull(python.id);
}
END_TEST

START_TEST(test_outputs)
{
	ARENA_AUTO struct arena arena = { 0 };
	const struct str ids[] = { STR("setup"), STR("it's 2") };

	ck_assert_text(python_outputs(&arena, ids, 2),
		       "${{ steps.setup.outputs.python-version || steps['it''s 2'].outputs.python-version }}");
	ck_assert_text(python_probed(&arena, STR("nox-python.2")),
		       "${{ steps['nox-python.2'].outputs.version }}");
}
END_TEST

/* What stands behind the Nox run sets nothing up for it. */
START_TEST(test_before)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	load_workflow(&l, "env: {PY: '3.11'}\non: {workflow_call: {inputs: {python: {}}}}\n"
			  "jobs: {a: {steps: [{run: nox}, {uses: actions/setup-python@v5}]}}\n");
	ck_assert(find_python(&python, &l, 0, survey, ""));
	ck_assert_int_eq(python.origin, PYTHON_TEXT);
	ck_assert_text(python.text, "${{ env.PY }}");
	ck_assert(find_python(&python, &l, 2, survey, ""));
	ck_assert_int_eq(python.origin, PYTHON_OUTPUT);
}
END_TEST

/* What one interpreter was asked says nothing of another. */
START_TEST(test_interpreter)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	load_job(&l, "", "{id: nox-python, run: \"python3.11 -c \\\"" PYTHON_PROBE_CODE "\\\"\"}, {run: nox}");
	ck_assert(find_python(&python, &l, 1, survey, "python3.11"));
	ck_assert_int_eq(python.origin, PYTHON_TEXT);
	ck_assert(find_python(&python, &l, 1, survey, "python3"));
	ck_assert_int_eq(python.origin, PYTHON_UNKNOWN);
}
END_TEST

START_TEST(test_input)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	load_workflow(&l, "inputs: {fast: {}, python-version: {}}\n"
			  "runs: {using: composite, steps: [{run: nox}]}\n");
	ck_assert(find_python(&python, &l, 0, survey, ""));
	ck_assert_text(python.text, "${{ inputs.python-version }}");
}
END_TEST

/* A local action counts where it uses setup-python. */
START_TEST(test_local)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	struct survey *survey;
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };
	char root[] = "/tmp/check_python.XXXXXX";
	char path[128];
	FILE *file;

	ck_assert_ptr_nonnull(mkdtemp(root));
	survey = survey_folder(&surveyed, root);
	snprintf(path, sizeof(path), "%s/set", root);
	ck_assert_int_eq(mkdir(path, 0777), 0);
	snprintf(path, sizeof(path), "%s/set/action.yml", root);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs("runs: {steps: [{uses: actions/setup-python@v5}]}\n", file);
	fclose(file);
	load_job(&l, "", "{uses: ./other}, {uses: ./set}");
	ck_assert(find_python(&python, &l, 1, survey, ""));
	ck_assert_int_eq(python.origin, PYTHON_UNKNOWN);
	ck_assert(find_python(&python, &l, 2, survey, ""));
	ck_assert_int_eq(python.origin, PYTHON_LOCATION);
	ck_assert_int_eq(unlink(path), 0);
	snprintf(path, sizeof(path), "%s/set", root);
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(rmdir(root), 0);
}
END_TEST

START_TEST(test_expression)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct str ids[] = { STR("a"), STR("b") };

	ck_assert_text(python_outputs(&arena, ids, 1), "${{ steps.a.outputs.python-version }}");
	ck_assert_text(python_outputs(&arena, ids, 2),
		       "${{ steps.a.outputs.python-version || steps.b.outputs.python-version }}");
	ck_assert_text(python_probed(&arena, STR("p")), "${{ steps.p.outputs.version }}");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("python");

	ADD_TABLE(tcase, test_python, rows);
	tcase_add_test(tcase, test_outputs);
	tcase_add_test(tcase, test_before);
	tcase_add_test(tcase, test_interpreter);
	tcase_add_test(tcase, test_input);
	tcase_add_test(tcase, test_local);
	tcase_add_test(tcase, test_expression);
	return run_tests("python", tcase);
}
