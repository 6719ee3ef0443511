/* SPDX-License-Identifier: MIT */
/* Tests verification: planned changes pass, and each kind of unplanned difference is detected. */
#include "config.h"

#include "yaml/verify.h"

#include "loaded.h"

#define OLD "a: 1\ns:\n  - x: &n 1\n  - y: 'z'\nr: !t\n  k: *n\n"

#define ITEMS "  - x: &n 1\n  - y: 'z'\n"
#define MOVED "  - y: 'z'\n  - x: &n 1\n"

enum { SHAPES_MAX = 8, EXPECTATIONS_MAX = 2 };

struct planned {
	enum expectation_kind kind;
	const char *path; /* NULL: there is none; "#" before it: its key */
	uint32_t index;
	struct shape shapes[SHAPES_MAX];
	const char *text;
};

#define SCALAR(text) { RECORD_SCALAR, sizeof(text) - 1, text }
#define MAP { RECORD_MAP, 0, "" }
#define MAP_END { RECORD_MAP_END, 0, "" }
#define SEQ { RECORD_SEQ, 0, "" }
#define SEQ_END { RECORD_SEQ_END, 0, "" }

/* The edit replaces `cut` (found in OLD) with `text`. */
static const struct {
	const char *why;
	const char *cut;
	const char *text;
	struct planned planned[EXPECTATIONS_MAX];
	bool right;
} rows[] = {
	{ "nothing", "", "", { { 0 } }, true },
	{ "a comment", "a: 1\n", "a: 1 # b\n", { { 0 } }, true },
	{ "an item", "  - y", "  - q: w\n  - y",
	  { { EXPECT_ITEM, "s", 1, { MAP, SCALAR("q"), SCALAR("w"), MAP_END }, NULL } }, true },
	{ "an item at the end", "r: !t", "  - q\nr: !t",
	  { { EXPECT_ITEM, "s", 2, { SCALAR("q") }, NULL } }, true },
	{ "an item of two nodes", "  - y", "  - q\n  - w\n  - y",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("q"), SCALAR("w") }, NULL } }, true },
	{ "two items at one place", "  - y", "  - q\n  - w\n  - y",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("q") }, NULL }, { EXPECT_ITEM, "s", 1, { SCALAR("w") }, NULL } },
	  true },
	{ "a nested item", "  - y", "  - {q: [w]}\n  - y",
	  { { EXPECT_ITEM, "s", 1, { MAP, SCALAR("q"), SEQ, SCALAR("w"), SEQ_END, MAP_END }, NULL } },
	  true },
	{ "a pair", "  - y", "    id: q\n  - y",
	  { { EXPECT_PAIR, "s.0", 2, { SCALAR("id"), SCALAR("q") }, NULL } }, true },
	{ "a text", "'z'", "'z -r'", { { EXPECT_TEXT, "s.1.y", 0, { { 0 } }, "z -r" } }, true },
	{ "a moved item", ITEMS, MOVED, { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.1" } }, true },
	{ "a moved item with another value", ITEMS, "  - y: 'w'\n  - x: &n 1\n",
	  { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.1" }, { EXPECT_TEXT, "s.1.y", 0, { { 0 } }, "w" } }, true },

	/* unplanned */
	{ "a move that nobody expects", ITEMS, MOVED, { { 0 } }, false },
	{ "a move of another item", ITEMS, MOVED, { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.0" } }, false },
	{ "a move to another place", ITEMS, MOVED, { { EXPECT_MOVE, "s", 2, { { 0 } }, "s.1" } }, false },
	{ "an item that is there twice", ITEMS, MOVED "  - y: 'z'\n",
	  { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.1" } }, false },
	{ "a moved item that changes", ITEMS, "  - y: 'w'\n  - x: &n 1\n",
	  { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.1" } }, false },
	{ "an item that nobody expects", "  - y", "  - q: w\n  - y", { { 0 } }, false },
	{ "one item too many", "  - y", "  - q\n  - q\n  - y",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("q") }, NULL } }, false },
	{ "an item elsewhere", "  - x", "  - q\n  - x",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("q") }, NULL } }, false },
	{ "an item of another list", "  k: *n\n", "  k: *n\n  q: [w]\n",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("w") }, NULL } }, false },
	{ "another value in the item", "  - y", "  - q: v\n  - y",
	  { { EXPECT_ITEM, "s", 1, { MAP, SCALAR("q"), SCALAR("w"), MAP_END }, NULL } }, false },
	{ "a longer item", "  - y", "  - q: w\n    e: f\n  - y",
	  { { EXPECT_ITEM, "s", 1, { MAP, SCALAR("q"), SCALAR("w"), MAP_END }, NULL } }, false },
	{ "a shorter item", "  - y", "  - q: w\n  - y",
	  { { EXPECT_ITEM, "s", 1,
	      { MAP, SCALAR("q"), SCALAR("w"), SCALAR("e"), SCALAR("f"), MAP_END }, NULL } }, false },
	{ "a list for a map", "  - y", "  - [q, w]\n  - y",
	  { { EXPECT_ITEM, "s", 1, { MAP, SCALAR("q"), SCALAR("w"), MAP_END }, NULL } }, false },
	{ "an alias for a value", "  - y", "  - *n\n  - y",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("1") }, NULL } }, false },
	{ "a pair that nobody expects", "  - y", "    id: q\n  - y", { { 0 } }, false },
	{ "another key", "  - y", "    ie: q\n  - y",
	  { { EXPECT_PAIR, "s.0", 2, { SCALAR("id"), SCALAR("q") }, NULL } }, false },
	{ "a key that vanishes", "    k", "  k", { { 0 } }, true }, /* no such bytes: no edit */
	{ "an item that vanishes", "  - y: 'z'\n", "", { { 0 } }, false },
	{ "a changed value", "a: 1", "a: 2", { { 0 } }, false },
	{ "a changed key", "a: 1", "b: 1", { { 0 } }, false },
	{ "a changed style", "'z'", "\"z\"", { { 0 } }, false },
	{ "a changed style of a collection", "\n  k: *n", " {k: *n}", { { 0 } }, false },
	{ "a renamed anchor", OLD, "a: 1\ns:\n  - x: &m 1\n  - y: 'z'\nr: !t\n  k: *m\n", { { 0 } },
	  false },
	{ "a moved anchor", "a: 1\ns:\n  - x: &n 1", "a: &n 1\ns:\n  - x: 1", { { 0 } }, false },
	{ "a new anchor", "a: 1", "a: &m 1", { { 0 } }, false },
	{ "a lost tag", "r: !t", "r:", { { 0 } }, false },
	{ "another tag", "!t", "!u", { { 0 } }, false },
	{ "an alias written out", "*n", "1", { { 0 } }, false },
	{ "a scalar for a map", "!t\n  k: *n", "!t k", { { 0 } }, false },
	{ "another text", "'z'", "'z -R'", { { EXPECT_TEXT, "s.1.y", 0, { { 0 } }, "z -r" } },
	  false },
	{ "the text of another node", "a: 1", "a: 2",
	  { { EXPECT_TEXT, "s.1.y", 0, { { 0 } }, "2" } }, false },

	/* expected but missing */
	{ "no move", "", "", { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.1" } }, false },
	{ "an item that moved nowhere", "  - y: 'z'\n", "",
	  { { EXPECT_MOVE, "s", 0, { { 0 } }, "s.1" } }, false },
	{ "no item", "", "", { { EXPECT_ITEM, "s", 1, { SCALAR("q") }, NULL } }, false },
	{ "no item after the end", "", "", { { EXPECT_ITEM, "s", 9, { SCALAR("q") }, NULL } }, false },
	{ "no item of a scalar", "", "", { { EXPECT_ITEM, "a", 0, { SCALAR("q") }, NULL } }, false },
	{ "no pair", "", "",
	  { { EXPECT_PAIR, "s.0", 2, { SCALAR("id"), SCALAR("q") }, NULL } }, false },
	{ "no text", "", "", { { EXPECT_TEXT, "s.1.y", 0, { { 0 } }, "z -r" } }, false },
	{ "an expectation inside the target of an alias", "", "",
	  { { EXPECT_TEXT, "r.k", 0, { { 0 } }, "2" } }, false },
	{ "the second of two", "  - y", "  - q\n  - y",
	  { { EXPECT_ITEM, "s", 1, { SCALAR("q") }, NULL }, { EXPECT_ITEM, "s", 2, { SCALAR("w") }, NULL } },
	  false },

	/* invalid YAML */
	{ "an open bracket", "a: 1", "a: [1", { { 0 } }, false },
	{ "a key twice", "a: 1", "a: 1\na: 1", { { 0 } }, false },
	{ "a new key that is there", "  k: *n", "  k: 1\n  k: *n",
	  { { EXPECT_PAIR, "r", 0, { SCALAR("k"), SCALAR("1") }, NULL } }, false },
	{ "a new key twice", "  k: *n", "  q: 1\n  q: 1\n  k: *n",
	  { { EXPECT_PAIR, "r", 0, { SCALAR("q"), SCALAR("1") }, NULL },
	    { EXPECT_PAIR, "r", 0, { SCALAR("q"), SCALAR("1") }, NULL } }, false },
	{ "a new key", "  k: *n", "  q: 1\n  k: *n",
	  { { EXPECT_PAIR, "r", 0, { SCALAR("q"), SCALAR("1") }, NULL } }, true },
	{ "a key twice in an item", "  - y", "  - {q: 1, q: 1}\n  - y",
	  { { EXPECT_ITEM, "s", 1,
	      { MAP, SCALAR("q"), SCALAR("1"), SCALAR("q"), SCALAR("1"), MAP_END }, NULL } }, false },
	{ "another text for a key", "a: 1", "b: 1", { { EXPECT_TEXT, "#a", 0, { { 0 } }, "b" } },
	  false },
	{ "a second document", OLD, OLD "---\n", { { 0 } }, false },
	{ "nothing left", OLD, "", { { 0 } }, false },
};

static void expect(struct loaded *l, struct expectations *expectations, const struct planned *p)
{
	const struct node *node;
	struct expectation e;
	struct shapes shapes = { 0 };

	if (!p->path)
		return;
	node = p->path[0] == '#' ? node_before(node_at(l, p->path + 1)) : node_at(l, p->path);
	for (size_t i = 0; i < SHAPES_MAX && (i == 0 || p->shapes[i].kind || p->shapes[i].p); i++)
		list_add(&l->arena, &shapes.list, p->shapes[i]);
	e = expect_shapes(p->kind, node, p->index, &shapes);
	if (p->kind == EXPECT_TEXT)
		e = expect_text(node, str_from(p->text));
	if (p->kind == EXPECT_MOVE)
		e = (struct expectation){ .kind = p->kind, .index = p->index, .node = node, .moved = node_at(l, p->text) };
	list_add(&l->arena, &expectations->list, e);
}

static void plan_edit(struct loaded *l, struct edits *edits, const char *cut, const char *text)
{
	size_t at = str_find(l->source.bytes, str_from(cut), 0);
	struct edit edit = edit_make((struct range){ at, at + strlen(cut) }, str_from(text));

	if (cut[0] != '\0' && at != STR_NONE)
		list_add(&l->arena, &edits->list, edit);
}

START_TEST(test_verify)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };
	enum status status;

	load_tree(&l, OLD);
	plan_edit(&l, &edits, rows[_i].cut, rows[_i].text);
	for (size_t i = 0; i < EXPECTATIONS_MAX; i++)
		expect(&l, &expectations, &rows[_i].planned[i]);
	status = verify_edits(&l, &edits, &expectations, &diagnostics);
	ck_assert_msg(status == (rows[_i].right ? STATUS_OK : STATUS_INVALID), "%s", rows[_i].why);
	ck_assert_uint_eq(diagnostics.list.len, rows[_i].right ? 0 : 1);
	if (!rows[_i].right)
		ck_assert(str_starts(diagnostic_message(&diagnostics.list.at[0]), "left as it is: "));
}
END_TEST

