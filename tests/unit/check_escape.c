/* SPDX-License-Identifier: MIT */
/* Tests escaping for people, and the resulting lines. */
#include "config.h"

#include "output/lines.h"

#include "output/escape.h"
#include "unit.h"

static const struct {
	struct str text;
	const char *shown; /* NULL: unchanged */
} rows[] = {
	{ STR(""), NULL },
	{ STR("plain \xc3\xa9 \xf0\x9f\x98\x80 a\tb \\ c:\\n"), NULL },
	{ STR("foo::bar a ::b # ## [ #[ #a[ ##\xc3\xa9[ ##1[ ##a ##a#[ ##"), NULL },
	{ STR("\0\x01\x1b\x7f"), "\\x00\\x01\\x1b\\x7f" },
	{ STR("a\nb\r\n"), "a\\nb\\r\\n" },
	{ STR("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0"), "\\u0080\\u009b\\u009f\xc2\xa0" },
	{ STR("\xd8\x9c\xe2\x80\x8e\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae"),
	  "\\u061c\\u200e\\u2028\\u2029\\u202a\\u202e" },
	{ STR("\xe2\x81\xa6\xe2\x81\xa9 a\xef\xbb\xbf"), "\\u2066\\u2069 a\\ufeff" },
	{ STR("\xff\xc3 \xed\xa0\x80\xe2\x80"), "\\xff\\xc3 \\xed\\xa0\\x80\\xe2\\x80" },
	{ STR("::"), "\\x3a:" },
	{ STR("::error::a::b"), "\\x3a:error::a::b" },
	{ STR(" \t\xc2\xa0\xe3\x80\x80::error::"), " \t\xc2\xa0\xe3\x80\x80\\x3a:error::" },
	{ STR(":::"), "\\x3a::" },
	{ STR("\n::error::"), "\\n::error::" },
	{ STR("##[error]a##[b]"), "#\\x23[error]a#\\x23[b]" },
	{ STR("a ####[a]"), "a ###\\x23[a]" },
	{ STR("##vso[task.setvariable]"), "#\\x23vso[task.setvariable]" },
	{ STR("##a##vso["), "##a#\\x23vso[" },
};

START_TEST(test_text)
{
	BUF_AUTO struct buf once = { 0 }, twice = { 0 };

	escape_text(&once, rows[_i].text);
	if (rows[_i].shown)
		ck_assert_text(buf_str(&once), rows[_i].shown);
	else
		ck_assert(str_eq(buf_str(&once), rows[_i].text));
	ck_assert(str_is_utf8(buf_str(&once), NULL));
	escape_text(&twice, buf_str(&once));
	ck_assert(str_eq(buf_str(&twice), buf_str(&once)));
}
END_TEST

/* When split at any character, the parts equal the whole. */
START_TEST(test_part)
{
	struct str text = rows[_i].text;
	unsigned long code;
	size_t length;

	for (size_t at = 0; at <= text.len; at += length) {
		BUF_AUTO struct buf whole = { 0 }, parts = { 0 };

		escape_text(&whole, text);
		escape_part(&parts, text, (struct range){ 0, at });
		escape_part(&parts, text, (struct range){ at, text.len });
		ck_assert(str_eq(buf_str(&parts), buf_str(&whole)));
		length = at < text.len ? str_character(text, at, &code) : 1;
		length = length > 0 ? length : 1;
	}
}
END_TEST

START_TEST(test_utf8)
{
	BUF_AUTO struct buf out = { 0 };

	escape_utf8(&out, STR("a\xff\xc3\xa9\n\xc3"));
	ck_assert_text(buf_str(&out), "a\xef\xbf\xbd\xc3\xa9\n\xef\xbf\xbd");
}
END_TEST

static const struct {
	const char *prefix, *path, *quoted;
} paths[] = {
	{ "a/", "x y.yml", "a/x y.yml" },
	{ "", "::error::", "::error::" },
	{ "b/", "q\"\\", "\"b/q\\\"\\\\\"" },
	{ "", "\n\t\x1b\x7f\xc3\xa9", "\"\\n\\t\\033\\177\\303\\251\"" },
};

START_TEST(test_path)
{
	BUF_AUTO struct buf out = { 0 };

	escape_git_path(&out, paths[_i].prefix, str_from(paths[_i].path));
	ck_assert_text(buf_str(&out), paths[_i].quoted);
}
END_TEST

START_TEST(test_lines)
{
	BUF_AUTO struct buf out = { 0 }, raw = { 0 };
	struct lines plain = LINES_TO(&out, false), colored = LINES_TO(&out, true);

	lines_add(&plain, STR("a\nb"));
	lines_add_colored(&plain, STR("::x"), (struct range){ 0, 2 }, "\033[1m");
	/* A command is recognised even across a change of colour. */
	lines_add_colored(&colored, STR("::##[a]"), (struct range){ 1, 4 }, "\033[1m");
	lines_add_colored(&colored, STR("b"), (struct range){ 0, 1 }, "");
	buf_add_c(&raw, "##");
	buf_add_c(&raw, "[c\r");
	lines_take(&plain, &raw);
	ck_assert_uint_eq(raw.len, 0);
	ck_assert_text(buf_str(&out), "a\\nb\n\\x3a:x\n\\x3a\033[1m:#\\x23\033[m[a]\nb\n#\\x23[c\\r\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("escape");

	ADD_TABLE(tcase, test_text, rows);
	ADD_TABLE(tcase, test_part, rows);
	tcase_add_test(tcase, test_utf8);
	ADD_TABLE(tcase, test_path, paths);
	tcase_add_test(tcase, test_lines);
	return run_tests("escape", tcase);
}
