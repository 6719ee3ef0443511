/* SPDX-License-Identifier: MIT */
/* Tests which values distinguish the legs of a job. */
#include "config.h"

#include "nox/key/legs.h"

#include "base/buf.h"
#include "loaded.h"
#include "surveyed.h"
#include "workflow/template.h"

#define LONG_TEXT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define MATRIX(members) "    strategy: {matrix: {" members "}}\n"
#define JOB_INDEX "strategy.job-index "
#define PY "${{ matrix.py }}"
#define SETUP_PAIRS(version) "uses: actions/setup-python@v5, with: {python-version: '" version "'}"
#define SETUP(version) "{" SETUP_PAIRS(version) "}"

/* The last step is the last Nox run, unless there is a step named "after". */
static const struct {
	const char *job;
	const char *steps;
	const char *want; /* the paths, each followed by a blank */
} rows[] = {
	{ "", "{run: nox}", "" },
	{ MATRIX("os: [a, b]"), "{run: nox}", "" },
	{ MATRIX("os: [a, b]") "    runs-on: ${{ matrix.os }}\n", "{run: nox}", "matrix.os " },
	{ MATRIX("os: [a, b]") "    container: ${{ matrix.os }}\n", "{uses: actions/setup-python@v5}, {run: nox}",
	  "matrix.os " },
	{ MATRIX("os: [a, b]") "    container: ${{ matrix.os }}\n", "{run: nox}", "" }, /* its Python */
	{ MATRIX("os: [a, b]") "    env: {X: '${{ matrix.os }}'}\n", "{run: nox}", "matrix.os " },
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix.s }}'}", "matrix.s " },
	{ MATRIX("python-version: ['3.12'], py: [a, b]"), "{run: 'nox -s ${{ matrix.py }}'}",
	  "matrix.py " },
	{ MATRIX("s: [a, b]"), "{run: nox, if: matrix.s == 'a'}", "matrix.s " },
	{ MATRIX("s: [a, b]"), "{run: nox, env: {S: '${{ matrix.s }}'}}", "matrix.s " },
	{ MATRIX("s: [a, b]"), "{run: nox, working-directory: '${{ matrix.s }}'}", "matrix.s " },
	{ MATRIX("s: [a, b]"), "{uses: x/y@v1, with: {a: '${{ matrix.s }}'}}, {run: nox}",
	  "matrix.s " },
	{ MATRIX("s: [a, b], os: [c]") "    runs-on: ${{ matrix.os }}\n",
	  "{run: 'nox -s ${{ matrix.s }} ${{ matrix.os }}'}", "matrix.os matrix.s " },
	/* each once, in any notation */
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix.s }} ${{ matrix[''s''] }}'}", "matrix.s " },
	/* after the Nox run */
	{ MATRIX("s: [a, b]"), "{run: nox}, {name: after, run: 'echo ${{ matrix.s }}'}", "" },
	/* values that do not affect the environments */
	{ MATRIX("s: [a, b]"), "{uses: actions/checkout@v4, with: {ref: '${{ matrix.s }}'}}, {run: nox}", "" },
	{ MATRIX("s: [a, b]"), "{uses: actions/cache@v4, with: {key: '${{ matrix.s }}'}}, {run: nox}", "" },
	{ MATRIX("s: [a, b]"), "{name: '${{ matrix.s }}', run: nox}", "" },
	/* values that only select an exact Python */
	{ MATRIX("py: ['3.12']"),
	  "{uses: actions/setup-python@v5, with: {python-version: '${{ matrix.py }}'}}, {run: nox}", "" },
	{ MATRIX("py: ['3.12']"), SETUP(PY) ", {run: 'nox -p " PY "'}", "" },
	{ MATRIX("py: ['3.9', '3.10.1', '3.13t', '3.14-dev']"), SETUP(PY) ", {run: 'nox -p " PY "'}", "" },
	{ MATRIX("include: [{py: '3.9'}, {py: '3.10'}]"), SETUP(PY) ", {run: 'nox -p " PY "'}", "" },
	{ MATRIX("py: [{v: '3.9'}, {v: '3.10'}]"), SETUP("${{ matrix.PY.V }}") ", {run: 'nox -p ${{ matrix.py.v }}'}",
	  "" },
	/* unless two of its values may be the same version, */
	{ MATRIX("py: ['3.9', '3.9.1']"), SETUP(PY) ", {run: 'nox -p " PY "'}", "matrix.py " },
	{ MATRIX("py: ['3.9', '3.x']"), SETUP(PY) ", {run: 'nox -p " PY "'}", "matrix.py " },
	{ MATRIX("py: ['3.9', '>=3.10']"), SETUP(PY) ", {run: 'nox -p " PY "'}", "matrix.py " },
	{ MATRIX("include: [{py: '3.9'}, {os: a}]"), SETUP(PY) ", {run: 'nox -p " PY "'}", "matrix.py " },
	{ MATRIX("py: '${{ fromJSON(x) }}'"), SETUP(PY) ", {run: 'nox -p " PY "'}", "matrix.py " },
	{ MATRIX("py: ['3.9', '3.10']"), SETUP("a" PY) ", {run: 'nox -p " PY "'}", "matrix.py " },
	{ MATRIX("py: ['3.9', '3.10']"), "{if: x, " SETUP_PAIRS(PY) "}, {run: 'nox -p " PY "'}", "matrix.py " },
	/* or one is not text, */
	{ MATRIX("py: ['3.9', '3.10']"), "{uses: actions/setup-python@v5, with: {python-version: {x: \"" PY "\"}}}, {run: 'nox -p "
					 PY "'}", "matrix.py " },
	/* or the reported version is that of another implementation without its Python */
	{ MATRIX("py: ['pypy3.9', 'pypy3.10']"), SETUP(PY) ", {run: nox}", "matrix.py " },
	{ MATRIX("py: ['3.x', '3']"), SETUP(PY) ", {run: nox}", "" },
	{ MATRIX("a: [x86, x64]"), "{uses: actions/setup-python@v5, with: {architecture: '${{ matrix.a }}', cache: "
				   "'${{ matrix.b }}'}}, {run: nox}", "matrix.a " },
	/* several versions: only those on the path are reported */
	{ MATRIX("py: ['3.9', \"3.9\\n3.10\"]"), SETUP(PY) ", {run: 'nox -p " PY "'}", JOB_INDEX },
	{ MATRIX("py: ['3.12']"),
	  "{uses: astral-sh/setup-uv@v6, with: {python-version: '${{ matrix.py }}'}}, {run: nox}",
	  "matrix.py " },
	{ MATRIX("py: ['3.12']"), "{run: 'nox -p ${{ matrix.py }}'}", "matrix.py " },
	/* already in the key */
	{ MATRIX("py: ['3.12']") "    container: 'python:${{ matrix.py }}'\n", "{run: 'nox -p ${{ matrix.py }}'}", "" },
	/* values that cannot be part of a key */
	{ MATRIX("s: ['a,b', c]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [{a: 1}, {a: 2}]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [{a: 1}, {a: 2}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", "matrix.s.a " },
	{ MATRIX("s: [{a: 'x,y'}, {a: 2}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", JOB_INDEX },
	{ MATRIX("s: [{a: 1}, {}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", "matrix.s.a " },
	{ MATRIX("s: [[a, b], [c]]"), "{run: 'nox -s ${{ matrix.s[0] }}'}", JOB_INDEX },
	{ MATRIX("s: [\"a\\nb\"]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [" LONG_TEXT "]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: ['a,b'], t: ['c,d']"), "{run: 'nox -s ${{ matrix.s }} ${{ matrix.t }}'}", JOB_INDEX },
	{ MATRIX("include: [{s: a}, {s: b}]"), "{run: 'nox -s ${{ matrix.s }}'}", "matrix.s " },
	{ MATRIX("s: [a], include: [{s: 'b,c'}]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	/* computed values: only the name of a short word is trusted */
	{ MATRIX("s: '${{ fromJSON(x) }}'"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("os: '${{ fromJSON(x) }}'"), "{run: 'nox -s ${{ matrix.os }}'}", "matrix.os " },
	{ "    strategy: {matrix: '${{ fromJSON(x) }}'}\n", "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ "    strategy: {matrix: '${{ fromJSON(x) }}'}\n", "{run: 'nox -s ${{ matrix.target }}'}",
	  "matrix.target " },
	{ MATRIX("include: '${{ fromJSON(x) }}'"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: ['${{ x }}']"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	/* names that are not identifiers, in any case */
	{ MATRIX("a b: [1, 2]"), "{run: 'nox -s ${{ matrix[''a b''] }}'}", "matrix['a b'] " },
	{ MATRIX("a.b: [1, 2]"), "{run: 'nox -s ${{ matrix[''a.b''] }}'}", "matrix['a.b'] " },
	{ MATRIX("a'b: [1, 2]"), "{run: \"nox -s ${{ matrix['a''b'] }}\"}", "matrix['a''b'] " },
	{ MATRIX("s: [{a b: 1}, {a b: 2}]"), "{run: \"nox -s ${{ matrix.s['a b'] }}\"}", "matrix.s['a b'] " },
	{ MATRIX("s: [{a b: 'x,y'}]"), "{run: \"nox -s ${{ matrix.s['a b'] }}\"}", JOB_INDEX },
	{ MATRIX("S: [a, b]"), "{run: 'nox -s ${{ matrix.s }} ${{ MATRIX.S }}'}", "matrix.s " },
	{ MATRIX("S: ['a,b']"), "{run: 'nox -s ${{ Matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [{A: 'x,y'}]"), "{run: 'nox -s ${{ matrix.s.a }}'}", JOB_INDEX },
	{ MATRIX("INCLUDE: [{s: 'x,y'}]"), "{run: 'nox -s ${{ matrix.s }}'}", JOB_INDEX },
	{ MATRIX("s: [a]"), "{run: 'nox -s ${{ matrix.t }}'}", "" }, /* always empty */
	{ MATRIX("'a}}b': [1]"), "{run: \"nox -s ${{ matrix['a}}b'] }}\"}", JOB_INDEX },
	{ MATRIX("\"a\\nb\": [1]"), "{run: \"nox -s ${{ matrix['a\\nb'] }}\"}", JOB_INDEX },
	/* members without constant names */
	{ MATRIX("s: [a, b]"), "{run: \"echo '${{ toJSON(matrix) }}'; nox\"}", JOB_INDEX },
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix[env.x] }}'}", JOB_INDEX },
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix.* }}'}", JOB_INDEX },
	{ "", "{run: 'nox -s ${{ toJSON(matrix) }}'}", "" },
	{ MATRIX("s: [a, b]"), "{run: 'nox -s ${{ matrix[ }}'}", "" }, /* invalid */
	/* inputs */
	{ "", "{run: \"nox -s ${{ inputs['the target'] }}\"}", "inputs['the target'] " },
	{ "", "{run: 'nox -s ${{ Inputs.Target }}'}", "Inputs.Target " },
	{ "", "{run: 'nox -s ${{ inputs.target }}'}", "inputs.target " },
	{ "", "{run: 'echo ${{ inputs.target }}'}, {run: nox}", "inputs.target " },
	{ "    runs-on: ${{ inputs.label }}\n", "{run: nox}", "inputs.label " },
	{ "    container: ${{ inputs.box }}\n", SETUP("3.12") ", {run: nox}", "inputs.box " },
	/* inputs with arbitrary text count if they reach Nox */
	{ "", "{run: 'nox -s ${{ inputs.session }}'}", "inputs.session " },
	{ "", "{run: nox, working-directory: '${{ inputs.folder }}'}", "inputs.folder " },
	{ "", "{run: nox, shell: '${{ inputs.how }}'}", "inputs.how " },
	{ "", "{run: 'nox -s $S', env: {S: '${{ inputs.session }}'}}", "inputs.session " },
	{ "", "{run: nox, env: {NOXSESSION: '${{ inputs.session }}'}}", "inputs.session " },
	{ "", "{run: nox, env: {S: '${{ inputs.session }}'}}", "" },
	{ "", "{run: 'nox -- $S', env: {S: '${{ inputs.session }}'}}", "" },
	{ "", "{run: 'nox -s $S -- $S', env: {S: '${{ inputs.session }}'}}", "inputs.session " },
	{ "    env: {S: '${{ inputs.session }}'}\n", "{run: 'nox -s $S'}", "inputs.session " },
	{ "    env: {S: '${{ inputs.session }}'}\n", "{run: 'echo $S'}, {run: nox}", "" },
	{ "", "{run: 'echo ${{ inputs.session }}'}, {run: nox}", "" },
	{ "", "{run: nox, if: inputs.session}", "" },
	{ "", "{run: 'nox -- ${{ inputs.session }}'}", "" },
	{ "", "{run: \"nox${{ inputs.a && ' -- ' || '' }}${{ inputs.a }}\"}", "" },
	{ "", "{run: 'poetry run -- nox -s ${{ inputs.session }}'}", "inputs.session " },
	{ "", "{run: 'nox -s ${{ inputs.a }} -- ${{ inputs.b }}'}", "inputs.a " },
	{ "", "{uses: x/nox@v1, with: {session: '${{ inputs.session }}'}}", "inputs.session " },
	{ "", "{uses: x/y@v1, with: {session: '${{ inputs.session }}'}}, {run: nox}", "" },
	{ "", SETUP("${{ inputs.a }}") ", {run: nox}", "" },
	{ "", "{run: 'nox ${{ env.X }} ${{ github.ref }} ${{ steps.a.outputs.os }}'}", "" },
};

/* Which of the steps that mention Nox run it. */
static const bool *runs_of(struct loaded *l, const struct job *job)
{
	bool *runs = arena_alloc(&l->arena, job->steps.len, sizeof(*runs));

	ck_assert_ptr_nonnull(runs);
	for (size_t i = 0; i < job->steps.len; i++)
		runs[i] = str_contains(scalar_value(&l->tree, step_field(&job->steps.at[i], STEP_RUN)), "nox") ||
			  str_contains(scalar_value(&l->tree, step_field(&job->steps.at[i], STEP_USES)), "nox");
	return runs;
}

START_TEST(test_legs)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct python python = { 0 };
	struct legs legs = { .parts = { .len = 0 } };
	struct leg_reads reads = { .many = false };
	struct setups setups = { .many = false };
	const struct job *job;
	size_t last;

	load_workflow(&l, arena_printf(&l.arena, "jobs:\n  a:\n%s    steps: [%s]\n", rows[_i].job,
				       rows[_i].steps)
				  .p);
	job = &l.workflow.jobs.at[0];
	last = job->steps.len - 1;
	if (str_is(scalar_value(&l.tree, step_field(&job->steps.at[last], STEP_NAME)), "after"))
		last--;
	setups_find(&setups, &l.arena, &l.workflow, job, survey);
	python_find(&python, &l.arena, &l.workflow, job, &setups, job->steps.at[last].index, STR(""));
	leg_reads_find(&reads, &l.arena, &l.workflow, job, runs_of(&l, job));
	legs_find(&legs, &l.arena, job, &reads, &python, last);
	for (size_t i = 0; i < legs.parts.len; i++) {
		struct leg leg = legs.parts.at[i];

		buf_printf(&got, "%.*s ", STR_ARG(leg.path));
		ck_assert_int_eq(leg.input, str_is_nocase(str_slice(leg.path, 0, 7), "inputs.") ||
						    str_starts(leg.path, "inputs["));
	}
	ck_assert_text(buf_str(&got), rows[_i].want);
}
END_TEST

/* The part of the key for an input. */
static const struct {
	const char *inputs;
	const char *step;
	const char *want;
} parts[] = {
	{ "", "run: 'nox -s ${{ inputs.session }}'", "contains(inputs.session, ',') && 'several' || inputs.session" },
	{ "", "run: 'nox -s ${{ inputs.version }}'", "inputs.version" },
	{ "s: {type: string}", "run: 'nox -s ${{ inputs.s }}'", "contains(inputs.s, ',') && 'several' || inputs.s" },
	{ "s: {type: boolean}", "run: 'nox -s ${{ inputs.S }}'", "inputs.S" },
	{ "s: {type: number}", "run: 'nox -s ${{ inputs.s }}'", "inputs.s" },
	{ "", "{run: nox -s $S, env: {S: '${{ inputs.s }}'}}",
	  "(contains(inputs.s, ',') || contains(toJSON(inputs.s), '\\n')) && 'several' || inputs.s" },
};

START_TEST(test_part)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct python python = { 0 };
	struct legs legs = { .parts = { .len = 0 } };
	struct leg_reads reads = { .many = false };
	const struct job *job;

	load_workflow(&l, arena_printf(&l.arena, "on: {workflow_call: {inputs: {%s}}}\njobs: {a: {steps: [%s]}}\n",
				       parts[_i].inputs, parts[_i].step)
				  .p);
	job = &l.workflow.jobs.at[0];
	leg_reads_find(&reads, &l.arena, &l.workflow, job, runs_of(&l, job));
	legs_find(&legs, &l.arena, job, &reads, &python, 0);
	ck_assert_uint_eq(legs.parts.len, 1);
	ck_assert_text(legs.parts.at[0].part, parts[_i].want);
	ck_assert(template_is_usable(&l.arena, arena_printf(&l.arena, "${{ %.*s }}", STR_ARG(legs.parts.at[0].part))));
}
END_TEST