/* The message has the position of the first difference in the old text. */
START_TEST(test_place)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };

	load_tree(&l, OLD);
	plan_edit(&l, &edits, "'z'", "'v'");
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics), STATUS_INVALID);
	ck_assert_uint_eq(diagnostic_range(&diagnostics.list.at[0]).start, node_range(node_at(&l, "s.1.y")).start);
}
END_TEST

/* An alias does not come before its anchor, nor stand for another one. */
static const struct {
	const char *old;
	const char *now;
	bool right;
} moves[] = {
	{ "s:\n  - x: &n 1\n  - y\n  - z: *n\n", "s:\n  - x: &n 1\n  - z: *n\n  - y\n", true },
	{ "s:\n  - y\n  - x: &n 1\n  - z: *n\n", "s:\n  - y\n  - z: *n\n  - x: &n 1\n", false },
	{ "s:\n  - x: &n 1\n  - x: &n 2\n  - z: *n\n", "s:\n  - x: &n 1\n  - z: *n\n  - x: &n 2\n", false },
};

START_TEST(test_moved_alias)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };
	struct edit all;

	load_tree(&l, moves[_i].old);
	expect(&l, &expectations, &(struct planned){ EXPECT_MOVE, "s", 1, { { 0 } }, "s.2" });
	all = edit_make((struct range){ 0, l.source.bytes.len }, str_from(moves[_i].now));
	list_add(&l.arena, &edits.list, all);
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics),
			 moves[_i].right ? STATUS_OK : STATUS_INVALID);
}
END_TEST

