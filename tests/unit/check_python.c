/* SPDX-License-Identifier: MIT */
/* Tests which Python the key names, for each way to set one up. */
#include "config.h"

#include "nox/python/python.h"

#include "base/buf.h"
#include "folder.h"
#include "loaded.h"
#include "surveyed.h"

#define SETUP "uses: actions/setup-python@v5"
#define OUTPUT(id) "${{ steps." id ".outputs.python-version }}"
#define ASKED(interpreter) interpreter " -c \"" PROBE_CODE "\" >> \"$GITHUB_OUTPUT\""
#define FOUND(version) ASKED("\"$(uv python find " version ")\"")
#define ASKED_2(interpreter)                                                                       \
	interpreter " -c \"import sys; print('version-2=' + sys.version.split()[0])\" >> \"$GITHUB_OUTPUT\""
#define PATH "python -c \"" PROBE_PATH_CODE "\" >> \"$GITHUB_OUTPUT\""
#define UV ASKED("uv run --no-project python")
#define PROBE(interpreter)                                                                         \
	"{id: nox-python, run: \"" interpreter " -c \\\"" PROBE_CODE "\\\" >> \\\"$GITHUB_OUTPUT\\\"\"}"
#define MATRIX(values) "    strategy: {matrix: {py: " values "}}\n"

