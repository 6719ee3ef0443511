/* SPDX-License-Identifier: MIT */
/* Tests the final check of a plan, which rejects text that a runner would read differently. */
#include "config.h"

#include "nox/plan/inserted.h"

#include "loaded.h"

#define SCALAR(text) { RECORD_SCALAR, sizeof(text) - 1, text }
#define MAP { RECORD_MAP, 0, "" }
#define MAP_END { RECORD_MAP_END, 0, "" }

enum { SHAPES_MAX = 8 };

/* New steps. */
static const struct {
	struct shape shapes[SHAPES_MAX];
	bool right;
} steps[] = {
	{ { MAP, SCALAR("id"), SCALAR("a"), MAP_END }, true },
	{ { MAP, SCALAR("key"), SCALAR("a-${{ matrix['b c'] }}"), MAP_END }, true },
	{ { MAP, SCALAR("path"), SCALAR(".nox\n${{ env.a }}/.nox\n"), MAP_END }, true },
	{ { MAP, SCALAR("run"), SCALAR("nox ${{ matrix.a }}"), SCALAR("shell"), SCALAR("bash"), MAP_END }, true },
	{ { MAP, SCALAR("with"), MAP, SCALAR("restore-keys"), SCALAR("${{ github.job }}-"), MAP_END, MAP_END },
	  true },
	/* expressions that are invalid, or not allowed there */
	{ { MAP, SCALAR("key"), SCALAR("${{ hashFiles('a'b') }}"), MAP_END }, false },
	{ { MAP, SCALAR("key"), SCALAR("${{ matrix.python version }}"), MAP_END }, false },
	{ { MAP, SCALAR("key"), SCALAR("a-${{ github.job"), MAP_END }, false },
	{ { MAP, SCALAR("key"), SCALAR("${{ secrets.a }}"), MAP_END }, false },
	{ { MAP, SCALAR("path"), SCALAR(".nox\n${{ b c }}/.nox\n"), MAP_END }, false },
	{ { MAP, SCALAR("run"), SCALAR("nox ${{ '\\' }}\n\x1b"), MAP_END }, false },
	{ { MAP, SCALAR("id"), SCALAR("${{ github.job }}"), MAP_END }, false },
	{ { MAP, SCALAR("uses"), SCALAR("a/b@${{ github.ref }}"), MAP_END }, false },
	{ { MAP, SCALAR("uses"), SCALAR("a/b@v1\n"), MAP_END }, false },
	{ { MAP, SCALAR("${{ github.job }}"), SCALAR("a"), MAP_END }, false },
	{ { MAP, SCALAR("with"), MAP, SCALAR("other"), SCALAR("${{ github.job }}"), MAP_END, MAP_END }, false },
};

START_TEST(test_steps)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct plan plan = { .edits = { .list = { .len = 0 } } };
	struct shapes shapes = { 0 };
	enum status status;

	load_tree(&l, "- a\n");
	for (size_t i = 0; i < SHAPES_MAX && steps[_i].shapes[i].p; i++)
		list_add(&l.arena, &shapes.list, steps[_i].shapes[i]);
	list_add(&l.arena, &plan.expectations.list, expect_shapes(EXPECT_ITEM, l.tree.root, 0, &shapes));
	status = inserted_check(&plan, &l.tree, &l.diagnostics);
	ck_assert_int_eq(status, steps[_i].right ? STATUS_OK : STATUS_INVALID);
	ck_assert_uint_eq(l.diagnostics.list.len, steps[_i].right ? 0 : 1);
	if (!steps[_i].right)
		ck_assert(str_starts(diagnostic_message(&l.diagnostics.list.at[0]), "left as it is: "));
}
END_TEST

/* Changed scalars. */
static const struct {
	const char *old;
	const char *now;
	bool right;
} texts[] = {
	{ "nox", "nox -r", true },
	{ "nox", "nox ${{ steps.a.outputs.b == 'true' && '-R' || '-r' }}", true },
	{ "nox ${{ matrix.a }}", "nox -r ${{ matrix.a }}", true },
	/* existing text is the author's and not checked */
	{ "nox ${{ a b }} ${{ secrets.c }}", "nox -r ${{ a b }} ${{ secrets.c }}", true },
	{ "nox\n${{ a", "nox -r\n${{ a", true },
	{ "${{ a b }} nox ${{ always() }}", "${{ a b }} nox ${{ steps.a.outputs.b }} ${{ always() }}", true },
	/* new text is */
	{ "nox", "nox ${{ a b }}", false },
	{ "nox", "nox ${{ secrets.a }}", false },
	{ "nox", "nox ${{ a", false },
	{ "${{ a\nnox", "${{ a\nnox ${{ steps.b.outputs.c }}", false },
	{ "nox ${{ a b }}", "nox ${{ a  c }}", false },
};

START_TEST(test_texts)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf yaml = { 0 };
	struct plan plan = { .edits = { .list = { .len = 0 } } };
	struct str old = str_from(texts[_i].old), line;
	enum status status;

	buf_add_c(&yaml, "run: |-\n");
	while (str_next_line(&old, &line)) {
		buf_add_c(&yaml, "  ");
		buf_add(&yaml, line);
	}
	load_tree(&l, yaml.p);
	list_add(&l.arena, &plan.expectations.list,
		 expect_text(node_at(&l, "run"), str_from(texts[_i].now)));
	status = inserted_check(&plan, &l.tree, &l.diagnostics);
	ck_assert_int_eq(status, texts[_i].right ? STATUS_OK : STATUS_INVALID);
}
END_TEST

/* Edits, comments included. */
static const struct {
	struct str text;
	bool right;
} edits[] = {
	{ STR(""), true },
	{ STR("# a\r\n\t- \xc3\xa9\n"), true },
	{ STR("# a\xe2\x80\xa8- run: b\n"), false },
	{ STR("# a\xc2\x85\n"), false },
	{ STR("a\x1b"), false },
	{ STR("a\0"), false },
	{ STR("a\xff"), false },
};

START_TEST(test_edits)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct plan plan = { .edits = { .list = { .len = 0 } } };

	load_tree(&l, "- a\n");
	list_add(&l.arena, &plan.edits.list, edit_insert(0, edits[_i].text));
	ck_assert_int_eq(inserted_check(&plan, &l.tree, &l.diagnostics),
			 edits[_i].right ? STATUS_OK : STATUS_INVALID);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("inserted");

	ADD_TABLE(tcase, test_steps, steps);
	ADD_TABLE(tcase, test_texts, texts);
	ADD_TABLE(tcase, test_edits, edits);
	return run_tests("inserted", tcase);
}