/* New bytes in what aliases stand for count towards their limit. */
START_TEST(test_aliased_size)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf old = { 0 };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };
	struct planned item = { EXPECT_ITEM, "a", 1, { SCALAR("q") }, NULL };

	for (int big = 0; big < 2; big++) {
		struct edits edits = { .list = { .len = 0 } };

		old.len = 0;
		buf_add_c(&old, "a: &a\n  - ");
		for (size_t i = 0; i < 1024 * 1024 / 2 - (big ? 3 : 30); i++)
			buf_add_c(&old, "x");
		buf_add_c(&old, "\nb: [*a, *a]\n");
		ck_assert_int_eq(load_bytes(&l, "ci.yml", buf_str(&old)), STATUS_OK);
		plan_edit(&l, &edits, "\nb", "\n  - q\nb");
		expectations.list.len = 0;
		expect(&l, &expectations, &item);
		ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics),
				 big ? STATUS_INVALID : STATUS_OK);
	}
}
END_TEST

START_TEST(test_empty)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };

	load_tree(&l, "");
	ck_assert_ptr_null(l.tree.root);
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics), STATUS_OK);
	list_add(&l.arena, &edits.list, edit_insert(0, STR("a")));
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics), STATUS_INVALID);
}
END_TEST

/* Edits that are not in order, or make no UTF-8. */
static const struct {
	struct range first, second;
	const char *text;
} unsound[] = {
	{ { 7, 8 }, { 2, 3 }, "x" }, { { 7, 9 }, { 8, 9 }, "x" }, { { 7, 8 }, { 90, 91 }, "x" },
	{ { 4, 3 }, { 7, 8 }, "x" }, { { 4, 4 }, { 7, 8 }, "x" }, { { 7, 8 }, { 8, 8 }, "\xc3" },
};

