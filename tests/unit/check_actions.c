/* SPDX-License-Identifier: MIT */
/* Tests the table of actions that run Nox or a script. */
#include "config.h"

#include "nox/call/actions.h"

#include "unit.h"

static const struct {
	const char *value;
	const char *script; /* its input; "": the action itself runs Nox; NULL: no such action */
	bool skipped;
} rows[] = {
	{ "ansible-community/github-action-run-nox@v1", "", true },
	{ "Ansible-Community/GitHub-Action-Run-Nox@v1", "", true },
	{ "https://github.com/ansible-community/antsibull-nox@main", "", true },
	{ "level12/coppy/gh-actions/nox-run@main", "", true },
	{ "level12/coppy@main", NULL, false },
	{ "level12/coppy/gh-actions/other@main", NULL, false },
	{ "ansible-community/antsibull-nox/sub@main", NULL, false },
	{ "nick-fields/retry@v3", "command", false },
	{ "coactions/setup-xvfb@v1", "run", false },
	{ "./nick-fields/retry", NULL, false },
	{ "docker://nick-fields/retry", NULL, false },
	{ "wntrblm/nox@2025.11.12", NULL, false }, /* only sets up Nox */
	{ "actions/setup-python@v5", NULL, false },
	{ "", NULL, false },
};

START_TEST(test_find)
{
	struct uses uses = uses_read(str_from(rows[_i].value));
	const struct nox_action *action = nox_action_find(&uses);

	ck_assert_int_eq(action != NULL, rows[_i].script != NULL);
	if (!action)
		return;
	ck_assert_str_eq(action->script ? action->script : "", rows[_i].script);
	ck_assert_int_eq(action->skipped != NULL, rows[_i].skipped);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("actions");

	ADD_TABLE(tcase, test_find, rows);
	return run_tests("actions", tcase);
}