/* The last step is the one that runs Nox. */
static const struct {
	const char *job;   /* lines of the job, each indented by four */
	const char *steps; /* flow items */
	const char *interpreter; /* NULL: python3 */
	const char *outputs; /* the indices of the steps whose output counts */
	const char *text;
	const char *asks; /* what a step determines */
} rows[] = {
	{ "", "", NULL, "", "", ASKED("python3") },
	{ "", "{run: pip install nox}", "poetry run python", "", "", ASKED("poetry run python") },
	/* outputs */
	{ "", "{" SETUP "}", NULL, "0", "", "" },
	{ "", "{uses: actions/checkout@v4}, {" SETUP ", with: {python-version: '3.12'}}", NULL, "1", "", "" },
	{ "", "{uses: Actions/Setup-Python@v5}", NULL, "0", "", "" },
	{ "", "{uses: https://x.y/actions/setup-python@v5}", NULL, "0", "", "" },
	/* sessions may use any of them */
	{ "", "{" SETUP "}, {" SETUP "}", NULL, "01", "", "" },
	{ "", "{" SETUP "}, {if: x, " SETUP "}", NULL, "01", "", "" },
	/* one that may not have run is not used */
	{ "", "{if: x, " SETUP "}, {if: '!x', " SETUP "}", NULL, "", "", ASKED("python3") },
	{ "", "{parallel: [{" SETUP "}]}", NULL, "", "", ASKED("python3") },
	/* several in one step: the output is that of the last */
	{ "", "{" SETUP ", with: {python-version: \"3.9\\n3.10\\n\"}}", NULL, "", "", PATH },
	{ "", "{" SETUP ", with: {python-version: \"3.9\\n\"}}", NULL, "0", "", "" },
	{ "", "{" SETUP ", with: {python-version: \"${{ inputs.a }}\\n${{ inputs.b }}\"}}", NULL, "", "", PATH },
	{ "", "{" SETUP ", with: {python-version: '${{ inputs.python-versions }}'}}", NULL, "", "", PATH },
	{ "", "{" SETUP ", with: {python-version: '${{ inputs.python-version }}'}}", NULL, "0", "", "" },
	{ MATRIX("['3.9', '3.10']"), "{" SETUP ", with: {python-version: '${{ matrix.py }}'}}", NULL, "0", "", "" },
	{ MATRIX("[\"3.9\\n3.10\"]"), "{" SETUP ", with: {python-version: '${{ matrix.py }}'}}", NULL, "", "", PATH },
	{ "", "{if: x, " SETUP ", with: {python-version: \"3.9\\n3.10\\n\"}}", NULL, "", "", ASKED("python3") },
	{ "", "{" SETUP ", with: {python-version: \"${{ a ||\\n b }}\"}}", NULL, "0", "", "" },
	/* setup-uv repeats its input */
	{ "", "{uses: astral-sh/setup-uv@v6}", NULL, "", "", ASKED("python3") },
	{ "", "{uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}", NULL, "", "", UV },
	{ "", "{uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}", "uv run python", "", "",
	  ASKED("uv run python") },
	{ "    env: {UV_PYTHON: '3.12'}\n", "{uses: astral-sh/setup-uv@v6}", NULL, "", "", UV },
	{ "", "{" SETUP "}, {uses: astral-sh/setup-uv@v6}", NULL, "0", "", "" },
	{ "", "{" SETUP ", with: {python-version: '3.12'}}, {uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}",
	  NULL, "0", "", "" },
	{ "", "{" SETUP ", with: {python-version: '3.11'}}, {uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}",
	  NULL, "0", "", UV },
	{ "", "{if: x, uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}", NULL, "", "", ASKED("python3") },
	/* uv python install */
	{ "", "{run: uv python install 3.12}", NULL, "", "", FOUND("3.12") },
	{ "", "{run: python3 -m pip install uv && uv python install --reinstall -i x 3.12}", NULL, "", "", FOUND("3.12") },
	{ "", "{run: uv python install 3.11 3.12}", NULL, "", "", FOUND("3.11") "\n" ASKED_2("\"$(uv python find 3.12)\"") },
	{ "", "{run: uv python install 3.12}", "uv run python", "", "",
	  ASKED("uv run python") "\n" ASKED_2("\"$(uv python find 3.12)\"") },
	{ "", "{run: uv python install}", "uv run python", "", "", ASKED("uv run python") },
	{ "", "{run: uv python install}", NULL, "", "", UV },
	{ "", "{run: uv python install $V, env: {V: '3.12'}}", NULL, "", "", FOUND("3.12") },
	{ "    env: {V: '3.12'}\n", "{run: 'uv python install ${{ env.V }}'}", NULL, "", "", FOUND("3.12") },
	{ "", "{run: uv python install $V}", NULL, "", "", UV },
	{ "", "{run: uv python install \"$(cat x)\"}", NULL, "", "", UV },
	{ MATRIX("['3.9', '3.10']"), "{run: 'uv python install ${{ matrix.py }}'}", NULL, "", "",
	  ASKED("\"$(uv python find \"$PYTHON_VERSION\")\"") },
	{ MATRIX("['3.9 3.10']"), "{run: 'uv python install ${{ matrix.py }}'}", NULL, "", "", UV },
	{ "", "{if: x, run: uv python install 3.12}", NULL, "", "", ASKED("python3") },
	{ "", "{run: uv python list}", NULL, "", "", ASKED("python3") },
	{ "", "{run: uv python install 3.12}, {uses: astral-sh/setup-uv@v6, with: {python-version: '3.12'}}", NULL,
	  "", "", UV },
	/* wrappers of setup-python, and what reports no exact version */
	{ "", "{uses: wntrblm/nox@main, with: {python-versions: '3.12'}}", NULL, "", "${{ env.pythonLocation }}", "" },
	{ "", "{uses: wntrblm/nox@main, with: {python-versions: '3.11, 3.12'}}", NULL, "", "", PATH },
	{ "", "{uses: wntrblm/nox@main}", NULL, "", "", PATH },
	{ "", "{" SETUP "}, {uses: wntrblm/nox@main, with: {python-versions: '3.12'}}", NULL, "", "", PATH },
	{ "", "{uses: conda-incubator/setup-miniconda@v3, with: {python-version: '3.12'}}", NULL, "", "",
	  ASKED("python3") },
	{ MATRIX("['3.12']"), "{run: x}", NULL, "", "", ASKED("python3") },
	/* the step of an earlier run */
	{ "", PROBE("python3"), NULL, "", "", "nox-python" },
	{ "", PROBE("python3"), "python", "", "", ASKED("python") },
	{ "", "{id: nox-python, run: echo}", NULL, "", "", ASKED("python3") },
	{ "", "{if: x, " SETUP "}, " PROBE("python3"), NULL, "", "", "nox-python" },
	{ "", PROBE("python3") ", {if: x, " SETUP "}", NULL, "", "", ASKED("python3") },
	/* no set-up step */
	{ "    container: python:3.12\n", "", NULL, "", "python:3.12", "" },
	{ "    container: {image: 'python:3.12'}\n", "", NULL, "", "python:3.12", "" },
	{ "    container: 'a,b'\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: python:3.12\n", "{" SETUP "}", NULL, "0", "", "" },
	{ "    container: python:3.12\n", "{if: x, " SETUP "}", NULL, "", "", ASKED("python3") },
	{ "    container: python:3.12\n", "{run: uv python install 3.12}", NULL, "", "", FOUND("3.12") },
	/* texts that must not be copied */
	{ "    container: \"it's: #1\"\n", "", NULL, "", "it's: #1", "" },
	{ "    container: 'a ${{ matrix.b }}'\n", "", NULL, "", "a ${{ matrix.b }}", "" },
	{ "    container: 'a, ${{ matrix.b }}'\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: \"${{ format('{0},', matrix.b) }}\"\n", "", NULL, "", "${{ format('{0},', matrix.b) }}", "" },
	{ "    container: 'a ${{ matrix.b'\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: 'a ${{ b c }}'\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: 'a ${{ secrets.b }}'\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: \"a\\nb\"\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: \"a\\x9bb\"\n", "", NULL, "", "", ASKED("python3") },
	{ "    container: \"a\\L\"\n", "", NULL, "", "", ASKED("python3") },
	{ "", "{" SETUP ", id: \"it's\"}", NULL, "0", "", "" },
	{ "", "{" SETUP ", id: \"a\\nb\"}", NULL, "", "", ASKED("python3") },
	{ "", "{" SETUP ", id: 'a}}'}", NULL, "", "", ASKED("python3") },
	{ "", "{" SETUP ", id: '${{ a }}'}", NULL, "", "", ASKED("python3") },
};