/* Members are in the key separately if they are few and their values together are short. */
static const struct {
	size_t members; /* of the matrix, all used */
	size_t length;	/* of each value */
	bool apart;
} matrices[] = {
	{ 1, 100, true },   { 1, 101, false },	{ 40, 2, true },
	{ 20, 11, true },   { 20, 12, false },	{ LEG_READS_MAX, 3, true },
	{ LEG_READS_MAX, 4, false }, { LEG_READS_MAX + 1, 1, false }, { 3000, 1, false },
};

START_TEST(test_many)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct python python = { 0 };
	struct legs legs = { .parts = { .len = 0 } };
	struct leg_reads reads = { .many = false };
	const struct job *job;

	buf_add_c(&text, "jobs:\n  a:\n    strategy:\n      matrix:\n");
	for (size_t i = 0; i < matrices[_i].members; i++) {
		buf_printf(&text, "        s%zu: [", i);
		buf_fill(&text, 'x', matrices[_i].length);
		buf_add_c(&text, "]\n");
	}
	buf_add_c(&text, "    steps:\n      - run: |\n");
	for (size_t i = 0; i < matrices[_i].members; i++)
		buf_printf(&text, "          nox -s ${{ matrix.s%zu }}\n", i);
	load_workflow(&l, text.p);
	job = &l.workflow.jobs.at[0];
	leg_reads_find(&reads, &l.arena, &l.workflow, job, runs_of(&l, job));
	ck_assert_uint_le(reads.list.len, LEG_READS_MAX);
	legs_find(&legs, &l.arena, job, &reads, &python, 0);
	ck_assert_uint_eq(legs.parts.len, matrices[_i].apart ? matrices[_i].members : 1);
	ck_assert_text(legs.parts.at[0].path,
		       matrices[_i].apart ? "matrix.s0" : "strategy.job-index");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("legs");

	ADD_TABLE(tcase, test_legs, rows);
	ADD_TABLE(tcase, test_part, parts);
	ADD_TABLE(tcase, test_many, matrices);
	return run_tests("legs", tcase);
}
