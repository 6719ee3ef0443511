/* SPDX-License-Identifier: MIT */
/* Tests reading trees as workflows and composite actions. */
#include "config.h"

#include "workflow/workflow.h"

#include "base/buf.h"
#include "loaded.h"

/* Jobs as "id(steps)"; a step as its index, "n" if it is nested, "@line" and the kind. */
static void render(struct buf *out, struct loaded *l)
{
	for (size_t i = 0; i < l->workflow.jobs.len; i++) {
		const struct job *job = &l->workflow.jobs.at[i];

		buf_printf(out, "%.*s(", STR_ARG(job->id));
		for (size_t k = 0; k < job->steps.len; k++) {
			const struct step *s = &job->steps.at[k];

			buf_printf(out, "%s%u%s@%zu%s%s", k > 0 ? " " : "", s->index,
				   s->nested ? "n" : "",
				   source_position(&l->source, node_range(s->body).start).line,
				   step_field(s, STEP_RUN) ? "r" : "", step_field(s, STEP_USES) ? "u" : "");
		}
		buf_add_c(out, ")");
	}
}

static const struct {
	const char *text;
	enum workflow_kind kind;
	const char *want;
} shapes[] = {
	{ "", WORKFLOW_OTHER, "" },
	{ "a: 1\n", WORKFLOW_OTHER, "" },
	{ "- jobs\n", WORKFLOW_OTHER, "" },
	{ "jobs:\n", WORKFLOW_OTHER, "" },
	{ "jobs: []\n", WORKFLOW_OTHER, "" },
	{ "jobs: {}\n", WORKFLOW_FILE, "" },
	{ "jobs:\n  a:\n", WORKFLOW_FILE, "a()" },
	{ "jobs:\n  a:\n    steps: x\n", WORKFLOW_FILE, "a()" },
	{ "jobs:\n  a:\n    steps:\n      - run: x\n      - uses: y\n", WORKFLOW_FILE, "a(0@4r 1@5u)" },
	{ "jobs:\n  'a':\n    steps: [{run: x}]\n  b:\n    uses: y\n", WORKFLOW_FILE, "a(0@3r)b()" },
	/* an item that is not a step still has a number */
	{ "jobs:\n  a:\n    steps:\n      - x\n      -\n      - run: y\n", WORKFLOW_FILE, "a(2@6r)" },
	/* a step is where it is written */
	{ "x: &x {run: x}\njobs:\n  a:\n    steps:\n      - *x\n      - run: y\n", WORKFLOW_FILE,
	  "a(0@1r 1@6r)" },
	{ "jobs:\n  a: &a\n    steps:\n      - run: x\n  b: *a\n", WORKFLOW_FILE, "a(0@4r)b(0@4r)" },
	/* groups */
	{ "jobs:\n  a:\n    steps:\n      - run: x\n      - parallel:\n          - run: y\n"
	  "          - uses: z\n      - run: w\n",
	  WORKFLOW_FILE, "a(0@4r 1@5 1n@6r 1n@7u 2@8r)" },
	{ "jobs:\n  a:\n    steps:\n      - parallel:\n          steps:\n            - run: y\n",
	  WORKFLOW_FILE, "a(0@4 0n@6r)" },
	/* composite actions */
	{ "runs:\n  using: composite\n  steps:\n    - run: x\n", WORKFLOW_ACTION, "<composite>(0@4r)" },
	{ "runs:\n  using: node20\n  main: x.js\n", WORKFLOW_OTHER, "" },
};

START_TEST(test_shape)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };

	load_workflow(&l, shapes[_i].text);
	ck_assert_int_eq(l.workflow.kind, shapes[_i].kind);
	render(&got, &l);
	ck_assert_text(buf_str(&got), shapes[_i].want);
}
END_TEST

/* Each member is the node of its field. */
START_TEST(test_members)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct job *job;
	const struct step *step;

	load_workflow(&l,
		      "name: n\non:\n  workflow_call:\n    inputs: {i: {}}\npermissions: p\nenv: {e: 1}\n"
		      "defaults: {run: {shell: s, working-directory: d}}\n"
		      "jobs:\n  a:\n    name: jn\n    if: ji\n    runs-on: jr\n    container: jc\n"
		      "    environment: je\n    permissions: jp\n    env: {x: 1}\n"
		      "    strategy: {matrix: {m: [1]}}\n"
		      "    defaults: {run: {shell: js, working-directory: jd}}\n"
		      "    steps:\n      - id: si\n        name: sn\n        if: sc\n        uses: su\n"
		      "        with: {w: 1}\n        run: sr\n        shell: ss\n        env: {y: 1}\n"
		      "        working-directory: sd\n");
	job = &l.workflow.jobs.at[0];
	step = &job->steps.at[0];

	const struct {
		const struct node *got;
		const char *path;
	} members[] = {
		{ l.workflow.name, "name" },
		{ l.workflow.on, "on" },
		{ l.workflow.permissions, "permissions" },
		{ l.workflow.env, "env" },
		{ l.workflow.shell, "defaults.run.shell" },
		{ l.workflow.working_directory, "defaults.run.working-directory" },
		{ l.workflow.inputs, "on.workflow_call.inputs" },
		{ job->body, "jobs.a" },
		{ job_field(job, JOB_NAME), "jobs.a.name" },
		{ job_field(job, JOB_IF), "jobs.a.if" },
		{ job_field(job, JOB_RUNS_ON), "jobs.a.runs-on" },
		{ job_field(job, JOB_CONTAINER), "jobs.a.container" },
		{ job_field(job, JOB_ENVIRONMENT), "jobs.a.environment" },
		{ job_field(job, JOB_PERMISSIONS), "jobs.a.permissions" },
		{ job_field(job, JOB_ENV), "jobs.a.env" },
		{ job_field(job, JOB_STRATEGY), "jobs.a.strategy" },
		{ job_field(job, JOB_MATRIX), "jobs.a.strategy.matrix" },
		{ job_field(job, JOB_SHELL), "jobs.a.defaults.run.shell" },
		{ job_field(job, JOB_WORKING_DIRECTORY), "jobs.a.defaults.run.working-directory" },
		{ job_field(job, JOB_STEPS), "jobs.a.steps" },
		{ node_parent(step_written(step)), "jobs.a.steps" },
		{ step_written(step), "jobs.a.steps.0" },
		{ step->body, "jobs.a.steps.0" },
		{ step_field(step, STEP_ID), "jobs.a.steps.0.id" },
		{ step_field(step, STEP_NAME), "jobs.a.steps.0.name" },
		{ step_field(step, STEP_IF), "jobs.a.steps.0.if" },
		{ step_field(step, STEP_USES), "jobs.a.steps.0.uses" },
		{ step_field(step, STEP_WITH), "jobs.a.steps.0.with" },
		{ step_field(step, STEP_RUN), "jobs.a.steps.0.run" },
		{ step_field(step, STEP_SHELL), "jobs.a.steps.0.shell" },
		{ step_field(step, STEP_ENV), "jobs.a.steps.0.env" },
		{ step_field(step, STEP_WORKING_DIRECTORY), "jobs.a.steps.0.working-directory" },
	};

	for (size_t i = 0; i < COUNT(members); i++)
		ck_assert_msg(members[i].got == node_at(&l, members[i].path), "%s", members[i].path);
	ck_assert_ptr_null(job_field(job, JOB_USES));
	ck_assert_text(node_source(&l.tree, job->key), "a");
}
END_TEST