static void load_job(struct loaded *l, const char *job, const char *steps)
{
	load_workflow(l, arena_printf(&l->arena,
				      "jobs:\n  a:\n%s    steps: [%s%s{run: nox}]\n", job, steps,
				      steps[0] != '\0' ? ", " : "")
				 .p);
}

static void find(struct python *python, struct loaded *l, struct surveyed *surveyed, const char *root,
		 size_t before, const char *interpreter)
{
	const struct job *job = &l->workflow.jobs.at[0];
	struct setups *setups = arena_new(&l->arena, struct setups);

	ck_assert_ptr_nonnull(setups);
	setups_find(setups, &l->arena, &l->workflow, job, survey_folder(surveyed, root));
	python_find(python, &l->arena, &l->workflow, job, setups, before, str_from(interpreter));
}

/* The question, or the step that already has it. */
static struct str asks(struct loaded *l, const struct python *python)
{
	return python->answer.len > 0 ? python->answer
				      : question_script(&l->arena, &python->question, false);
}

START_TEST(test_python)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct python python = { 0 };

	load_job(&l, rows[_i].job, rows[_i].steps);
	find(&python, &l, &surveyed, "/nonexistent",
	     l.workflow.jobs.at[0].steps.at[l.workflow.jobs.at[0].steps.len - 1].index, rows[_i].interpreter);
	for (size_t i = 0; i < python.outputs.len; i++) {
		buf_printf(&got, "%u", python.outputs.at[i]->step->index);
		ck_assert_ptr_nonnull(python.outputs.at[i]->id);
	}
	ck_assert_text(buf_str(&got), rows[_i].outputs);
	ck_assert_text(python.text, rows[_i].text);
	ck_assert_text(asks(&l, &python), rows[_i].asks);
	ck_assert_int_eq(python.image, rows[_i].text[0] != '\0' && rows[_i].job[0] != '\0');
}
END_TEST

/* A version that is an expression is passed in a variable of the step. */
START_TEST(test_variable)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	load_job(&l, MATRIX("['3.9', '3.10']"), "{run: 'uv python install ${{ matrix.py }}'}");
	find(&python, &l, &surveyed, "/nonexistent", 1, NULL);
	ck_assert_text(str_from(python.question.variable), "PYTHON_VERSION");
	ck_assert_text(python.question.value, "${{ matrix.py }}");
}
END_TEST

/* So is one that the step passes to uv. */
START_TEST(test_step_variable)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	load_workflow(&l, "jobs: {a: {steps: [{run: uvx nox, env: {UV_PYTHON: '3.12'}}]}}\n");
	find(&python, &l, &surveyed, "/nonexistent", 0, "uv run --no-project python");
	ck_assert_text(asks(&l, &python), UV);
	ck_assert_text(str_from(python.question.variable), "UV_PYTHON");
	ck_assert_text(python.question.value, "3.12");
}
END_TEST

START_TEST(test_outputs)
{
	ARENA_AUTO struct arena arena = { 0 };
	const struct str ids[] = { STR("setup"), STR("it's 2") };

	ck_assert_text(python_outputs(&arena, ids, 1), OUTPUT("setup"));
	ck_assert_text(python_outputs(&arena, ids, 2),
		       OUTPUT("setup") "-${{ steps['it''s 2'].outputs.python-version }}");
}
END_TEST

/* Steps after the Nox run do not set anything up for it. */
START_TEST(test_before)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	load_workflow(&l, "jobs: {a: {steps: [{run: nox}, {uses: actions/setup-python@v5}]}}\n");
	find(&python, &l, &surveyed, "/nonexistent", 0, NULL);
	ck_assert_uint_eq(python.outputs.len, 0);
	ck_assert_uint_eq(python.changed, STR_NONE);
	surveyed_release(&surveyed);
	surveyed = (struct surveyed){ .arena = { NULL } };
	find(&python, &l, &surveyed, "/nonexistent", 2, NULL);
	ck_assert_uint_eq(python.outputs.len, 1);
	ck_assert_uint_eq(python.changed, 1);
}
END_TEST

