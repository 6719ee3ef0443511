/* SPDX-License-Identifier: MIT */
/* Tests ids for steps. */
#include "config.h"

#include "nox/step/naming.h"

#include "loaded.h"

static struct naming naming_for(struct loaded *l, size_t job)
{
	return (struct naming){ .arena = &l->arena,
				.tree = &l->tree,
				.job = &l->workflow.jobs.at[job] };
}

static const struct {
	const char *steps;
	const char *first, *second; /* the ids for "x", twice */
} rows[] = {
	{ "{run: a}", "x", "x-2" },
	{ "{id: x}", "x-2", "x-3" },
	{ "{id: x}, {id: x-2}", "x-3", "x-4" },
	{ "{id: x-2}", "x", "x-3" },
	{ "{id: xx}, {name: x}", "x", "x-2" },
	{ "{id: 'x'}, {id: \"x-3\"}", "x-2", "x-4" },
	{ "{id: X}", "x-2", "x-3" },
	{ "{id: X}, {id: X-2}", "x-3", "x-4" },
};

START_TEST(test_free)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct naming naming;

	load_workflow(&l, arena_printf(&l.arena, "jobs: {a: {steps: [%s]}}\n", rows[_i].steps).p);
	naming = naming_for(&l, 0);
	ck_assert_text(naming_free(&naming, "x"), rows[_i].first);
	ck_assert_text(naming_free(&naming, "x"), rows[_i].second);
}
END_TEST

/* A step keeps its id or gets one; a step shared by two jobs has the same in both. */
START_TEST(test_of)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct naming naming;

	load_workflow(&l, "jobs:\n  a:\n    steps: [{id: p}, &s {run: a}, {run: b}]\n  b:\n    steps: [*s, {id: x-2}]\n");
	naming = naming_for(&l, 0);
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[0], "x"), "p");
	ck_assert_uint_eq(naming.named.len, 0);
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[1], "x"), "x");
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[1], "x"), "x");
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[2], "x"), "x-2");
	ck_assert_uint_eq(naming.named.len, 2);
	naming.job = &l.workflow.jobs.at[1];
	naming.given.len = 0;
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[0], "x"), "x");
	ck_assert_uint_eq(naming.named.len, 2);
}
END_TEST

/* An id is free again when an older copy is restored. */
START_TEST(test_copy)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct naming naming, before;

	load_workflow(&l, "jobs: {a: {steps: [{run: a}, {run: b}, {run: c}]}}\n");
	naming = naming_for(&l, 0);
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[0], "x"), "x");
	before = naming;
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[1], "x"), "x-2");
	naming = before;
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[2], "x"), "x-2");
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[1], "x"), "x-3");
	ck_assert_text(naming_of(&naming, &naming.job->steps.at[0], "x"), "x");
	ck_assert_uint_eq(naming.named.len, 3);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("naming");

	ADD_TABLE(tcase, test_free, rows);
	tcase_add_test(tcase, test_of);
	tcase_add_test(tcase, test_copy);
	return run_tests("naming", tcase);
}
