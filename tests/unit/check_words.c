/* SPDX-License-Identifier: MIT */
/* Tests inserting options into scripts: once for each place, and the resulting script. */
#include "config.h"

#include "nox/plan/word_places.h"

#include "loaded.h"
#include "yaml/scalar.h"

static const struct {
	const char *text;  /* the script at key "k" */
	const char *value; /* the value after " -r" was inserted after each "nox" */
	const char *now;
} rows[] = {
	{ "k: nox\n", "nox -r", "k: nox -r\n" },
	{ "k: nox -s a && nox -s b\n", "nox -r -s a && nox -r -s b", "k: nox -r -s a && nox -r -s b\n" },
	{ "k: 'nox ''a'''\n", "nox -r 'a'", "k: 'nox -r ''a'''\n" },
	{ "k: \"nox\\t\\\"a\\\"\"\n", "nox -r\t\"a\"", "k: \"nox -r\\t\\\"a\\\"\"\n" },
	{ "k: |\n  a\n  nox\n", "a\nnox -r\n", "k: |\n  a\n  nox -r\n" },
	{ "k: |\n  a\n  nox", "a\nnox -r\n", "k: |\n  a\n  nox -r" },
	{ "k: >-\n  nox\n  -s a\n", "nox -r -s a", "k: >-\n  nox -r\n  -s a\n" },
	{ "k: |\r\n  nox\r\n", "nox -r\n", "k: |\r\n  nox -r\r\n" },
	{ "k: nox\n  a\n", "nox -r a", "k: nox -r\n  a\n" },
	{ "k: nox \n  a\n", "nox -r a", "k: nox -r \n  a\n" },
	{ "k: \"no\\x78 a\"\n", "nox -r a", "k: \"no\\x78 -r a\"\n" },
	{ "k: '\"nox\"'\n", "\"nox -r\"", "k: '\"nox -r\"'\n" },
	{ "k: '''nox'''\n", "'nox -r'", "k: '''nox -r'''\n" },
};

/* After each nox, the last first, and each place twice. */
static void insert_all(struct loaded *l, struct text_insertions *insertions,
		       const struct node *node, const struct text *text)
{
	struct text_insertion insertion;

	for (size_t i = text->value.len; i-- > 0;) {
		if (!str_starts(str_slice(text->value, i, text->value.len), "nox"))
			continue;
		insertion = text_insertion(node, i + 3, text_behind(&l->source, text, i + 3), " -r");
		list_add(&l->arena, &insertions->list, insertion);
		list_add(&l->arena, &insertions->list, insertion);
	}
}

START_TEST(test_plan)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct plan_memory memory = { &l.arena, &l.arena, &l.arena };
	BUF_AUTO struct buf now = { 0 };
	struct text_insertions insertions = { .list = { .len = 0 } };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };
	struct text text = { .end = 0 };

	load_tree(&l, rows[_i].text);
	ck_assert(scalar_text(&l.tree, &l.arena, node_at(&l, "k"), &text));
	insert_all(&l, &insertions, node_at(&l, "k"), &text);
	text_insertions_plan(&insertions, &memory, &edits, &expectations);
	ck_assert_uint_eq(expectations.list.len, 1);
	ck_assert_int_eq(expectations.list.at[0].kind, EXPECT_INSERTED);
	ck_assert_text(expected_value(&expectations.list.at[0], &l.tree, &l.arena), rows[_i].value);
	ck_assert(edits_sort(&edits, l.source.bytes.len));
	edits_apply(l.source.bytes, &edits, &now);
	ck_assert_text(buf_str(&now), rows[_i].now);
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics),
			 STATUS_OK);
}
END_TEST

/* A scalar that is not its old value with the insertions is refused. */
START_TEST(test_refused)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct plan_memory memory = { &l.arena, &l.arena, &l.arena };
	struct text_insertions insertions = { .list = { .len = 0 } };
	struct edits edits = { .list = { .len = 0 } }, others = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct text text = { .end = 0 };

	load_tree(&l, "k: nox a\n");
	ck_assert(scalar_text(&l.tree, &l.arena, node_at(&l, "k"), &text));
	insert_all(&l, &insertions, node_at(&l, "k"), &text);
	text_insertions_plan(&insertions, &memory, &edits, &expectations);
	list_add(&l.arena, &others.list, edit_insert(6, STR(" -R")));
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &l.diagnostics), STATUS_OK);
	ck_assert_int_eq(verify_edits(&l, &others, &expectations, &l.diagnostics), STATUS_INVALID);
}
END_TEST

/* Two scripts, mixed: one expectation each. */
START_TEST(test_two_scripts)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct plan_memory memory = { &l.arena, &l.arena, &l.arena };
	struct text_insertions insertions = { .list = { .len = 0 } };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct text a = { .end = 0 }, b = { .end = 0 };

	load_tree(&l, "a: nox nox\nb: nox\n");
	ck_assert(scalar_text(&l.tree, &l.arena, node_at(&l, "b"), &b));
	ck_assert(scalar_text(&l.tree, &l.arena, node_at(&l, "a"), &a));
	insert_all(&l, &insertions, node_at(&l, "b"), &b);
	insert_all(&l, &insertions, node_at(&l, "a"), &a);
	text_insertions_plan(&insertions, &memory, &edits, &expectations);
	ck_assert_uint_eq(edits.list.len, 3);
	ck_assert_uint_eq(expectations.list.len, 2);
	ck_assert_text(expected_value(&expectations.list.at[0], &l.tree, &l.arena), "nox -r nox -r");
	ck_assert_text(expected_value(&expectations.list.at[1], &l.tree, &l.arena), "nox -r");
	ck_assert_ptr_eq(expectations.list.at[1].node, node_at(&l, "b"));
}
END_TEST

START_TEST(test_none)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct plan_memory memory = { &l.arena, &l.arena, &l.arena };
	struct text_insertions insertions = { .list = { .len = 0 } };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };

	load_tree(&l, "a: b\n");
	text_insertions_plan(&insertions, &memory, &edits, &expectations);
	ck_assert_uint_eq(edits.list.len + expectations.list.len, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("words");

	ADD_TABLE(tcase, test_plan, rows);
	tcase_add_test(tcase, test_refused);
	tcase_add_test(tcase, test_two_scripts);
	tcase_add_test(tcase, test_none);
	return run_tests("words", tcase);
}
