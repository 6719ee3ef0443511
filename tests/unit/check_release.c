/* SPDX-License-Identifier: MIT */
/* Jobs that publish. */
#include "config.h"

#include "nox/release.h"

#include "loaded.h"

static const struct {
	const char *head;  /* lines of the workflow */
	const char *job;   /* members of the job, each with a comma behind it */
	const char *steps; /* flow items */
	const char *want;  /* a part of the sign; NULL: none */
} rows[] = {
	{ "on: push", "", "{run: nox}", NULL },
	{ "on: [push, pull_request]", "", "{run: nox}", NULL },
	/* triggers */
	{ "on: release", "", "{run: nox}", "releases only" },
	{ "on: {release: {types: [published]}}", "", "{run: nox}", "releases only" },
	{ "on: {release: {types: [published]}, push: {branches: [main]}}", "", "{run: nox}", NULL },
	{ "on: {push: {tags: ['v*']}}", "", "{run: nox}", "releases only" },
	{ "on: {push: {tags: ['v*']}, workflow_dispatch: {}}", "", "{run: nox}", "releases only" },
	{ "on: {push: {tags: ['v*'], branches: [main]}}", "", "{run: nox}", NULL },
	{ "on: {push: {tags: ['v*']}, pull_request: {}}", "", "{run: nox}", NULL },
	{ "on: {push: {}, release: {}}", "", "{run: nox}", NULL },
	{ "on: {workflow_dispatch: {}}", "", "{run: nox}", NULL },
	{ "on: {workflow_call: {}}", "", "{run: nox}", NULL },
	/* the job's condition */
	{ "on: push", "if: \"startsWith(github.ref, 'refs/tags/')\", ", "{run: nox}", "tags only" },
	{ "on: push", "if: github.event_name == 'release', ", "{run: nox}", "tags only" },
	{ "on: push", "if: github.ref_type == 'tag', ", "{run: nox}", "tags only" },
	{ "on: push", "if: \"!startsWith(github.ref, 'refs/tags/')\", ", "{run: nox}", NULL },
	{ "on: push", "if: \"startsWith(github.ref, 'refs/tags/') || x\", ", "{run: nox}", NULL },
	{ "on: push", "if: github.ref == 'refs/heads/main', ", "{run: nox}", NULL },
	/* rights */
	{ "on: push", "permissions: {id-token: write}, ", "{run: nox}", "id tokens" },
	{ "on: push", "permissions: {id-token: none, contents: write}, ", "{run: nox}", NULL },
	{ "on: push", "permissions: write-all, ", "{run: nox}", NULL },
	/* actions and commands */
	{ "on: push", "", "{run: nox}, {uses: pypa/gh-action-pypi-publish@release/v1}", "action that" },
	{ "on: push", "", "{uses: PyPA/gh-action-pypi-publish@v1}, {run: nox}", "action that" },
	{ "on: push", "", "{run: nox}, {run: twine upload dist/*}", "command that" },
	{ "on: push", "", "{run: nox}, {run: uv publish}", "command that" },
	{ "on: push", "", "{run: nox}, {run: twine check dist/*}", NULL },
	{ "on: push", "", "{run: nox}, {name: twine upload}", NULL },
};

START_TEST(test_sign)
{
	LOADED_AUTO struct loaded l = { 0 };
	const char *sign;

	load_workflow(&l, arena_printf(&l.arena, "%s\njobs: {a: {%ssteps: [%s]}}\n", rows[_i].head,
				       rows[_i].job, rows[_i].steps)
				  .p);
	sign = release_sign(&l.arena, &l.workflow, &l.workflow.jobs.at[0]);
	ck_assert_msg((sign != NULL) == (rows[_i].want != NULL), "%s", sign ? sign : "(none)");
	if (sign)
		ck_assert_msg(strstr(sign, rows[_i].want) != NULL, "%s", sign);
}
END_TEST

/* An action has no triggers of its own. */
START_TEST(test_action)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_workflow(&l, "runs: {using: composite, steps: [{run: nox}]}\n");
	ck_assert_ptr_null(release_sign(&l.arena, &l.workflow, &l.workflow.jobs.at[0]));
}
END_TEST

static const struct {
	const char *on;
	bool release;
	const char *untrusted;
} triggers[] = {
	{ "push", false, NULL },
	{ "[push, pull_request]", false, NULL },
	{ "release", true, NULL },
	{ "[push, release]", true, NULL },
	{ "{release: {}}", true, NULL },
	{ "{push: {tags: ['*']}}", true, NULL },
	{ "{push: {branches: [main]}}", false, NULL },
	{ "{push: {branches: [main, 'release/*']}}", true, NULL },
	{ "{push: {branches: release}}", true, NULL },
	{ "pull_request_target", false, "pull_request_target" },
	{ "[push, workflow_run]", false, "workflow_run" },
	{ "{issue_comment: {}}", false, "issue_comment" },
	{ "{pull_request: {types: [workflow_run]}}", false, NULL },
};

START_TEST(test_trigger)
{
	LOADED_AUTO struct loaded l = { 0 };
	const char *untrusted;

	load_workflow(&l, arena_printf(&l.arena, "on: %s\njobs: {}\n", triggers[_i].on).p);
	ck_assert_int_eq(release_triggers(&l.arena, &l.workflow), triggers[_i].release);
	untrusted = untrusted_trigger(&l.arena, &l.workflow);
	ck_assert_str_eq(untrusted ? untrusted : "", triggers[_i].untrusted ? triggers[_i].untrusted : "");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("release");

	ADD_TABLE(tcase, test_sign, rows);
	tcase_add_test(tcase, test_action);
	ADD_TABLE(tcase, test_trigger, triggers);
	return run_tests("release", tcase);
}
