/* SPDX-License-Identifier: MIT */
/* Expressions: where they stand, and what they refer to. */
#include "config.h"

#include "workflow/expression.h"

#include "base/buf.h"
#include "unit.h"

static const struct {
	const char *text;
	bool bare;
	const char *want; /* "context:path " each */
} references[] = {
	{ "", false, "" },
	{ "matrix.os", false, "" },
	{ "matrix.os", true, "matrix:matrix.os " },
	{ "${{ matrix.os }}", false, "matrix:matrix.os " },
	{ "${{matrix.os}}", false, "matrix:matrix.os " },
	{ "a ${{ matrix.os }} b ${{ env.X }}", false, "matrix:matrix.os env:env.X " },
	{ "${{ matrix.os }}${{ matrix.os }}", false, "matrix:matrix.os " },
	{ "${{ matrix['os'] }}", false, "matrix:matrix.os " },
	{ "${{ matrix['python-version'].x }}", false, "matrix:matrix.python-version.x " },
	{ "${{ matrix['a b'] }}", false, "" },
	{ "${{ matrix['os'] || matrix.os }}", false, "matrix:matrix.os " },
	{ "${{ matrix.entry.python-version }}", false, "matrix:matrix.entry.python-version " },
	{ "${{ 'matrix.os' }}", false, "" },
	{ "${{ 'it''s matrix.os' }}", false, "" },
	{ "${{ 'it''s' == matrix.os }}", false, "matrix:matrix.os " },
	{ "${{ format('{0}', matrix.os) }}", false, "matrix:matrix.os " },
	{ "${{ contains(fromJSON('[\"a\"]'), matrix.os) && !inputs.fast }}", false,
	  "matrix:matrix.os inputs:inputs.fast " },
	{ "${{ matrix.os == 'x' }} matrix.py", false, "matrix:matrix.os " },
	{ "matrix.os == 'x' && matrix.py != \"y\"", true, "matrix:matrix.os matrix:matrix.py " },
	{ "${{ '}}' }}${{ matrix.os }}", false, "matrix:matrix.os " },
	{ "${{ matrix.os", false, "" },
	{ "${{ 'matrix }}", false, "" },
	{ "$ {{ matrix.os }}", false, "" },
	{ "${{ matrix. os }}", false, "" },
	{ "${{ true && 1 }}", false, "" },
	{ "${{ steps.a.outputs.b-c }}", false, "steps:steps.a.outputs.b-c " },
	{ "${{ matrix['os'", false, "" },
	{ "matrix['os'", true, "" },
	{ "matrix['", true, "" },
	{ "matrix.", true, "" },
};

START_TEST(test_references)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct references found = { .list = { .len = 0 } };
	struct str text = arena_copy(&arena, str_from(references[_i].text));

	ck_assert((references[_i].bare ? references_add_bare : references_add)(&found, &arena, text));
	for (size_t i = 0; i < found.list.len; i++)
		buf_printf(&got, "%.*s:%.*s ", STR_ARG(found.list.at[i].context),
			   STR_ARG(found.list.at[i].path));
	ck_assert_text(buf_str(&got), references[_i].want);
}
END_TEST

static const struct {
	const char *text;
	size_t from;
	size_t start, end; /* both 0: none */
} places[] = {
	{ "a ${{ b }} c", 0, 2, 10 },
	{ "a ${{ b }} c", 2, 2, 10 },
	{ "a ${{ b }} c", 3, 0, 0 },
	{ "${{ '}}' }}x", 0, 0, 11 },
	{ "${{ '''}}' }}", 0, 0, 13 },
	{ "${{ a }} ${{ b }}", 1, 9, 17 },
	{ "${{ a }", 0, 0, 0 },
	{ "${{ 'a }}", 0, 0, 0 },
	{ "${ { a }}", 0, 0, 0 },
	{ "${{}}", 0, 0, 5 },
	{ "", 0, 0, 0 },
};

START_TEST(test_find)
{
	struct range range = { 0, 0 };
	bool found = expression_find(str_from(places[_i].text), places[_i].from, &range);

	ck_assert_int_eq(found, places[_i].end > 0);
	ck_assert_uint_eq(range.start, places[_i].start);
	ck_assert_uint_eq(range.end, places[_i].end);
	if (places[_i].from == 0)
		ck_assert_int_eq(has_expression(str_from(places[_i].text)), found);
}
END_TEST

static const struct {
	const char *text;
	const char *want;
} soles[] = {
	{ "${{ matrix.os }}", "matrix.os" },
	{ "  ${{matrix.python-version}}\n", "matrix.python-version" },
	{ "${{ matrix.os }}x", "" },
	{ "x${{ matrix.os }}", "" },
	{ "${{ matrix.os }}${{ matrix.py }}", "" },
	{ "${{ matrix.os || 'x' }}", "" },
	{ "${{ matrix['os'] }}", "" },
	{ "matrix.os", "" },
	{ "", "" },
};

START_TEST(test_sole)
{
	ck_assert_text(expression_sole_reference(str_from(soles[_i].text)), soles[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("expression");

	ADD_TABLE(tcase, test_references, references);
	ADD_TABLE(tcase, test_find, places);
	ADD_TABLE(tcase, test_sole, soles);
	return run_tests("expression", tcase);
}
