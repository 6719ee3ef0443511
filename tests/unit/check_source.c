/* SPDX-License-Identifier: MIT */
/* Tests lines and columns of a file. */
#include "config.h"

#include "base/source.h"

#include "base/buf.h"

#include <check.h>

static const struct {
	struct str text;
	size_t lines;
	size_t offset; /* and the text there */
	size_t line, column;
} cases[] = {
	{ STR(""), 1, 0, 1, 1 },
	{ STR("a"), 1, 1, 1, 2 },
	{ STR("a\n"), 1, 1, 1, 2 },
	{ STR("a\n"), 1, 2, 1, 3 },
	{ STR("a\nb"), 2, 2, 2, 1 },
	{ STR("a\r\n\r\nb\r\n"), 3, 5, 3, 1 },
	{ STR("\n\n\n"), 3, 2, 3, 1 },
	{ STR("\xc3\xa9\xf0\x9f\x98\x80x\n"), 1, 6, 1, 3 },
	{ STR("\xef\xbb\xbf" "ab\n"), 1, 4, 1, 2 },
	{ STR("\xef\xbb\xbf" "ab\n"), 1, 0, 1, 1 },
	{ STR("a\n\xef\xbb\xbf" "b"), 2, 5, 2, 2 },
	{ STR("a\nb"), 2, 99, 2, 2 },
};

START_TEST(test_position)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct source source;

	source_init(&source, &arena, STR("f"), cases[_i].text);
	ck_assert_uint_eq(source_line_count(&source), cases[_i].lines);

	struct position at = source_position(&source, cases[_i].offset);

	ck_assert_uint_eq(at.line, cases[_i].line);
	ck_assert_uint_eq(at.column, cases[_i].column);
}
END_TEST

/* The ranges of all lines together are the file, and each offset is in its line. */
START_TEST(test_ranges)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct source source;
	size_t end = 0;

	source_init(&source, &arena, STR("f"), cases[_i].text);
	for (size_t i = 0; i < source_line_count(&source); i++) {
		struct range line = source_line_range(&source, i);

		ck_assert_uint_eq(line.start, end);
		for (end = line.start; end < line.end; end++)
			ck_assert_uint_eq(source_line(&source, end), i);
	}
	ck_assert_uint_eq(end, cases[_i].text.len);
}
END_TEST

/* Columns of a line longer than SOURCE_STRIDE; each text of three bytes has two characters. */
START_TEST(test_long_line)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct source source;

	buf_add_c(&text, "x\n");
	for (size_t i = 0; i < 5 * SOURCE_STRIDE; i++)
		buf_add_c(&text, "a\xc3\xa9");
	source_init(&source, &arena, STR("f"), buf_str(&text));
	for (size_t i = 0; i < 5 * SOURCE_STRIDE; i++) {
		ck_assert_uint_eq(source_position(&source, 2 + 3 * i).column, 2 * i + 1);
		ck_assert_uint_eq(source_position(&source, 3 + 3 * i).column, 2 * i + 2);
	}
	ck_assert_uint_eq(source_position(&source, text.len).column, 10 * SOURCE_STRIDE + 1);
	/* A file that ends at a multiple of SOURCE_STRIDE. */
	buf_cut(&text, 15 * SOURCE_STRIDE);
	source_init(&source, &arena, STR("f"), buf_str(&text));
	ck_assert_uint_eq(source_position(&source, text.len).column, 10 * SOURCE_STRIDE);
}
END_TEST

START_TEST(test_newline)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct source source;

	source_init(&source, &arena, STR("f"), STR("a\r\nb\n"));
	ck_assert_str_eq(source_newline(&source), "\r\n");
	ck_assert_uint_eq(source_bom(&source), 0);
	source_init(&source, &arena, STR("f"), STR("\xef\xbb\xbf" "a\nb\r\n"));
	ck_assert_str_eq(source_newline(&source), "\n");
	ck_assert_uint_eq(source_bom(&source), 3);
	source_init(&source, &arena, STR("f"), STR("\n"));
	ck_assert_str_eq(source_newline(&source), "\n");
	source_init(&source, &arena, STR("f"), STR("a"));
	ck_assert_str_eq(source_newline(&source), "\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("source");
	TCase *tcase = tcase_create("source");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_position, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_loop_test(tcase, test_ranges, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tcase, test_newline);
	tcase_add_test(tcase, test_long_line);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
