/* SPDX-License-Identifier: MIT */
/* Tests writing expressions: the exact text, and that it is read back. */
#include "config.h"

#include "workflow/expression_write.h"
#include "workflow/template_write.h"

#include "unit.h"
#include "workflow/template.h"

static const struct {
	const char *text;
	const char *string;   /* NULL: 'text' */
	const char *member;   /* NULL: ['text'] */
	const char *template; /* NULL: unchanged */
} rows[] = {
	{ "", NULL, NULL, NULL },
	{ "os", NULL, ".os", NULL },
	{ "python-version", NULL, ".python-version", NULL },
	{ "_a1", NULL, "._a1", NULL },
	{ "1a", NULL, NULL, NULL },
	{ "-a", NULL, NULL, NULL },
	{ "python version", NULL, NULL, NULL },
	{ "a.b", NULL, NULL, NULL },
	{ "a'b", "'a''b'", "['a''b']", NULL },
	{ "'", "''''", "['''']", NULL },
	{ "''", "''''''", "['''''']", NULL },
	{ "a}}b", NULL, NULL, NULL },
	{ "${{", NULL, NULL, "${{ '${{' }}" },
	{ "$${{{", NULL, NULL, "$${{ '${{' }}{" },
	{ "a ${{ secrets.b }}", NULL, NULL, "a ${{ '${{' }} secrets.b }}" },
	{ "${{${{", NULL, NULL, "${{ '${{' }}${{ '${{' }}" },
	{ "' ${{ '", "''' ${{ '''", "[''' ${{ ''']", "' ${{ '${{' }} '" },
	{ "{0}", NULL, NULL, NULL },
	{ "\xc3\xa9 \"b\" \\ # : \t", NULL, NULL, NULL },
	{ "a\nb", NULL, NULL, NULL },
	{ "true", NULL, ".true", NULL },
};

START_TEST(test_string)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct str text = str_from(rows[_i].text);
	struct expression expression = { 0 };

	expression_add_string(&out, text);
	if (rows[_i].string)
		ck_assert_text(buf_str(&out), rows[_i].string);
	else
		ck_assert_text(str_slice(buf_str(&out), 1, out.len - 1), rows[_i].text);
	ck_assert_int_eq(expression_read(&expression, &arena, buf_str(&out)), STATUS_OK);
	ck_assert_uint_eq(expression.nodes.len, 1);
	ck_assert_int_eq(expression.nodes.at[0].kind, EXPRESSION_STRING);
	ck_assert_text(expression.nodes.at[0].text, rows[_i].text);
}
END_TEST

START_TEST(test_member)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	BUF_AUTO struct buf again = { 0 };
	struct expression expression = { 0 };
	struct reference reference;
	size_t at = 0;

	buf_add_c(&out, "matrix");
	expression_add_member(&out, str_from(rows[_i].text));
	if (rows[_i].member)
		ck_assert_text(str_slice(buf_str(&out), 6, out.len), rows[_i].member);
	else
		ck_assert_text(str_slice(buf_str(&out), 8, out.len - 2), rows[_i].text);
	ck_assert_int_eq(expression_read(&expression, &arena, buf_str(&out)), STATUS_OK);
	ck_assert(reference_next(&expression, &at, &reference));
	ck_assert_uint_eq(reference.count, 1);
	ck_assert_text(reference.members[0].text, rows[_i].text);
	expression_add_reference(&again, &reference);
	ck_assert(str_eq(buf_str(&again), buf_str(&out)));
}
END_TEST

/* The value of a template that consists of text and strings. */
static void evaluate(struct buf *out, struct arena *arena, struct str text)
{
	struct expression expression = { 0 };
	struct template_part part;
	size_t at = 0;

	while (template_next(text, &at, &part)) {
		if (part.kind == TEMPLATE_TEXT) {
			buf_add(out, part.text);
			continue;
		}
		ck_assert_int_eq(part.kind, TEMPLATE_EXPRESSION);
		ck_assert_int_eq(expression_read(&expression, arena, part.text), STATUS_OK);
		ck_assert_uint_eq(expression.nodes.len, 1);
		ck_assert_int_eq(expression.nodes.at[0].kind, EXPRESSION_STRING);
		buf_add(out, expression.nodes.at[0].text);
	}
}

START_TEST(test_text)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	BUF_AUTO struct buf value = { 0 };

	template_add_text(&out, str_from(rows[_i].text));
	ck_assert_text(buf_str(&out), rows[_i].template ? rows[_i].template : rows[_i].text);
	evaluate(&value, &arena, buf_str(&out));
	ck_assert_text(buf_str(&value), rows[_i].text);
}
END_TEST

static const struct {
	const char *template;
	const char *want;
} arguments[] = {
	{ "uv.lock", "'uv.lock'" },
	{ "a'b", "'a''b'" },
	{ "${{ inputs.a }}/uv.lock", "format('{0}/uv.lock', inputs.a)" },
	{ "${{inputs.a}}${{ env['b c'] }}", "format('{0}{1}', inputs.a, env['b c'])" },
	{ "{it's}/${{ inputs.a }}", "format('{{it''s}}/{0}', inputs.a)" },
	{ "${{ '}}' }}x", "format('{0}x', '}}')" },
	{ "${{ a", "'${{ a'" },
};

START_TEST(test_argument)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct expression expression = { 0 };

	expression_add_template(&out, str_from(arguments[_i].template));
	ck_assert_text(buf_str(&out), arguments[_i].want);
	ck_assert_int_eq(expression_read(&expression, &arena, buf_str(&out)), STATUS_OK);
}
END_TEST

START_TEST(test_can_hold)
{
	ck_assert(expression_can_contain(STR("a'b")) && expression_can_contain(STR("${{ }")));
	ck_assert(!expression_can_contain(STR("a}}")) && !expression_can_contain(STR("a\nb")));
	ck_assert(!expression_can_contain(STR("\xc2\x85")) && !expression_can_contain(STR("\xff")));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("expression_write");

	ADD_TABLE(tcase, test_string, rows);
	ADD_TABLE(tcase, test_member, rows);
	ADD_TABLE(tcase, test_text, rows);
	ADD_TABLE(tcase, test_argument, arguments);
	tcase_add_test(tcase, test_can_hold);
	return run_tests("expression_write", tcase);
}
