/* SPDX-License-Identifier: MIT */
/* Tests finding the cache steps of a job. */
#include "config.h"

#include "nox/caches/caches.h"

#include "folder.h"
#include "loaded.h"
#include "surveyed.h"

#define WITH "with: {path: p, key: k, restore-keys: r}"

static const struct {
	const char *step;
	bool cache, restores;
} steps[] = {
	{ "{uses: actions/cache@v4, " WITH "}", true, true },
	{ "{uses: actions/cache/restore@v4, " WITH "}", true, true },
	{ "{uses: actions/cache/save@v4, " WITH "}", true, false },
	{ "{uses: buildjet/cache@v4, " WITH "}", true, true },
	{ "{uses: 'https://x.y/actions/cache@v4', " WITH "}", true, true },
	{ "{uses: actions/checkout@v4, " WITH "}", false, false },
	{ "{uses: ./actions/cache, " WITH "}", false, false },
	{ "{run: nox}", false, false },
};

START_TEST(test_steps)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	struct caches caches = { .list = { .len = 0 } };

	load_workflow(&l, arena_printf(&l.arena, "jobs: {a: {steps: [%s]}}\n", steps[_i].step).p);
	caches_find(&caches, &l.arena, &l.tree, &l.workflow.jobs.at[0], survey);
	ck_assert_uint_eq(caches.list.len, steps[_i].cache);
	if (!steps[_i].cache)
		return;
	ck_assert_text(caches.list.at[0].path, "p");
	ck_assert_text(caches.list.at[0].key, "k");
	ck_assert_text(caches.list.at[0].restore_keys, "r");
	ck_assert_int_eq(caches.list.at[0].restores, steps[_i].restores);
	ck_assert(!caches.list.at[0].ours && !caches.list.at[0].in_action);
}
END_TEST

/* Our steps have the name, the id and the mark in the comment. */
static const struct {
	const char *comment, *name, *id;
	bool ours;
} marks[] = {
	{ "# x. Maintained by nox-cache-inject.", "Cache Nox environments", "cache-nox", true },
	{ "# x. Maintained by nox-cache-inject.", "Cache Nox environments", "cache-nox-2", true },
	{ "# x.", "Cache Nox environments", "cache-nox", false },
	{ "# x. Maintained by nox-cache-inject.", "Cache", "cache-nox", false },
	{ "# x. Maintained by nox-cache-inject.", "Cache Nox environments", "mine", false },
};

START_TEST(test_ours)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	struct caches caches = { .list = { .len = 0 } };

	load_workflow(&l, arena_printf(&l.arena,
				       "jobs:\n  a:\n    steps:\n      %s\n      - name: %s\n        id: %s\n"
				       "        uses: actions/cache@v4\n        with: {path: .nox, key: k}\n",
				       marks[_i].comment, marks[_i].name, marks[_i].id)
				  .p);
	caches_find(&caches, &l.arena, &l.tree, &l.workflow.jobs.at[0], survey);
	ck_assert_uint_eq(caches.list.len, 1);
	ck_assert_int_eq(caches.list.at[0].ours, marks[_i].ours);
	ck_assert_text(caches.list.at[0].id, marks[_i].id);
}
END_TEST

/* A cache inside a local composite action belongs to the step that uses the action. */
START_TEST(test_elsewhere)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	struct survey *survey;
	LOADED_AUTO struct loaded l = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct caches caches = { .list = { .len = 0 } };

	temporary_make(&folder);
	survey = survey_folder(&surveyed, folder.path);
	temporary_add(&folder, "act/action.yml",
		      "runs:\n  using: composite\n  steps:\n    - uses: actions/cache@v4\n"
		      "      with: {path: .nox, key: k}\n");
	load_workflow(&l, "jobs: {a: {steps: [{run: x}, {uses: ./act}, {uses: ./none}]}}\n");
	caches_find(&caches, &l.arena, &l.tree, &l.workflow.jobs.at[0], survey);
	ck_assert_uint_eq(caches.list.len, 1);
	ck_assert(caches.list.at[0].in_action);
	ck_assert_uint_eq(caches.list.at[0].step->index, 1);
	ck_assert_text(caches.list.at[0].path, ".nox");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("caches");

	ADD_TABLE(tcase, test_steps, steps);
	ADD_TABLE(tcase, test_ours, marks);
	tcase_add_test(tcase, test_elsewhere);
	return run_tests("caches", tcase);
}
