/* SPDX-License-Identifier: MIT */
/* For all unit tests: running them, and comparing borrowed texts. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include "base/str.h"

#include <check.h>
#include <stdbool.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
/* Adds a test that is run once for each row of a table; _i is the row. */
#define ADD_TABLE(tcase, test, table) tcase_add_loop_test((tcase), test, 0, (int)COUNT(table))

/* want is a C string; NULL is the empty text. */
#define ck_assert_text(got, want)                                                                  \
	do {                                                                                       \
		struct str got_ = (got), want_ = str_from(want);                                   \
		ck_assert_msg(str_eq(got_, want_), "got \"%.*s\", want \"%.*s\"", STR_ARG(got_),   \
			      STR_ARG(want_));                                                     \
	} while (0)

/* For each byte of a long text: Check writes to a file for each of its assertions, also where they hold. */
#define check_quietly(condition)                                                                   \
	do {                                                                                       \
		if (!(condition))                                                                  \
			ck_abort_msg("not so: %s", #condition);                                    \
	} while (0)

/* Runs the tests of one case and returns the status for main(). */
static inline int run_tests(const char *name, TCase *tcase)
{
	Suite *suite = suite_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}

#endif