START_TEST(test_action_inputs)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_workflow(&l, "inputs: {i: {}}\nruns:\n  using: composite\n  steps: [{run: x}]\n");
	ck_assert_ptr_eq(l.workflow.inputs, node_at(&l, "inputs"));
	ck_assert_text(node_source(&l.tree, l.workflow.jobs.at[0].key), "runs");
}
END_TEST

static const struct {
	const char *text;
	const char *shell;
	const char *runner;
} runners[] = {
	{ "jobs: {a: {runs-on: x}}\n", "", "x" },
	{ "jobs: {a: {runs-on: [x, y]}}\n", "", "x y " },
	{ "jobs: {a: {runs-on: {group: g, labels: [x, y]}}}\n", "", "x y " },
	{ "jobs: {a: {runs-on: {labels: x}}}\n", "", "x" },
	{ "jobs: {a: {}}\n", "", "" },
	{ "defaults: {run: {shell: s}}\njobs: {a: {}}\n", "s", "" },
	{ "defaults: {run: {shell: s}}\njobs: {a: {defaults: {run: {shell: t}}}}\n", "t", "" },
};

START_TEST(test_runner)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_workflow(&l, runners[_i].text);
	ck_assert_text(job_shell(&l.workflow, &l.workflow.jobs.at[0]), runners[_i].shell);
	ck_assert_text(job_runner(&l.arena, &l.workflow, &l.workflow.jobs.at[0]), runners[_i].runner);
}
END_TEST

/* Many jobs, many steps in each, and long ids. */
static const struct {
	int jobs, steps, id;
	bool shared; /* the steps are written once and used through aliases */
	const char *message; /* NULL: accepted */
} sizes[] = {
	{ WORKFLOW_JOBS_MAX, 1, 5, false, NULL },
	{ WORKFLOW_JOBS_MAX + 1, 1, 5, false, "more than 2,000 jobs" },
	{ 2, WORKFLOW_JOB_STEPS_MAX, 5, false, NULL },
	{ 2, WORKFLOW_JOB_STEPS_MAX + 1, 5, false, "more than 1,000 steps in a job" },
	{ 21, 970, 5, false, "more than 20,000 steps" },
	{ 50, 400, 5, true, NULL },
	{ 51, 400, 5, true, "more than 20,000 steps" },
	{ 1, 1, WORKFLOW_ID_MAX, false, NULL },
	{ 1, 1, WORKFLOW_ID_MAX + 1, false, "a job id of more than 1,000 bytes" },
};

START_TEST(test_limits)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	enum status status;

	buf_add_c(&text, "jobs:\n");
	for (int i = 0; i < sizes[_i].jobs; i++) {
		buf_printf(&text, "  %0*d: %s\n", sizes[_i].id, i, sizes[_i].shared && i > 0 ? "*x" : "&x");
		if (sizes[_i].shared && i > 0)
			continue;
		buf_add_c(&text, "   steps:\n");
		for (int k = 0; k < sizes[_i].steps; k++)
			buf_add_c(&text, "   - run: x\n");
	}
	ck_assert_int_eq(load_bytes(&l, "x", buf_str(&text)), STATUS_OK);
	status = workflow_read(&l.workflow, &l.arena, &l.tree, &l.diagnostics);
	ck_assert_int_eq(status, sizes[_i].message ? STATUS_INVALID : STATUS_OK);
	ck_assert_uint_eq(l.diagnostics.list.len, sizes[_i].message != NULL);
	if (sizes[_i].message)
		ck_assert_msg(str_contains(diagnostic_message(&l.diagnostics.list.at[0]), sizes[_i].message), "%s",
			      l.diagnostics.list.at[0].message);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("workflow");

	ADD_TABLE(tcase, test_shape, shapes);
	tcase_add_test(tcase, test_members);
	tcase_add_test(tcase, test_action_inputs);
	ADD_TABLE(tcase, test_runner, runners);
	ADD_TABLE(tcase, test_limits, sizes);
	return run_tests("workflow", tcase);
}
