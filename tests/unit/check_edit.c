/* SPDX-License-Identifier: MIT */
/* Tests edits: order, errors, and that other bytes do not change. */
#include "config.h"

#include "yaml/edit.h"

#include <check.h>

enum { EDITS_MAX = 4 };

#define EDIT(start, end, text) { { start, end }, sizeof(text) - 1, 0, text }

static const struct {
	struct edit edits[EDITS_MAX];
	size_t count;
	const char *want; /* of "0123456789"; NULL: refused */
} cases[] = {
	{ { EDIT(0, 0, "") }, 0, "0123456789" },
	{ { EDIT(0, 0, "a") }, 1, "a0123456789" },
	{ { EDIT(10, 10, "a") }, 1, "0123456789a" },
	{ { EDIT(2, 5, "a") }, 1, "01a56789" },
	{ { EDIT(0, 10, "") }, 1, "" },
	/* out of order, and at the same place in the order of addition */
	{ { EDIT(5, 6, "b"), EDIT(1, 2, "a") }, 2, "0a234b6789" },
	{ { EDIT(3, 3, "a"), EDIT(3, 3, "b"), EDIT(1, 1, "c") }, 3,
	  "0c12ab3456789" },
	/* an insertion goes before a replacement that starts there, and after one that ends
	 * there */
	{ { EDIT(3, 4, "x"), EDIT(3, 3, "a") }, 2, "012ax456789" },
	{ { EDIT(4, 4, "a"), EDIT(3, 4, "x") }, 2, "012xa456789" },
	{ { EDIT(3, 5, "x"), EDIT(5, 7, "y") }, 2, "012xy789" },
	/* overlapping, reversed, out of bounds */
	{ { EDIT(3, 5, "x"), EDIT(4, 6, "y") }, 2, NULL },
	{ { EDIT(3, 5, "x"), EDIT(3, 5, "y") }, 2, NULL },
	{ { EDIT(3, 5, "x"), EDIT(4, 4, "y") }, 2, NULL },
	{ { EDIT(5, 3, "x") }, 1, NULL },
	{ { EDIT(9, 11, "x") }, 1, NULL },
	{ { EDIT(11, 11, "x") }, 1, NULL },
};

START_TEST(test_edit)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct edits edits = { .list = { .len = 0 } };
	struct str old = STR("0123456789");

	for (size_t i = 0; i < cases[_i].count; i++)
		list_add(&arena, &edits.list, cases[_i].edits[i]);
	ck_assert_int_eq(edits_sort(&edits, old.len), cases[_i].want != NULL);
	if (!cases[_i].want)
		return;
	edits_apply(old, &edits, &out);
	ck_assert(str_is(buf_str(&out), cases[_i].want));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("edit");
	TCase *tcase = tcase_create("edit");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_edit, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
