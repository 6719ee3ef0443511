/* SPDX-License-Identifier: MIT */
/* Tests when a workflow runs, by its triggers and the conditions of its jobs. */
#include "config.h"

#include "workflow/triggers.h"

#include "loaded.h"

static const struct {
	const char *on;
	unsigned want;
} rows[] = {
	{ "push", TRIGGER_PUSH },
	{ "[push, pull_request]", TRIGGER_PUSH | TRIGGER_OTHER },
	{ "release", TRIGGER_TAG },
	{ "[push, release]", TRIGGER_PUSH | TRIGGER_TAG },
	{ "{release: {types: [published]}}", TRIGGER_TAG },
	{ "{push: }", TRIGGER_PUSH },
	{ "{push: {paths: [src]}}", TRIGGER_PUSH },
	{ "{push: {tags: ['*']}}", TRIGGER_TAG },
	{ "{push: {tags-ignore: ['*']}}", TRIGGER_TAG },
	{ "{push: {tags: ['*'], branches: [main]}}", TRIGGER_TAG | TRIGGER_OTHER },
	{ "{push: {branches: [main]}}", TRIGGER_OTHER },
	{ "{push: {branches-ignore: [main]}}", TRIGGER_OTHER },
	{ "{push: {branches: [main, 'Release/*']}}", TRIGGER_OTHER | TRIGGER_RELEASE_BRANCH },
	{ "{push: {branches: release}}", TRIGGER_OTHER | TRIGGER_RELEASE_BRANCH },
	{ "{pull_request: {branches: [release]}}", TRIGGER_OTHER },
	{ "{schedule: [{cron: '0 0 * * *'}], workflow_dispatch: }", TRIGGER_SCHEDULE | TRIGGER_MANUAL },
	{ "{workflow_call: {inputs: {push: {type: string}}}}", TRIGGER_CALL },
	{ "pull_request_target", TRIGGER_PULL_REQUEST_TARGET },
	{ "[push, workflow_run]", TRIGGER_PUSH | TRIGGER_WORKFLOW_RUN },
	{ "{issue_comment: {}}", TRIGGER_ISSUE_COMMENT },
	{ "{pull_request: {types: [workflow_run]}}", TRIGGER_OTHER },
	{ "", 0 },
};

START_TEST(test_triggers)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_workflow(&l, arena_printf(&l.arena, "on: %s\njobs: {}\n", rows[_i].on).p);
	ck_assert_uint_eq(triggers_of(&l.workflow), rows[_i].want);
}
END_TEST

static const struct {
	unsigned triggers;
	bool tags, schedule;
	const char *untrusted;
} sets[] = {
	{ 0, false, false, NULL },
	{ TRIGGER_TAG, true, false, NULL },
	{ TRIGGER_TAG | TRIGGER_MANUAL, true, false, NULL },
	{ TRIGGER_TAG | TRIGGER_OTHER, false, false, NULL },
	{ TRIGGER_TAG | TRIGGER_CALL, false, false, NULL },
	{ TRIGGER_SCHEDULE, false, true, NULL },
	{ TRIGGER_SCHEDULE | TRIGGER_MANUAL, false, true, NULL },
	{ TRIGGER_SCHEDULE | TRIGGER_PUSH, false, false, NULL },
	{ TRIGGER_SCHEDULE | TRIGGER_TAG, false, false, NULL },
	{ TRIGGER_MANUAL, false, false, NULL },
	{ TRIGGER_PUSH | TRIGGER_PULL_REQUEST_TARGET, false, false, "pull_request_target" },
	{ TRIGGER_ISSUE_COMMENT, false, false, "issue_comment" },
	{ TRIGGER_WORKFLOW_RUN, false, false, "workflow_run" },
};

START_TEST(test_sets)
{
	ck_assert_int_eq(triggers_are_tags(sets[_i].triggers), sets[_i].tags);
	ck_assert_int_eq(triggers_are_schedule(sets[_i].triggers), sets[_i].schedule);
	ck_assert_text(str_from(triggers_untrusted(sets[_i].triggers)), sets[_i].untrusted);
}
END_TEST

static const struct {
	const char *condition;
	bool tags, schedule;
} conditions[] = {
	{ "", false, false },
	{ "startsWith(github.ref, 'refs/tags/')", true, false },
	{ "github.event_name == 'release'", true, false },
	{ "github.ref_type == 'tag'", true, false },
	{ "github.event.release.prerelease", true, false },
	{ "!startsWith(github.ref, 'refs/tags/')", false, false },
	{ "startsWith(github.ref, 'refs/tags/') || x", false, false },
	{ "github.ref == 'refs/heads/main'", false, false },
	{ "github.event_name == 'schedule'", false, true },
	{ "github.event_name != 'schedule'", false, false },
};

START_TEST(test_conditions)
{
	struct str condition = str_from(conditions[_i].condition);

	ck_assert_int_eq(condition_is_tags(condition), conditions[_i].tags);
	ck_assert_int_eq(condition_is_schedule(condition), conditions[_i].schedule);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("triggers");

	ADD_TABLE(tcase, test_triggers, rows);
	ADD_TABLE(tcase, test_sets, sets);
	ADD_TABLE(tcase, test_conditions, conditions);
	return run_tests("triggers", tcase);
}
