/* SPDX-License-Identifier: MIT */
/* Tests arenas: alignment, zeroed memory, large objects, lists. */
#include "config.h"

#include "base/arena.h"

#include "unit.h"

#include <check.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

START_TEST(test_alloc)
{
	ARENA_AUTO struct arena a = { 0 };
	unsigned used = 0;

	for (size_t size = 1; size < 3000; size += 7) {
		unsigned char *p = arena_alloc(&a, 3, size);

		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % _Alignof(long long), 0);
		for (size_t i = 0; i < 3 * size; i++)
			used |= p[i];
		ck_assert_uint_eq(used, 0);
		memset(p, 0xff, 3 * size);
	}
}
END_TEST

/* A large object does not hide the space that is left in the previous chunk. */
START_TEST(test_large)
{
	ARENA_AUTO struct arena a = { 0 };
	char *before = arena_alloc(&a, 1, sizeof(max_align_t));
	char *large = arena_alloc(&a, 1, 1000000);
	char *after = arena_alloc(&a, 1, 16);

	memset(large, 1, 1000000);
	ck_assert_ptr_eq(after, before + sizeof(max_align_t));
}
END_TEST

START_TEST(test_text)
{
	ARENA_AUTO struct arena a = { 0 };
	char bytes[] = "a\0b";
	struct str copy = arena_copy(&a, (struct str){ bytes, 3 });

	bytes[0] = 'x';
	ck_assert(str_eq(copy, STR("a\0b")));
	ck_assert_int_eq(copy.p[3], '\0');
	ck_assert(str_is(arena_printf(&a, "%s-%d", "n", 7), "n-7"));
	ck_assert(str_is(arena_copy(&a, (struct str){ NULL, 0 }), ""));
}
END_TEST

START_TEST(test_list)
{
	ARENA_AUTO struct arena a = { 0 };
	LIST(size_t) list = { NULL, 0, 0 };

	for (size_t i = 0; i < 10000; i++)
		list_add(&a, &list, i * 3);
	ck_assert_uint_eq(list.len, 10000);
	for (size_t i = 0; i < list.len; i++)
		check_quietly(list.at[i] == i * 3);
}
END_TEST

/* Long lists that grow in turn, with what they share their arena with. */
START_TEST(test_long_lists)
{
	enum { COUNT = 100 * 1000, EACH = 1000 };
	ARENA_AUTO struct arena a = { 0 };
	LIST(size_t) one = { NULL, 0, 0 }, two = { NULL, 0, 0 }, objects = { NULL, 0, 0 };

	for (size_t i = 0; i < COUNT; i++) {
		list_add(&a, &one, i);
		list_add(&a, &two, i * 3);
		if (i % EACH == 0)
			list_add(&a, &objects, (size_t)arena_copy(&a, STR("object")).p);
	}
	for (size_t i = 0; i < COUNT; i++)
		check_quietly(one.at[i] == i && two.at[i] == i * 3);
	for (size_t i = 0; i < objects.len; i++)
		ck_assert_str_eq((const char *)objects.at[i], "object");
	ck_assert(arena_holds(&a, one.at) && arena_holds(&a, &two.at[COUNT - 1]));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("arena");
	TCase *tcase = tcase_create("arena");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, test_alloc);
	tcase_add_test(tcase, test_large);
	tcase_add_test(tcase, test_text);
	tcase_add_test(tcase, test_list);
	tcase_add_test(tcase, test_long_lists);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
