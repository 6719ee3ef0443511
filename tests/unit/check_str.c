/* SPDX-License-Identifier: MIT */
/* Tests borrowed text: searching, comparing, matching, UTF-8. */
#include "config.h"

#include "base/str.h"

#include <check.h>

START_TEST(test_slice)
{
	struct str text = STR("abc");

	ck_assert(str_is(str_slice(text, 1, 2), "b"));
	ck_assert(str_is(str_slice(text, 1, 99), "bc"));
	ck_assert(str_is(str_slice(text, 5, 9), ""));
	ck_assert(str_is(str_slice(text, 2, 1), ""));
	ck_assert_uint_eq(str_slice((struct str){ NULL, 0 }, 0, 1).len, 0);
	ck_assert_uint_eq(str_from(NULL).len, 0);
	ck_assert(str_is(str_trim(STR(" \t\r\na b\n ")), "a b"));
	ck_assert_uint_eq(str_trim(STR(" \n")).len, 0);
}
END_TEST

START_TEST(test_compare)
{
	ck_assert(str_eq(STR("a\0b"), STR("a\0b")));
	ck_assert(!str_eq(STR("a\0b"), STR("a\0c")));
	ck_assert(str_eq((struct str){ NULL, 0 }, STR("")));
	ck_assert(str_is_nocase(STR("TruE"), "tRUe"));
	ck_assert(!str_is_nocase(STR("tru"), "true"));
	ck_assert(!str_is_nocase(STR("@"), "`"));
	ck_assert(str_eq_nocase(STR("a\0B"), STR("A\0b")) && !str_eq_nocase(STR("a"), STR("ab")));
	ck_assert(str_starts(STR("abc"), "ab") && !str_starts(STR("a"), "ab"));
	ck_assert(str_ends(STR("abc"), "bc") && !str_ends(STR("c"), "bc"));
	ck_assert_int_lt(str_compare(STR("a"), STR("ab")), 0);
	ck_assert_int_gt(str_compare(STR("\xff"), STR("a")), 0);
	ck_assert_int_eq(str_compare(STR("ab"), STR("ab")), 0);
}
END_TEST

START_TEST(test_find)
{
	struct str text = STR("abcabc");

	ck_assert_uint_eq(str_find(text, STR("bc"), 0), 1);
	ck_assert_uint_eq(str_find(text, STR("bc"), 2), 4);
	ck_assert_uint_eq(str_find(text, STR("bc"), 5), STR_NONE);
	ck_assert_uint_eq(str_find(text, STR(""), 6), 6);
	ck_assert_uint_eq(str_find(text, STR(""), 7), STR_NONE);
	ck_assert_uint_eq(str_find_char(text, 'c', 3), 5);
	ck_assert_uint_eq(str_find_char(text, 'c', 6), STR_NONE);
	ck_assert_uint_eq(str_rfind_char(text, 'b'), 4);
	ck_assert_uint_eq(str_rfind_char(text, 'x'), STR_NONE);
	ck_assert(str_contains(text, "cab") && !str_contains(text, "cc"));
}
END_TEST

