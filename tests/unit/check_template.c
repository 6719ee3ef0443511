/* SPDX-License-Identifier: MIT */
/* Tests template strings: their parts, whether they may be used, and their references. */
#include "config.h"

#include "workflow/template.h"

#include "unit.h"
#include "workflow/expression_write.h"

static const struct {
	const char *text;
	const char *want; /* t, e or o for each part, with its text in brackets */
} parts[] = {
	{ "", "" },
	{ "a", "t(a)" },
	{ "a ${{ b }} c", "t(a )e(b)t( c)" },
	{ "${{b}}${{ c }}", "e(b)e(c)" },
	{ "${{ '}}' }}x", "e('}}')t(x)" },
	{ "${{ '''}}' }}", "e('''}}')" },
	{ "a ${{ b", "t(a )o(${{ b)" },
	{ "${{ 'a }}", "o(${{ 'a }})" },
	{ "${{ a }", "o(${{ a })" },
	{ "${ { a }}", "t(${ { a }})" },
	{ "$ {{ a }}", "t($ {{ a }})" },
	{ "$${{ a }}}", "t($)e(a)t(})" },
	{ "${{}}", "e()" },
	{ "${{ ${{ }}", "e(${{)" },
	{ "it's ${{ a }} 'b'", "t(it's )e(a)t( 'b')" },
	{ "${{ a\n}}\nb", "e(a)t(\nb)" },
	{ "}} {{ a", "t(}} {{ a)" },
};

START_TEST(test_parts)
{
	BUF_AUTO struct buf got = { 0 };
	struct str text = str_from(parts[_i].text);
	struct template_part part;
	size_t at = 0, end = 0;

	while (template_next(text, &at, &part)) {
		ck_assert_uint_eq(part.range.start, end);
		ck_assert_uint_gt(at, end);
		end = part.range.end;
		ck_assert_uint_eq(end, at);
		buf_printf(&got, "%c(%.*s)", "teo"[part.kind], STR_ARG(part.text));
	}
	ck_assert_uint_eq(end, text.len);
	ck_assert_text(buf_str(&got), parts[_i].want);
	ck_assert_int_eq(has_expression(text), str_contains(buf_str(&got), "e("));
}
END_TEST

START_TEST(test_find)
{
	struct str text = STR("${{ a }} ${{ b }}");
	struct range range = { 0, 0 };

	ck_assert(template_find(text, 0, &range) && range.start == 0 && range.end == 8);
	ck_assert(template_find(text, 1, &range) && range.start == 9 && range.end == 17);
	ck_assert(!template_find(text, 10, &range) && !template_find(text, 99, &range));
}
END_TEST

static const struct {
	struct str text;
	bool usable;
} usable[] = {
	{ STR(""), true },
	{ STR("python:3.12"), true },
	{ STR("a ${{ matrix.b }}/${{ env['c d'] }}"), true },
	{ STR("it's }} {{ \xc3\xa9"), true },
	{ STR("${{ matrix.b"), false },
	{ STR("${{ }}"), false },
	{ STR("${{ matrix.python version }}"), false },
	{ STR("${{ secrets.b }}"), false },
	{ STR("${{ matrix.b }}${{ always() }}"), false },
	{ STR("a\nb"), false },
	{ STR("a\tb"), false },
	{ STR("a\x7f"), false },
	{ STR("a\0b"), false },
	{ STR("\xc2\x85"), false },
	{ STR("\xc2\x9b"), false },
	{ STR("\xe2\x80\xa8"), false },
	{ STR("\xef\xbb\xbf"), false },
	{ STR("\xff"), false },
};

START_TEST(test_usable)
{
	ARENA_AUTO struct arena arena = { 0 };

	ck_assert_int_eq(template_is_usable(&arena, usable[_i].text), usable[_i].usable);
}
END_TEST

static const struct {
	const char *text;
	bool condition;
	const char *want; /* each in canonical form, followed by a blank */
} references[] = {
	{ "", false, "" },
	{ "matrix.os", false, "" },
	{ "matrix.os", true, "matrix.os " },
	{ "${{ matrix.os }}", false, "matrix.os " },
	{ "${{ matrix.os }}", true, "matrix.os " },
	{ "a ${{ matrix.os }} b ${{ env.X }}", false, "matrix.os env.X " },
	{ "${{ matrix['os'] }}", false, "matrix.os " },
	{ "${{ matrix['python-version'].x }}", false, "matrix.python-version.x " },
	{ "${{ matrix['a b'] }}", false, "matrix['a b'] " },
	{ "${{ matrix . os }}", false, "matrix.os " },
	{ "${{ 'matrix.os' }}", false, "" },
	{ "${{ 'it''s matrix.os' }}", false, "" },
	{ "${{ 'it''s' == matrix.os }}", false, "matrix.os " },
	{ "${{ contains(fromJSON('[\"a\"]'), matrix.os) && !inputs.fast }}", false,
	  "matrix.os inputs.fast " },
	{ "${{ toJSON(matrix) }}", false, "matrix " },
	{ "${{ matrix[env.x] }}", false, "matrix env.x " },
	{ "${{ matrix.* }}", false, "matrix " },
	{ "${{ '}}' }}${{ matrix.os }}", false, "matrix.os " },
	{ "${{ true && 1 }}", false, "" },
	/* invalid expressions: up to the error */
	{ "matrix.os == 'x' && matrix.py != \"y\"", true, "matrix.os matrix.py " },
	{ "${{ matrix.os", false, "" },
	{ "${{ 'matrix }}", false, "" },
	{ "$ {{ matrix.os }}", false, "" },
	{ "${{ matrix['os' }}", false, "" },
	{ "matrix.", true, "" },
	{ "${{ a b }}${{ matrix.os }}", false, "matrix.os " },
};

START_TEST(test_references)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct expression nodes = { 0 };
	struct references found = { .arena = &arena,
				    .nodes = &nodes,
				    .text = str_from(references[_i].text),
				    .condition = references[_i].condition };
	struct reference reference;

	while (references_next(&found, &reference)) {
		expression_add_reference(&got, &reference);
		buf_add_char(&got, ' ');
	}
	ck_assert_text(buf_str(&got), references[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("template");

	ADD_TABLE(tcase, test_parts, parts);
	tcase_add_test(tcase, test_find);
	ADD_TABLE(tcase, test_usable, usable);
	ADD_TABLE(tcase, test_references, references);
	return run_tests("template", tcase);
}
