/* SPDX-License-Identifier: MIT */
/* Tests the list of messages. */
#include "config.h"

#include "base/diagnostic.h"

#include <check.h>
#include <string.h>

START_TEST(test_kinds)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics d = { .arena = &arena };
	const struct diagnostic *at;

	diagnostic_file(&d, SEVERITY_ERROR, "no %s", "file");
	diagnostic_at(&d, SEVERITY_WARNING, (struct range){ 3, 5 }, "odd");
	diagnostic_at(&d, SEVERITY_NOTE, (struct range){ 1, 2 }, "%d", 7);
	ck_assert_uint_eq(d.list.len, 3);
	at = d.list.at;
	ck_assert(at[0].severity == SEVERITY_ERROR && !at[0].has_range && !at[0].rule);
	ck_assert(str_is(diagnostic_message(&at[0]), "no file"));
	ck_assert(at[1].has_range && at[1].bytes.start == 3 && at[1].bytes.end == 5 && !at[1].rule);
	ck_assert(at[2].has_range && str_is(diagnostic_message(&at[2]), "7"));
	ck_assert_int_eq(at[2].severity, SEVERITY_NOTE);
}
END_TEST

/* A message that is too long ends with a whole character and an ellipsis. */
START_TEST(test_long)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics d = { .arena = &arena };
	static char text[DIAGNOSTIC_MAX + 2];
	struct str message;

	memset(text, 'x', DIAGNOSTIC_MAX + 1);
	diagnostic_file(&d, SEVERITY_ERROR, "%s", text);
	ck_assert_uint_eq(diagnostic_message(&d.list.at[0]).len, DIAGNOSTIC_MAX + 3);
	diagnostic_file(&d, SEVERITY_ERROR, "%s", text + 1);
	ck_assert(str_is(diagnostic_message(&d.list.at[1]), text + 1));
	text[DIAGNOSTIC_MAX - 1] = '\xc3';
	text[DIAGNOSTIC_MAX] = '\xa9';
	diagnostic_file(&d, SEVERITY_NOTE, "%s", text);
	message = diagnostic_message(&d.list.at[2]);
	ck_assert_uint_eq(message.len, DIAGNOSTIC_MAX - 1 + 3);
	ck_assert(str_ends(message, "x\xe2\x80\xa6") && message.p[message.len] == '\0');
}
END_TEST

START_TEST(test_names)
{
	ck_assert_str_eq(severity_name(SEVERITY_NOTE), "note");
	ck_assert_str_eq(severity_name(SEVERITY_WARNING), "warning");
	ck_assert_str_eq(severity_name(SEVERITY_ERROR), "error");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diagnostic");
	TCase *tcase = tcase_create("diagnostic");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, test_kinds);
	tcase_add_test(tcase, test_long);
	tcase_add_test(tcase, test_names);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