/* Local actions are read, with their inputs. */
static const struct {
	const char *action;
	const char *with;
	const char *text, *asks;
} actions[] = {
	{ "runs: {steps: [{" SETUP "}]}", "{}", "${{ env.pythonLocation }}", "" },
	{ "runs: {steps: [{if: x, " SETUP "}]}", "{}", "", ASKED("python3") },
	{ "runs: {steps: [{" SETUP ", with: {python-version: \"${{ inputs.a }}\\n3.9\"}}]}", "{}", "", PATH },
	{ "runs: {steps: [{" SETUP ", with: {python-version: '${{ inputs.a }}'}}]}", "{a: \"3.9\\n3.10\"}", "", PATH },
	{ "inputs: {a: {default: \"3.9\\n3.10\"}}\nruns: {steps: [{" SETUP
	  ", with: {python-version: '${{ inputs.a }}'}}]}",
	  "{}", "", PATH },
	{ "runs: {steps: [{run: 'uv python install ${{ inputs.a }}'}]}", "{a: '3.9'}", "", FOUND("3.9") },
	{ "runs: {steps: [{run: 'uv python install $V', env: {V: '${{ inputs.a }}'}}]}", "{a: '3.9'}", "",
	  FOUND("3.9") },
	{ "runs: {steps: [{run: 'uv python install ${{ steps.x.outputs.y }}'}]}", "{}", "", UV },
	{ "runs: {steps: [{uses: ./set}]}", "{}", "", ASKED("python3") },
};

START_TEST(test_local)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	temporary_make(&folder);
	temporary_add(&folder, "set/action.yml", actions[_i].action);
	load_job(&l, "", arena_printf(&l.arena, "{uses: ./other}, {uses: ./set, with: %s}", actions[_i].with).p);
	find(&python, &l, &surveyed, folder.path, 2, NULL);
	ck_assert_text(python.text, actions[_i].text);
	ck_assert_text(asks(&l, &python), actions[_i].asks);
}
END_TEST

/* A file may name several versions. */
START_TEST(test_file)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };

	temporary_make(&folder);
	temporary_add(&folder, ".python-version", _i == 0 ? "3.12\n" : "3.12\n# x\n3.11\n");
	load_job(&l, "", "{" SETUP "}");
	find(&python, &l, &surveyed, folder.path, 1, NULL);
	ck_assert_uint_eq(python.outputs.len, _i == 0);
	ck_assert_int_eq(python.question.path, _i == 1);
}
END_TEST

/* More setup steps than are distinguished: the one on the path counts. */
START_TEST(test_many)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct python python = { 0 };

	for (size_t i = 0; i < SETUPS_MAX + (size_t)_i; i++)
		buf_add_c(&text, i > 0 ? ", {" SETUP "}" : "{" SETUP "}");
	load_job(&l, "", text.p);
	find(&python, &l, &surveyed, "/nonexistent", SETUPS_MAX + 1, NULL);
	ck_assert_uint_eq(python.outputs.len, _i == 0 ? SETUPS_MAX : 0);
	ck_assert_int_eq(python.question.path, _i == 1);
}
END_TEST

static const struct {
	const char *job;
	bool moves;
} images[] = {
	{ "", false },
	{ "    container: python:3.12\n", true },
	{ "    container: {image: python}\n", true },
	{ "    container: python:3.12@sha256:0123\n", false },
	{ "    container: 'python:${{ matrix.py }}'\n" MATRIX("['3.12']"), true },
	{ "    container: '${{ matrix.py }}'\n" MATRIX("['a@sha256:01', 'b@sha256:02']"), false },
	{ "    container: '${{ matrix.py }}'\n" MATRIX("['a@sha256:01', b]"), true },
};

START_TEST(test_image)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_job(&l, images[_i].job, "");
	ck_assert_int_eq(image_moves(&l.arena, &l.workflow, &l.workflow.jobs.at[0]), images[_i].moves);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("python");

	ADD_TABLE(tcase, test_python, rows);
	ADD_TABLE(tcase, test_local, actions);
	ADD_TABLE(tcase, test_image, images);
	tcase_add_loop_test(tcase, test_file, 0, 2);
	tcase_add_loop_test(tcase, test_many, 0, 2);
	tcase_add_test(tcase, test_variable);
	tcase_add_test(tcase, test_step_variable);
	tcase_add_test(tcase, test_outputs);
	tcase_add_test(tcase, test_before);
	return run_tests("python", tcase);
}
