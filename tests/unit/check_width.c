/* SPDX-License-Identifier: MIT */
/* Tests the width of texts. */
#include "config.h"

#include "base/width.h"

#include "unit.h"

static const struct {
	const char *text;
	size_t width;
} rows[] = {
	{ "", 0 },
	{ "abc", 3 },
	{ "\xc3\xa9", 1 },		 /* one character of two bytes */
	{ "e\xcc\x81", 1 },		 /* a combining accent */
	{ "\xe4\xb8\xad\xe6\x96\x87", 4 }, /* two wide ones */
	{ "\xf0\x9f\x9a\x80", 2 },	 /* an emoji */
	{ "\xff", 1 },
	{ "\xe2\x80\xa6", 1 },		 /* an ellipsis */
};

START_TEST(test_width)
{
	ck_assert_uint_eq(str_width(str_from(rows[_i].text)), rows[_i].width);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("width");

	ADD_TABLE(tcase, test_width, rows);
	return run_tests("width", tcase);
}
