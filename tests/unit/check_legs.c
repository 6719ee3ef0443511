/* SPDX-License-Identifier: MIT */
/* What tells the legs of a job apart. */
#include "config.h"

#include "nox/legs.h"

#include "base/buf.h"
#include "loaded.h"
#include "surveyed.h"

#define LONG_TEXT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define MATRIX(members) "    strategy: {matrix: {" members "}}\n"
#define JOB_INDEX "${{ strategy.job-index }} "

/* The last step is the last Nox run, unless a step named "behind" is. */
static const struct {
	const char *job;
	const char *steps;
	const char *want; /* the parts, a blank behind each */
} rows[] = {
	{ "", "{run: nox}", "" },
	{ MATRIX("os: [a, b]"), "{run: nox}", "" },
	{ MATRIX("os: [a, b]") "    runs-on: ${{ matrix.os }}\n", "{run: nox}", "${{ matrix.os }} " },
	{ MATRIX("os: [a, b]") "    container: ${{ matrix.os }}\n", "{uses: actions/setup-python@v5}, {run: nox}",
	  "${{ matrix.os }} " },
	{ MATRIX("os: [a, b]") "    container: ${{ matrix.os }}\n", "{run: nox}", "" }, /* its Python */
	{ MATRIX("os: [a, b]") "    env: {X: '${{ matrix.os }}'}\n", "{run: nox}", "${{ matrix.os }} " },
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix.s }}'}", "${{ matrix.s }} " },
	{ MATRIX("python-version: ['3.12'], py: [a, b]"), "{run: 'nox -s ${{ matrix.py }}'}",
	  "${{ matrix.py }} " },
	{ MATRIX("s: [a, b]"), "{run: nox, if: matrix.s == 'a'}", "${{ matrix.s }} " },
	{ MATRIX("s: [a, b]"), "{run: nox, env: {S: '${{ matrix.s }}'}}", "${{ matrix.s }} " },
	{ MATRIX("s: [a, b]"), "{run: nox, working-directory: '${{ matrix.s }}'}", "${{ matrix.s }} " },
	{ MATRIX("s: [a, b]"), "{uses: x/y@v1, with: {a: '${{ matrix.s }}'}}, {run: nox}",
	  "${{ matrix.s }} " },
	{ MATRIX("s: [a, b], os: [c]") "    runs-on: ${{ matrix.os }}\n",
	  "{run: 'nox -s ${{ matrix.s }} ${{ matrix.os }}'}", "${{ matrix.os }} ${{ matrix.s }} " },
	/* each once, however it is written */
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix.s }} ${{ matrix[''s''] }}'}", "${{ matrix.s }} " },
	/* behind the Nox run */
	{ MATRIX("s: [a, b]"), "{run: nox}, {name: behind, run: 'echo ${{ matrix.s }}'}", "" },
	/* what tells nothing about the environments */
	{ MATRIX("s: [a, b]"), "{uses: actions/checkout@v4, with: {ref: '${{ matrix.s }}'}}, {run: nox}", "" },
	{ MATRIX("s: [a, b]"), "{uses: actions/cache@v4, with: {key: '${{ matrix.s }}'}}, {run: nox}", "" },
	{ MATRIX("s: [a, b]"), "{name: '${{ matrix.s }}', run: nox}", "" },
	/* what only feeds the set-up of an exact Python */
	{ MATRIX("py: ['3.12']"),
	  "{uses: actions/setup-python@v5, with: {python-version: '${{ matrix.py }}'}}, {run: nox}", "" },
	{ MATRIX("py: ['3.12']"),
	  "{uses: actions/setup-python@v5, with: {python-version: '${{ matrix.py }}'}}, {run: 'nox -p ${{ matrix.py }}'}",
	  "${{ matrix.py }} " },
	{ MATRIX("py: ['3.12']"),
	  "{uses: astral-sh/setup-uv@v6, with: {python-version: '${{ matrix.py }}'}}, {run: nox}",
	  "${{ matrix.py }} " },
	/* what the key says already */
	{ MATRIX("py: ['3.12']"), "{run: 'nox -p ${{ matrix.py }}'}", "" },
	/* values that cannot stand in a key */
	{ MATRIX("s: ['a,b', c]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [{a: 1}, {a: 2}]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [{a: 1}, {a: 2}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", "${{ matrix.s.a }} " },
	{ MATRIX("s: [{a: 'x,y'}, {a: 2}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", JOB_INDEX },
	{ MATRIX("s: [{a: 1}, {}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", "${{ matrix.s.a }} " },
	{ MATRIX("s: [[a, b], [c]]"), "{run: 'nox -s ${{ matrix.s[0] }}'}", JOB_INDEX },
	{ MATRIX("s: [\"a\\nb\"]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [" LONG_TEXT "]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: ['a,b'], t: ['c,d']"), "{run: 'nox -s ${{ matrix.s }} ${{ matrix.t }}'}", JOB_INDEX },
	{ MATRIX("include: [{s: a}, {s: b}]"), "{run: 'nox -s ${{ matrix.s }}'}", "${{ matrix.s }} " },
	{ MATRIX("s: [a], include: [{s: 'b,c'}]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	/* values that are computed: only the name of a short word is trusted */
	{ MATRIX("s: '${{ fromJSON(x) }}'"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("os: '${{ fromJSON(x) }}'"), "{run: 'nox -s ${{ matrix.os }}'}", "${{ matrix.os }} " },
	{ "    strategy: {matrix: '${{ fromJSON(x) }}'}\n", "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ "    strategy: {matrix: '${{ fromJSON(x) }}'}\n", "{run: 'nox -s ${{ matrix.target }}'}",
	  "${{ matrix.target }} " },
	{ MATRIX("include: '${{ fromJSON(x) }}'"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: ['${{ x }}']"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	/* inputs */
	{ "", "{run: 'nox -s ${{ inputs.target }}'}", "${{ inputs.target }} " },
	{ "", "{run: 'nox -s ${{ inputs.sessions }}'}", "" },
	{ "", "{run: 'nox ${{ env.X }} ${{ github.ref }} ${{ steps.a.outputs.os }}'}", "" },
};

START_TEST(test_legs)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct python python = { 0 };
	struct legs legs = { .parts = { .len = 0 } };
	const struct job *job;
	size_t last;

	load_workflow(&l, arena_printf(&l.arena, "jobs:\n  a:\n%s    steps: [%s]\n", rows[_i].job,
				       rows[_i].steps)
				  .p);
	job = &l.workflow.jobs.at[0];
	last = job->steps.len - 1;
	if (str_is(scalar_value(&l.tree, &l.arena, job->steps.at[last].name), "behind"))
		last--;
	ck_assert(python_of(&python, &l.arena, &l.workflow, job, last, survey, STR("")));
	ck_assert(legs_of(&legs, &l.arena, &l.workflow, job, &python, last));
	for (size_t i = 0; i < legs.parts.len; i++)
		buf_printf(&got, "%.*s ", STR_ARG(legs.parts.at[i]));
	ck_assert_text(buf_str(&got), rows[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("legs");

	ADD_TABLE(tcase, test_legs, rows);
	return run_tests("legs", tcase);
}
