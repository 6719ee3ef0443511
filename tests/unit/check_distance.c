/* SPDX-License-Identifier: MIT */
/* Tests the distance of names. */
#include "config.h"

#include "base/distance.h"

#include "unit.h"

#define LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *a, *b;
	size_t want;
	bool near;
} rows[] = {
	{ "", "", 0, true },	       { "", "a", 1, true },	      { "a", "b", 1, true },
	{ "lint", "lint", 0, true },   { "lint", "lin", 1, true },    { "lint", "liint", 1, true },
	{ "test", "tset", 1, true },   { "build", "docs", 5, false }, { "unit-tests", "unit_test", 2, true },
	{ "tests", "tset", 2, true },  { "ab", "ba", 1, true },	      { "abc", "ca", 3, false },
	{ "a", "abc", 2, false },      { LONG "b", LONG, 0, true },   { LONG, "b", 64, false },
};

START_TEST(test_distance)
{
	struct str a = str_from(rows[_i].a), b = str_from(rows[_i].b);

	ck_assert_uint_eq(distance(a, b), rows[_i].want);
	ck_assert_uint_eq(distance(b, a), rows[_i].want);
	ck_assert_int_eq(is_near(a, b), rows[_i].near);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("distance");

	ADD_TABLE(tcase, test_distance, rows);
	return run_tests("distance", tcase);
}
