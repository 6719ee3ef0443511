/* SPDX-License-Identifier: MIT */
/* Tests text in Markdown: no text leaves its place. */
#include "config.h"

#include "output/markdown.h"

#include "unit.h"

static const struct {
	struct str text;
	const char *code, *cell, *prose; /* cell is NULL if it is the same as code */
} rows[] = {
	{ STR("a b"), "`a b`", NULL, "a b" },
	{ STR(""), "` `", NULL, "" },
	{ STR("`"), "`` ` ``", NULL, "\\`" },
	{ STR("a``b`"), "``` a``b` ```", NULL, "a\\`\\`b\\`" },
	{ STR("a|b||c"), "`a|b||c`", "`a\\|b\\|\\|c`", "a\\|b\\|\\|c" },
	{ STR("a\\|b\\"), "`a\\|b\\`", "`a\\\\x7cb\\`", "a\\\\\\|b\\\\" },
	{ STR("a\n# b\r\x1b\xff"), "`a\\n# b\\r\\x1b\\xff`", NULL, "a\\\\n\\# b\\\\r\\\\x1b\\\\xff" },
	{ STR("::a:: ##[b]"), "`\\x3a:a:: #\\x23[b]`", NULL, "\\\\x3a:a:: \\#\\\\x23\\[b\\]" },
	{ STR("<b>&amp;"), "`<b>&amp;`", NULL, "\\<b\\>\\&amp;" },
	{ STR("![i](u) *b* ~s~ $m$"), "`![i](u) *b* ~s~ $m$`", NULL,
	  "\\!\\[i\\](u) \\*b\\* \\~s\\~ \\$m\\$" },
	{ STR("@me a@b #1 !2 #x"), "`@me a@b #1 !2 #x`", NULL,
	  "@&#8203;me a@&#8203;b \\#&#8203;1 \\!&#8203;2 \\#x" },
	{ STR("https://a WWW.b.c ww.d :e"), "`https://a WWW.b.c ww.d :e`", NULL,
	  "https:&#8203;//a WWW&#8203;.b.c ww.d :e" },
};

START_TEST(test_text)
{
	BUF_AUTO struct buf code = { 0 }, cell = { 0 }, prose = { 0 };
	struct markdown code_markdown = MARKDOWN_TO(&code), cell_markdown = MARKDOWN_TO(&cell),
			prose_markdown = MARKDOWN_TO(&prose);

	markdown_code(&code_markdown, rows[_i].text);
	ck_assert_text(buf_str(&code), rows[_i].code);
	markdown_cell(&cell_markdown, rows[_i].text);
	ck_assert_text(buf_str(&cell), rows[_i].cell ? rows[_i].cell : rows[_i].code);
	markdown_prose(&prose_markdown, rows[_i].text);
	ck_assert_text(buf_str(&prose), rows[_i].prose);
}
END_TEST

START_TEST(test_own)
{
	BUF_AUTO struct buf out = { 0 };
	struct markdown markdown = MARKDOWN_TO(&out);

	markdown_add(&markdown, "# a\n\n- ");
	markdown_number(&markdown, 12);
	ck_assert_text(buf_str(&out), "# a\n\n- 12");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("markdown");

	ADD_TABLE(tcase, test_text, rows);
	tcase_add_test(tcase, test_own);
	return run_tests("markdown", tcase);
}
