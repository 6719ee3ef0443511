/* SPDX-License-Identifier: MIT */
/* Tests variables in the paths of a workflow. */
#include "config.h"

#include "workflow/variables.h"

#include "loaded.h"

static const struct {
	const char *path;
	enum dialect dialect;
	const char *want;
} rows[] = {
	{ "a/b", DIALECT_SH, "a/b" },
	{ "${{ env.W }}", DIALECT_NONE, "work" },
	{ "${{ env.J }}/x", DIALECT_NONE, "job/x" },
	{ "x/${{env.S}}/${{ env.W }}", DIALECT_NONE, "x/step/work" },
	/* the innermost definition counts */
	{ "${{ env.A }}", DIALECT_NONE, "near" },
	{ "$A", DIALECT_SH, "near" },
	/* what another step can read itself is kept, anything else is not */
	{ "${{ env.EJ }}", DIALECT_NONE, "${{ env.EJ }}" },
	{ "${{ env.ES }}", DIALECT_NONE, "${{ matrix.s }}" },
	{ "${{ env.X }}", DIALECT_NONE, "${{ env.X }}" },
	{ "${{ format('{0}', env.W) }}", DIALECT_NONE, "${{ format('{0}', env.W) }}" },
	{ "${{ vars.W }}", DIALECT_NONE, "${{ vars.W }}" },
	/* names are case-sensitive */
	{ "${{ env.w }}", DIALECT_NONE, "${{ env.w }}" },
	{ "${{ ENV.W }}", DIALECT_NONE, "work" },
	/* a shell's words */
	{ "$W", DIALECT_NONE, "$W" },
	{ "$W/x", DIALECT_SH, "work/x" },
	{ "${W}/x$J", DIALECT_SH, "work/xjob" },
	{ "%W%", DIALECT_SH, "%W%" },
	{ "$env:W\\x", DIALECT_POWERSHELL, "work\\x" },
	{ "$Env:W", DIALECT_POWERSHELL, "work" },
	{ "${env:W}x", DIALECT_POWERSHELL, "workx" },
	{ "$W", DIALECT_POWERSHELL, "$W" },
	{ "%W%/x", DIALECT_CMD, "work/x" },
	{ "%W", DIALECT_CMD, "%W" },
	{ "50%", DIALECT_CMD, "50%" },
	/* variables that the script assigns */
	{ "$MINE/$W", DIALECT_SH, "$MINE/work" },
	{ "$X/$", DIALECT_SH, "$X/$" },
	{ "${W", DIALECT_SH, "${W" },
	{ "${W:-x}", DIALECT_SH, "${W:-x}" },
	{ "$WORK", DIALECT_SH, "$WORK" },
	{ "$EJ/x", DIALECT_SH, "${{ matrix.j }}/x" },
	{ "$W/${{ env.J }}", DIALECT_SH, "work/job" },
	{ "$EMPTY/x", DIALECT_SH, "$EMPTY/x" },
};

START_TEST(test_replace)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct variables variables = { .workflow = &l.workflow,
				       .arena = &l.arena,
				       .dialect = rows[_i].dialect,
				       .script = STR("MINE=x\ncd $MINE\n") };

	load_workflow(&l, "env: {W: work, A: far, MINE: y}\njobs:\n  a:\n"
			  "    env: {J: job, A: middle, EJ: '${{ matrix.j }}'}\n"
			  "    steps: [{run: x, env: {S: step, A: near, ES: '${{ matrix.s }}', EMPTY: ''}}]\n");
	variables.job = &l.workflow.jobs.at[0];
	ck_assert_text(variable_value(&variables, STR("A")), "middle");
	ck_assert_text(variable_value(&variables, STR("S")), "");
	variables.step = &variables.job->steps.at[0];
	ck_assert_text(variable_value(&variables, STR("S")), "step");
	ck_assert_text(variables_replace(&variables, str_from(rows[_i].path)), rows[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("variables");

	ADD_TABLE(tcase, test_replace, rows);
	return run_tests("variables", tcase);
}
