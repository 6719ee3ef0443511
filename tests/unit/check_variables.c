/* SPDX-License-Identifier: MIT */
/* Variables in the paths of a workflow. */
#include "config.h"

#include "nox/variables.h"

#include "loaded.h"

static const struct {
	const char *path;
	bool shell;
	const char *want;
} rows[] = {
	{ "a/b", true, "a/b" },
	{ "${{ env.W }}", false, "work" },
	{ "${{ env.J }}/x", false, "job/x" },
	{ "x/${{env.S}}/${{ env.W }}", false, "x/step/work" },
	/* the nearest counts */
	{ "${{ env.A }}", false, "near" },
	{ "$A", true, "near" },
	/* what another step can read itself stays, what it cannot does not */
	{ "${{ env.EJ }}", false, "${{ env.EJ }}" },
	{ "${{ env.ES }}", false, "${{ matrix.s }}" },
	{ "${{ env.X }}", false, "${{ env.X }}" },
	{ "${{ format('{0}', env.W) }}", false, "${{ format('{0}', env.W) }}" },
	{ "${{ vars.W }}", false, "${{ vars.W }}" },
	/* names mind their case */
	{ "${{ env.w }}", false, "${{ env.w }}" },
	{ "${{ ENV.W }}", false, "work" },
	/* a shell's words */
	{ "$W", false, "$W" },
	{ "$W/x", true, "work/x" },
	{ "${W}/x$J", true, "work/xjob" },
	{ "$env:W\\x", true, "work\\x" },
	{ "%W%/x", true, "work/x" },
	{ "%W", true, "%W" },
	{ "50%", true, "50%" },
	{ "$X/$", true, "$X/$" },
	{ "${W", true, "${W" },
	{ "${W:-x}", true, "${W:-x}" },
	{ "$WORK", true, "$WORK" },
	{ "$EJ/x", true, "${{ matrix.j }}/x" },
	{ "$W/${{ env.J }}", true, "work/job" },
	{ "$EMPTY/x", true, "$EMPTY/x" },
};

START_TEST(test_replace)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct job *job;

	load_workflow(&l, "env: {W: work, A: far}\njobs:\n  a:\n    env: {J: job, A: middle, EJ: '${{ matrix.j }}'}\n"
			  "    steps: [{run: x, env: {S: step, A: near, ES: '${{ matrix.s }}', EMPTY: ''}}]\n");
	job = &l.workflow.jobs.at[0];
	ck_assert_text(variables_replace(&l.workflow, &l.arena, job, &job->steps.at[0], str_from(rows[_i].path),
					 rows[_i].shell),
		       rows[_i].want);
	ck_assert_text(variable_value(&l.workflow, &l.arena, job, NULL, STR("A")), "middle");
	ck_assert_text(variable_value(&l.workflow, &l.arena, job, NULL, STR("S")), "");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("variables");

	ADD_TABLE(tcase, test_replace, rows);
	return run_tests("variables", tcase);
}