static const struct {
	struct str text;
	size_t bad; /* STR_NONE: valid */
} utf8[] = {
	{ STR("a\0\x7f"), STR_NONE },
	{ STR("\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"), STR_NONE },
	{ STR("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), STR_NONE },
	{ STR("a\x80"), 1 },         /* a lone continuation byte */
	{ STR("\xc0\x80"), 0 },      /* overlong */
	{ STR("\xe0\x9f\xbf"), 0 },
	{ STR("\xf0\x8f\xbf\xbf"), 0 },
	{ STR("\xed\xa0\x80"), 0 },  /* a surrogate */
	{ STR("\xf4\x90\x80\x80"), 0 }, /* above U+10FFFF */
	{ STR("ab\xe2\x82"), 2 },    /* cut short */
	{ STR("\xe2\x28\xa1"), 0 },
	{ STR("\xff"), 0 },
};

START_TEST(test_utf8)
{
	size_t bad = STR_NONE;

	ck_assert_int_eq(str_is_utf8(utf8[_i].text, &bad), utf8[_i].bad == STR_NONE);
	ck_assert_uint_eq(bad, utf8[_i].bad);
	ck_assert_int_eq(str_is_utf8(utf8[_i].text, NULL), utf8[_i].bad == STR_NONE);
}
END_TEST

static const struct {
	struct str text;
	size_t length; /* of the first character, 0: none */
	unsigned long code;
	bool line; /* all is printable */
} characters[] = {
	{ STR("a"), 1, 'a', true },
	{ STR("\xc3\xa9"), 2, 0xe9, true },
	{ STR("\xe2\x82\xac"), 3, 0x20ac, true },
	{ STR("\xf0\x9f\x98\x80"), 4, 0x1f600, true },
	{ STR("\xc2\xa0"), 2, 0xa0, true },
	{ STR("\xef\xbf\xbd"), 3, 0xfffd, true },
	{ STR("\xff"), 0, 0, false },
	{ STR("\xed\xa0\x80"), 0, 0, false }, /* a surrogate */
	{ STR("\t"), 1, '\t', false },
	{ STR("\n"), 1, '\n', false },
	{ STR("\0"), 1, 0, false },
	{ STR("\x7f"), 1, 0x7f, false },
	{ STR("\xc2\x80"), 2, 0x80, false },
	{ STR("\xc2\x85"), 2, 0x85, false },
	{ STR("\xc2\x9f"), 2, 0x9f, false },
	{ STR("\xe2\x80\xa8"), 3, 0x2028, false },
	{ STR("\xe2\x80\xae"), 3, 0x202e, false },
	{ STR("\xe2\x81\xa6"), 3, 0x2066, false },
	{ STR("\xef\xbb\xbf"), 3, 0xfeff, false },
	{ STR("\xef\xbf\xbe"), 3, 0xfffe, false },
	{ STR("\xf4\x8f\xbf\xbf"), 4, 0x10ffff, false },
};

START_TEST(test_characters)
{
	unsigned long code = 0;

	ck_assert_uint_eq(str_character(characters[_i].text, 0, &code), characters[_i].length);
	ck_assert_uint_eq(code, characters[_i].code);
	ck_assert_int_eq(str_is_line(characters[_i].text), characters[_i].line);
	ck_assert(str_is_line(STR("")) && str_is_line(STR("a b\xc3\xa9")) && !str_is_line(STR("ab\xc3")));
}
END_TEST

static const struct {
	const char *text;
	size_t max;
	size_t len;
} cuts[] = {
	{ "abc", 3, 3 }, { "abc", 2, 2 }, { "abc", 0, 0 }, { "", 0, 0 },
	{ "a\xc3\xa9", 2, 1 }, { "a\xc3\xa9", 3, 3 },
	{ "\xf0\x9f\x98\x80z", 3, 0 }, { "\xf0\x9f\x98\x80z", 4, 4 },
	{ "a\xa9\xa9\xa9\xa9\xa9", 5, 2 }, /* invalid UTF-8: at most one character is lost */
};

START_TEST(test_cut)
{
	ck_assert_uint_eq(str_cut(str_from(cuts[_i].text), cuts[_i].max).len, cuts[_i].len);
}
END_TEST

START_TEST(test_lines)
{
	struct str rest = STR("a\r\n\nb"), line;

	ck_assert(str_next_line(&rest, &line) && str_is(line, "a\r\n"));
	ck_assert(str_next_line(&rest, &line) && str_is(line, "\n"));
	ck_assert(str_next_line(&rest, &line) && str_is(line, "b"));
	ck_assert(!str_next_line(&rest, &line));
}
END_TEST

START_TEST(test_hash)
{
	/* The published values of FNV-1a. */
	ck_assert(str_hash(STR("")) == 0xcbf29ce484222325ULL);
	ck_assert(str_hash(STR("a")) == 0xaf63dc4c8601ec8cULL);
	ck_assert(str_hash(STR("foobar")) == 0x85944171f73967e8ULL);
	ck_assert(str_quick_hash(STR("")) != str_quick_hash(STR("\0")));
	ck_assert(str_quick_hash(STR("12345678")) != str_quick_hash(STR("12345679")));
	ck_assert(str_quick_hash(STR("a12345678")) != str_quick_hash(STR("b12345678")));
	ck_assert(str_quick_hash(STR("12345678ab")) != str_quick_hash(STR("12345678ba")));
	ck_assert(str_quick_hash(STR("12345678a")) ==
		  str_quick_hash(str_slice(STR("x12345678a"), 1, 10)));
}
END_TEST

static const struct {
	const char *text;
	const char *pattern;
	bool matches;
} matches[] = {
	{ "\xc3\xa9.txt", "?.txt", true }, { "\xc3\xa9.txt", "??.txt", false },
	{ "", "", true },        { "a", "", false },      { "", "*", true },
	{ "abc", "a*c", true },  { "abcbc", "a*bc", true }, { "abd", "a*c", false },
	{ "abc", "a?c", true },  { "ac", "a?c", false },  { "abc", "***", true },
	{ "a.b", "a.b", true },  { "axb", "a.b", false }, { "abc", "ab", false },
	{ "a/b", "a*b", true },  { "aaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*a*a*c", false },
};

START_TEST(test_match)
{
	ck_assert_int_eq(str_match(str_from(matches[_i].text), str_from(matches[_i].pattern)),
			 matches[_i].matches);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("str");
	TCase *tcase = tcase_create("str");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, test_slice);
	tcase_add_test(tcase, test_compare);
	tcase_add_test(tcase, test_find);
	tcase_add_loop_test(tcase, test_utf8, 0, (int)(sizeof(utf8) / sizeof(utf8[0])));
	tcase_add_loop_test(tcase, test_characters, 0, (int)(sizeof(characters) / sizeof(characters[0])));
	tcase_add_loop_test(tcase, test_cut, 0, (int)(sizeof(cuts) / sizeof(cuts[0])));
	tcase_add_test(tcase, test_lines);
	tcase_add_test(tcase, test_hash);
	tcase_add_loop_test(tcase, test_match, 0, (int)(sizeof(matches) / sizeof(matches[0])));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
