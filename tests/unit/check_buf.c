/* SPDX-License-Identifier: MIT */
/* Tests buffers: growing and cutting. */
#include "config.h"

#include "base/buf.h"

#include <check.h>
#include <stdint.h>

START_TEST(test_add)
{
	BUF_AUTO struct buf b = { 0 };

	ck_assert(str_is(buf_str(&b), ""));
	buf_add(&b, STR("a\0b"));
	buf_add_c(&b, "c");
	buf_add_char(&b, 'd');
	buf_fill(&b, 'e', 3);
	buf_fill(&b, 'x', 0);
	buf_printf(&b, "%d%s", 12, "f");
	buf_printf(&b, "%s", "");
	ck_assert(str_eq(buf_str(&b), STR("a\0bcdeee12f")));
	ck_assert_int_eq(b.p[b.len], '\0');
}
END_TEST

START_TEST(test_grow)
{
	BUF_AUTO struct buf b = { 0 };
	size_t wrong = 0;

	for (size_t i = 0; i < 100000; i++) {
		buf_add_char(&b, (char)('a' + i % 26));
		wrong += b.p[b.len] != '\0';
	}
	ck_assert_uint_eq(b.len, 100000);
	for (size_t i = 0; i < b.len; i++)
		wrong += b.p[i] != (char)('a' + i % 26);
	ck_assert_uint_eq(wrong, 0);
	buf_reserve(&b, 1000);
	ck_assert_uint_gt(b.cap, b.len + 1000);
}
END_TEST

START_TEST(test_cut)
{
	BUF_AUTO struct buf b = { 0 };

	buf_cut(&b, 0);
	buf_add_c(&b, "abc");
	buf_cut(&b, 5);
	ck_assert_str_eq(b.p, "abc");
	buf_cut(&b, 1);
	ck_assert_str_eq(b.p, "a");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("buf");
	TCase *tcase = tcase_create("buf");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, test_add);
	tcase_add_test(tcase, test_grow);
	tcase_add_test(tcase, test_cut);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