START_TEST(test_unsound)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct edits edits = { .list = { .len = 0 } };
	struct expectations expectations = { .list = { .len = 0 } };
	struct diagnostics diagnostics = { .arena = &l.arena };

	load_tree(&l, "# \xc3\xa9\xc3\xa9\na: b\n");
	list_add(&l.arena, &edits.list, edit_make(unsound[_i].first, STR("#")));
	list_add(&l.arena, &edits.list, edit_make(unsound[_i].second, str_from(unsound[_i].text)));
	if (_i == 4)
		edits.list.at[0].bytes = (struct short_range){ 3, 3 };
	ck_assert_int_eq(verify_edits(&l, &edits, &expectations, &diagnostics), STATUS_INVALID);
	ck_assert(str_contains(diagnostic_message(&diagnostics.list.at[0]), "more than planned"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("verify");

	ADD_TABLE(tcase, test_verify, rows);
	tcase_add_test(tcase, test_place);
	ADD_TABLE(tcase, test_moved_alias, moves);
	tcase_add_test(tcase, test_aliased_size);
	tcase_add_test(tcase, test_empty);
	tcase_add_loop_test(tcase, test_unsound, 0, (int)(sizeof(unsound) / sizeof(unsound[0])));
	return run_tests("verify", tcase);
}
