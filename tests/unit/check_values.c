/* SPDX-License-Identifier: MIT */
/* Tests the values of matrix members, and what is true for all of them. */
#include "config.h"

#include "workflow/values.h"

#include "base/buf.h"
#include "loaded.h"

static const struct {
	const char *matrix;
	const char *reference;
	enum values_kind kind;
	size_t longest;
	bool distinct, foreign, several;
} rows[] = {
	{ "{a: [x, yy]}", "matrix.a", VALUES_FIT, 2, false, false, false },
	{ "{A: [x]}", "Matrix.a", VALUES_FIT, 1, false, false, false },
	{ "{a: [x]}", "matrix.b", VALUES_ABSENT, 0, true, false, false },
	{ "{a: ['x,y']}", "matrix.a", VALUES_UNFIT, 0, false, false, true },
	{ "{a: ['x y']}", "matrix.a", VALUES_FIT, 3, false, false, true },
	{ "{a: [' x ']}", "matrix.a", VALUES_FIT, 3, false, false, false },
	{ "{a: ['${{ x }}']}", "matrix.a", VALUES_UNKNOWN, 16, false, false, true },
	{ "{a: '${{ fromJSON(x) }}'}", "matrix.a", VALUES_UNKNOWN, 16, false, false, false },
	{ "{a: [[x]]}", "matrix.a", VALUES_UNFIT, 0, false, false, false },
	{ "{a: [{b: x}, {c: y}]}", "matrix.a.b", VALUES_FIT, 1, false, false, false },
	/* versions of CPython */
	{ "{a: [3.9, '3.10', '3.11.4', 3.13t, 3.14-dev]}", "matrix.a", VALUES_FIT, 8, true, false, false },
	{ "{a: [3.13, 3.13t, 3.14.1t]}", "matrix.a", VALUES_FIT, 7, true, false, false },
	{ "{a: [3.9, 3.9]}", "matrix.a", VALUES_FIT, 3, true, false, false },
	{ "{a: [3.9, 3.9.1]}", "matrix.a", VALUES_FIT, 5, false, false, false },
	{ "{a: [3.9, 3.9.]}", "matrix.a", VALUES_FIT, 4, false, false, false },
	{ "{a: [3.]}", "matrix.a", VALUES_FIT, 2, false, false, false },
	{ "{a: [3]}", "matrix.a", VALUES_FIT, 1, false, false, false },
	{ "{a: [3.x]}", "matrix.a", VALUES_FIT, 3, false, false, false },
	{ "{a: [.9]}", "matrix.a", VALUES_FIT, 2, false, false, false },
	{ "{a: [3.9-rc1]}", "matrix.a", VALUES_FIT, 7, false, false, false },
	{ "{a: ['']}", "matrix.a", VALUES_FIT, 0, false, false, false },
	{ "{a: [3.9, pypy-3.9]}", "matrix.a", VALUES_FIT, 8, false, true, false },
	{ "{a: [GraalPy-24]}", "matrix.a", VALUES_FIT, 10, false, true, false },
	{ "{a: [3.9], include: [{a: 3.10}]}", "matrix.a", VALUES_FIT, 4, true, false, false },
	{ "{a: [3.9], include: [{b: x}]}", "matrix.a", VALUES_FIT, 3, true, false, false },
	{ "{include: [{a: 3.9}, {b: x}]}", "matrix.a", VALUES_FIT, 3, false, false, false },
	{ "{a: [3.9], include: '${{ x }}'}", "matrix.a", VALUES_UNKNOWN, 16, false, false, false },
};

static void find(struct values *values, struct loaded *l, const char *matrix, const char *text)
{
	struct expression nodes = { 0 };
	struct reference reference;

	load_tree(l, matrix);
	ck_assert(value_is_reference(&reference, &l->arena, &nodes, arena_printf(&l->arena, "${{ %s }}", text)));
	values_of_matrix(values, &l->arena, &l->tree, l->tree.root, &reference);
}

START_TEST(test_values)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct values values;

	find(&values, &l, rows[_i].matrix, rows[_i].reference);
	ck_assert_int_eq(values.kind, rows[_i].kind);
	ck_assert_uint_eq(values.longest, rows[_i].longest);
	ck_assert_int_eq(values.distinct, rows[_i].distinct);
	ck_assert_int_eq(values.foreign, rows[_i].foreign);
	ck_assert_int_eq(values.several, rows[_i].several);
}
END_TEST

/* Beyond a number of minor versions they are not distinguished. */
START_TEST(test_many)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct values values;

	buf_add_c(&text, "{a: [3.0");
	for (size_t i = 1; i < VALUES_MINORS_MAX + (size_t)_i; i++)
		buf_printf(&text, ", '3.%zu'", i);
	buf_add_c(&text, "]}");
	find(&values, &l, text.p, "matrix.a");
	ck_assert_int_eq(values.distinct, _i == 0);
}
END_TEST

static const struct {
	const char *text;
	const char *context; /* NULL: not one */
	size_t count;
} references[] = {
	{ "${{ matrix.a }}", "matrix", 1 },
	{ " ${{matrix.a['b c']}} ", "matrix", 2 },
	{ "${{ matrix }}", NULL, 0 },
	{ "${{ matrix.a || matrix.b }}", NULL, 0 },
	{ "${{ f(matrix.a) }}", NULL, 0 },
	{ "${{ matrix.a[0] }}", NULL, 0 },
	{ "x${{ matrix.a }}", NULL, 0 },
	{ "${{ matrix.a }}${{ matrix.a }}", NULL, 0 },
	{ "${{ matrix.a", NULL, 0 },
	{ "matrix.a", NULL, 0 },
	{ "", NULL, 0 },
};

START_TEST(test_reference)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct expression nodes = { 0 };
	struct reference reference;
	bool is = value_is_reference(&reference, &arena, &nodes, str_from(references[_i].text));

	ck_assert_int_eq(is, references[_i].context != NULL);
	if (is) {
		ck_assert_text(reference.context, references[_i].context);
		ck_assert_uint_eq(reference.count, references[_i].count);
	}
}
END_TEST

START_TEST(test_names)
{
	static const char *const shorts[] = { "os", "python-version", "py", "runs-on", "my_target", "PYTHON" };
	static const char *const longs[] = { "session", "python-versions", "args", "" };

	for (size_t i = 0; i < COUNT(shorts); i++)
		ck_assert_msg(value_is_short_by_name(str_from(shorts[i])), "%s", shorts[i]);
	for (size_t i = 0; i < COUNT(longs); i++)
		ck_assert_msg(!value_is_short_by_name(str_from(longs[i])), "%s", longs[i]);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("values");

	ADD_TABLE(tcase, test_values, rows);
	ADD_TABLE(tcase, test_reference, references);
	tcase_add_loop_test(tcase, test_many, 0, 2);
	tcase_add_test(tcase, test_names);
	return run_tests("values", tcase);
}
