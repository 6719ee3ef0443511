/* SPDX-License-Identifier: MIT */
/* The legs of a matrix: combinations, exclude, include. */
#include "config.h"

#include "workflow/matrix.h"

#include "base/buf.h"
#include "loaded.h"

static const struct {
	const char *matrix;
	const char *want; /* "a=1,b=2;" for each leg; "?" where they are not known */
} rows[] = {
	{ "", ";" },
	{ "{a: [1, 2]}", "a=1;a=2;" },
	{ "{a: [1, 2], b: [x]}", "a=1,b=x;a=2,b=x;" },
	{ "{a: [1, 2], b: [x, y], exclude: [{a: 1, b: y}]}", "a=1,b=x;a=2,b=x;a=2,b=y;" },
	{ "{a: [1, 2], exclude: [{a: 1}, {a: 3}]}", "a=2;" },
	{ "{a: [1, 2], exclude: [{A: 1}]}", "a=2;" },
	{ "{include: [{a: 1}, {a: 2, b: x}]}", "a=1;a=2,b=x;" },
	/* adds to the legs that it does not change, */
	{ "{a: [1, 2], include: [{b: x}]}", "a=1,b=x;a=2,b=x;" },
	{ "{a: [1, 2], include: [{a: 2, b: x}]}", "a=1;a=2,b=x;" },
	/* also over what an earlier one added, */
	{ "{a: [1], include: [{b: x}, {b: y}]}", "a=1,b=y;" },
	/* else makes one of its own, which later ones leave alone */
	{ "{a: [1], include: [{a: 2, b: x}, {b: y}]}", "a=1,b=y;a=2,b=x;" },
	{ "{a: [1, 2], exclude: [{a: 1}, {a: 2}], include: [{a: 3}]}", "a=3;" },
	{ "{a: [{v: 1}, {v: 2}], exclude: [{a: {v: 2}}]}", "a={v: 1};" },
	/* not known */
	{ "'${{ fromJSON(needs.x.outputs.m) }}'", "?" },
	{ "{a: '${{ fromJSON(needs.x.outputs.m) }}'}", "?" },
	{ "{a: [1, '${{ inputs.a }}']}", "?" },
	{ "{a: [1], include: '${{ inputs.a }}'}", "?" },
	{ "{a: [1], include: [x]}", "?" },
	{ "{a: [1], exclude: x}", "?" },
	{ "{a: []}", "?" },
	{ "[a]", "?" },
};

static struct str described(struct arena *arena, const struct tree *tree, const struct matrix *matrix)
{
	BUF_AUTO struct buf out = { 0 };

	for (size_t i = 0; matrix->known && i < matrix->legs.len; i++) {
		const struct matrix_leg *leg = &matrix->legs.at[i];

		for (size_t k = 0; k < leg->values.len; k++)
			buf_printf(&out, "%s%.*s=%.*s", k > 0 ? "," : "",
				   STR_ARG(leg->values.at[k].name),
				   STR_ARG(node_source(tree, leg->values.at[k].value)));
		buf_add_char(&out, ';');
	}
	if (!matrix->known)
		buf_add_char(&out, '?');
	return buf_keep(&out, arena);
}

static void expand(struct loaded *l, struct matrix *matrix, const char *text)
{
	load_workflow(l, arena_printf(&l->arena, "jobs:\n  a:\n    strategy:\n      matrix: %s\n    steps: []\n",
				      text)
				 .p);
	matrix_expand(matrix, &l->arena, l->workflow.tree,
		      text[0] ? job_field(&l->workflow.jobs.at[0], JOB_MATRIX) : NULL);
}

START_TEST(test_legs)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct matrix matrix;

	expand(&l, &matrix, rows[_i].matrix);
	ck_assert_str_eq(described(&l.arena, l.workflow.tree, &matrix).p, rows[_i].want);
}
END_TEST

START_TEST(test_limit)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct matrix matrix;

	buf_add_c(&text, "{a: [1");
	for (size_t i = 2; i <= MATRIX_LEGS_MAX / 2; i++)
		buf_printf(&text, ", %zu", i);
	buf_add_c(&text, _i == 0 ? "], b: [x, y]}" : "], b: [x, y, z]}");
	expand(&l, &matrix, buf_keep(&text, &l.arena).p);
	ck_assert(matrix.known == (_i == 0));
	if (matrix.known)
		ck_assert_uint_eq(matrix.legs.len, MATRIX_LEGS_MAX);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("matrix");

	ADD_TABLE(tcase, test_legs, rows);
	tcase_add_loop_test(tcase, test_limit, 0, 2);
	return run_tests("matrix", tcase);
}
