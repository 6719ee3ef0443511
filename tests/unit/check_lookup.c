/* SPDX-License-Identifier: MIT */
/* Tests the map, with any order of insertion. */
#include "config.h"

#include "base/lookup.h"

#include "unit.h"

enum { MANY = 5000 };

START_TEST(test_put_and_get)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct lookup lookup = { 0 };
	bool added = false;

	ck_assert_ptr_null(lookup_get(&lookup, STR("")));
	ck_assert_uint_eq(*lookup_put(&lookup, &arena, STR("a"), 1, &added), 1);
	ck_assert(added);
	ck_assert_uint_eq(*lookup_put(&lookup, &arena, STR("a"), 2, &added), 1);
	ck_assert(!added);
	ck_assert_uint_eq(*lookup_put(&lookup, &arena, STR(""), 3, NULL), 3);
	ck_assert_uint_eq(*lookup_put(&lookup, &arena, STR("a\0b"), 4, NULL), 4);
	*lookup_get(&lookup, STR("a")) = 5;
	ck_assert_uint_eq(*lookup_get(&lookup, STR("a")), 5);
	ck_assert_uint_eq(*lookup_get(&lookup, STR("")), 3);
	ck_assert_uint_eq(*lookup_get(&lookup, STR("a\0b")), 4);
	ck_assert_ptr_null(lookup_get(&lookup, STR("b")));
}
END_TEST

/* Ascending, descending, and mixed: 7 and MANY are coprime. */
static size_t key_of(int order, size_t i)
{
	return order == 0 ? i : order == 1 ? MANY - 1 - i : i * 7 % MANY;
}

START_TEST(test_many)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct lookup lookup = { 0 };

	for (size_t i = 0; i < MANY; i++) {
		size_t key = key_of(_i, i);

		ck_assert_ptr_nonnull(lookup_put(&lookup, &arena,
						 arena_printf(&arena, "key %zu", key), key, NULL));
	}
	for (size_t i = 0; i < MANY; i++)
		ck_assert_uint_eq(*lookup_get(&lookup, arena_printf(&arena, "key %zu", i)), i);
	ck_assert_ptr_null(lookup_get(&lookup, STR("key")));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("lookup");

	tcase_add_test(tcase, test_put_and_get);
	tcase_add_loop_test(tcase, test_many, 0, 3);
	return run_tests("lookup", tcase);
}
