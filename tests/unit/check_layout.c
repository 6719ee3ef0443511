/* SPDX-License-Identifier: MIT */
/* Tests layouts: the position and style of a new item or key in every kind of list. */
#include "config.h"

#include "yaml/layout.h"

#include "base/buf.h"
#include "loaded.h"

/* The position is given as "line:column" of insert_at and the text after it. The list is at "s", or
 * is the root. Flags: e empty line, a dash alone, f flow list, o own line, i flow item. */
static const struct {
	const char *text;
	size_t position;
	const char *place;
	const char *flags;
	size_t dash, key, unit;
} items[] = {
	{ "s:\n  - a: 1\n  - b: 2\n", 0, "2:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1\n  - b: 2\n", 1, "3:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1\n  - b: 2", 1, "3:1", "", 2, 4, 2 },
	{ "s:\n- a: 1\n- b: 2\n", 1, "3:1", "", 0, 2, 2 },
	{ "- a: 1\n", 0, "1:1", "", 0, 2, 2 },
	{ "\xef\xbb\xbf- a: 1\n", 0, "1:1", "", 0, 2, 2 },
	{ "s:\n   -   a: 1\n       c: 1\n", 0, "2:1", "", 3, 7, 2 },
	{ "s:\r\n  - a: 1\r\n  - b: 2\r\n", 1, "3:1", "r", 2, 4, 2 },
	{ "s:\n  - # x\n   a: 1\n", 0, "2:1", "", 2, 4, 2 },
	{ "s:\n  -\n   a: 1\n", 0, "2:1", "a", 2, 3, 2 },
	/* items without a value */
	{ "s:\n  - a: 1\n  -\n  - # x\n  -\n  - b: 2\n", 4, "6:1", "", 2, 4, 2 },
	{ "s:\n  - -\n  -\n  - b: 2\n", 2, "4:1", "", 2, 4, 2 },
	{ "s:\n  -\n  -\n  - b: 2\n", 1, "3:1", "a", 2, 4, 2 },
	{ "s:\n  - !\n  -\n  - b: 2\n", 2, "4:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1\n  - &x !\n  -\n  - !!null # -\n  - b: 2\n", 4, "6:1", "", 2, 4, 2 },
	{ "s:\n  - ? - !\n  -\n  - b: 2\n", 2, "4:1", "", 2, 4, 2 },
	{ "s:\n  - ?\n  -\n  - b: 2\n", 2, "4:1", "", 2, 4, 2 },
	{ "s:\n  - ? a\n    ?\n  - b: 2\n", 1, "4:1", "", 2, 4, 2 },
	/* empty lines */
	{ "s:\n  - a: 1\n\n  - b: 2\n", 0, "2:1", "e", 2, 4, 2 },
	{ "s:\n  - a: 1\n\n  - b: 2\n", 1, "4:1", "e", 2, 4, 2 },
	{ "s:\n  - a: 1\n\n  - b: 2\n  - c: 3\n", 2, "5:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1\n   \n  - b: 2\n", 1, "4:1", "e", 2, 4, 2 },
	{ "s:\r\n  - a: 1\r\n\r\n  - b: 2\r\n", 1, "4:1", "er", 2, 4, 2 },
	{ "s:\n\n  - a: 1\n  - b: 2\n", 0, "3:1", "", 2, 4, 2 },
	/* comments: those directly above the dash belong to it, deeper ones to the previous item */
	{ "s:\n  - a: 1\n  # x\n  - b: 2\n", 1, "3:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1\n\n  # x\n  # y\n  - b: 2\n", 1, "4:1", "e", 2, 4, 2 },
	{ "s:\n  - a: 1\n  # x\n\n  - b: 2\n", 1, "5:1", "e", 2, 4, 2 },
	{ "s:\n  - a: 1\n    # x\n  - b: 2\n", 1, "4:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1\n# x\n  - b: 2\n", 1, "3:1", "", 2, 4, 2 },
	{ "s:\n  # x\n  - a: 1\n", 0, "2:1", "", 2, 4, 2 },
	{ "s: # x\n  - a: 1\n", 0, "2:1", "", 2, 4, 2 },
	{ "s:\n  - a: 1 # x\n  - b: 2\n", 1, "3:1", "", 2, 4, 2 },
	/* a block scalar before it: its lines are not comments */
	{ "s:\n  - a: |\n      x\n  - b: 2\n", 1, "4:1", "", 2, 4, 2 },
	{ "s:\n  - a: |\n      x\n\n  - b: 2\n", 1, "5:1", "e", 2, 4, 2 },
	{ "s:\n  - a: |\n      x\n      # y\n  - b: 2\n", 1, "5:1", "", 2, 4, 2 },
	{ "s:\n  - a: |\n      x\n  # y\n  - b: 2\n", 1, "4:1", "", 2, 4, 2 },
	{ "s:\n  - a: |+\n      x\n\n  - b: 2\n", 1, "5:1", "e", 2, 4, 2 },
	{ "s:\n  - a: 'x\n      # y'\n  - b: 2\n", 1, "4:1", "", 2, 4, 2 },
	/* dash and key on two lines */
	{ "s:\n  -\n    a: 1\n  -\n    b: 2\n", 1, "4:1", "a", 2, 4, 2 },
	{ "s:\n  - # x\n    a: 1\n", 0, "2:1", "", 2, 4, 2 },
	{ "s:\n  -\n      a: 1\n", 0, "2:1", "a", 2, 6, 2 },
	/* the indentation of a map inside */
	{ "s:\n  - a:\n        x: 1\n  - b: 2\n", 1, "4:1", "", 2, 4, 4 },
	{ "s:\n  - a: 1\n  - b:\n     x: 1\n", 0, "2:1", "", 2, 4, 1 },
	{ "s:\n  - a: {x: 1}\n  - b:\n      x: 1\n", 0, "2:1", "", 2, 4, 2 },
	/* an anchor, an alias, braces */
	{ "s:\n  - &x\n    a: 1\n  - b: 2\n", 0, "2:1", "", 2, 4, 2 },
	{ "s:\n  - &x a: 1\n", 0, "2:1", "", 2, 4, 2 },
	{ "x: &x {a: 1}\ns:\n  - *x\n  - b: 2\n", 0, "3:1", "", 2, 4, 2 },
	{ "x: &x {a: 1}\ns:\n  - *x\n  - b: 2\n", 1, "4:1", "", 2, 4, 2 },
	{ "s:\n  - {a: 1}\n  - {b: 2}\n", 1, "3:1", "i", 2, 4, 2 },
	/* brackets */
	{ "s: [{a: 1}, {b: 2}]\n", 0, "1:5", "fi", 4, 0, 2 },
	{ "s: [{a: 1}, {b: 2}]\n", 1, "1:13", "fi", 12, 0, 2 },
	{ "s: [\n  {a: 1},\n  {b: 2}\n]\n", 1, "3:1", "foi", 2, 0, 2 },
	{ "s: [\n  {a: 1},\n  # x\n  {b: 2}\n]\n", 1, "3:1", "foi", 2, 0, 2 },
	{ "s: [\n  &x {a: 1}\n]\n", 0, "2:1", "foi", 2, 0, 2 },
	/* no line of its own */
	{ "- - a: 1\n  - b: 2\n", 0, "1:1", "", 0, 2, 2 },
};

static void render_place(struct buf *out, const struct loaded *l, size_t offset)
{
	struct position at = source_position(&l->source, offset);

	buf_printf(out, "%zu:%zu", at.line, at.column);
}

static const char *render_flags(char flags[8], const struct layout *layout)
{
	size_t n = 0;

	if (layout->blank_line)
		flags[n++] = 'e';
	if (layout->dash_alone)
		flags[n++] = 'a';
	if (layout->flow_list)
		flags[n++] = 'f';
	if (layout->own_line)
		flags[n++] = 'o';
	if (layout->flow_item)
		flags[n++] = 'i';
	if (str_is(str_from(layout->newline), "\r\n"))
		flags[n++] = 'r';
	flags[n] = '\0';
	return flags;
}

START_TEST(test_item)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf place = { 0 };
	struct layout layout = { 0 };
	const struct node *list, *item;
	char flags[8];

	load_tree(&l, items[_i].text);
	list = map_get(l.tree.root, "s", NULL);
	if (!list)
		list = l.tree.root;
	item = node_first(list);
	for (size_t i = items[_i].position; i > 0; i--)
		item = node_next(item);
	ck_assert(layout_of_item(&layout, &l.tree, item));
	render_place(&place, &l, layout.insert_at);
	ck_assert_text(buf_str(&place), items[_i].place);
	ck_assert_str_eq(render_flags(flags, &layout), items[_i].flags);
	ck_assert_uint_eq(layout.dash_column, items[_i].dash);
	if (!layout.flow_list)
		ck_assert_uint_eq(layout.key_column, items[_i].key);
	ck_assert_uint_eq(layout.unit, items[_i].unit);
	ck_assert_uint_ge(layout.insert_at, source_bom(&l.source));
}
END_TEST

/* An inner list starts on the line of the outer dash: no line can be inserted before its first
 * item. */
START_TEST(test_shared_line)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct layout layout = { 0 };

	load_tree(&l, "- - a: 1\n  - b: 2\n");
	ck_assert(!layout_of_item(&layout, &l.tree, node_at(&l, "0.0")));
	ck_assert(layout_of_item(&layout, &l.tree, node_at(&l, "0.1")));
	ck_assert_uint_eq(layout.insert_at, 9);
	ck_assert_uint_eq(layout.dash_column, 2);
}
END_TEST

/* The position of a comment about a list on one line. */
static const struct {
	const char *text;
	const char *place; /* NULL: none */
	size_t column;
} flow_comments[] = {
	{ "x:\n  s: [{a: 1}]\n", "2:1", 2 },
	{ "x: {s: [{a: 1}]}\n", "1:1", 0 },
	{ "y:\n  x: {z: {s: [{a: 1}]}}\n", "2:1", 2 },
	{ "[[{a: 1}]]\n", "1:1", 0 },
	{ "x:\n  s: [\n    {a: 1}]\n", NULL, 0 }, /* the item has a line of its own */
};

/* The innermost list. */
static const struct node *find_list(const struct node *node)
{
	const struct node *found = node->kind == NODE_SEQ ? node : NULL;

	for (const struct node *child = node_first(node); child; child = node_next(child)) {
		const struct node *inner = find_list(child);

		if (inner)
			found = inner;
	}
	return found;
}

START_TEST(test_flow_comment)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf place = { 0 };
	struct layout layout = { 0 };

	load_tree(&l, flow_comments[_i].text);
	ck_assert(layout_of_item(&layout, &l.tree, node_first(find_list(l.tree.root))));
	ck_assert_int_eq(layout.comment_at != STR_NONE, flow_comments[_i].place != NULL);
	if (!flow_comments[_i].place)
		return;
	render_place(&place, &l, layout.comment_at);
	ck_assert_text(buf_str(&place), flow_comments[_i].place);
	ck_assert_uint_eq(layout.comment_column, flow_comments[_i].column);
}
END_TEST

/* A new key after the key k of the map at m. */
static const struct {
	const char *text;
	const char *place;
	size_t column;
	size_t index;
	bool flow;
} pairs[] = {
	{ "m:\n  k: 1\n  x: 2\n", "3:1", 2, 2, false },
	{ "m:\n  x: 1\n  k: 2\nz: 3\n", "4:1", 2, 4, false },
	{ "m:\n  k: 1 # x\n  x: 2\n", "3:1", 2, 2, false },
	{ "m:\n  k: 'a\n    b'\n  x: 2\n", "4:1", 2, 2, false },
	{ "m:\r\n  k: 1\r\nz: 3\r\n", "3:1", 2, 2, false },
	{ "m: {x: 1, k: 2}\n", "1:11", 10, 2, true },
	{ "m:\n  k: 1", NULL, 0, 0, false },		    /* no line break after it */
	{ "m:\n  k: |\n    a\n  x: 2\n", "4:1", 2, 2, false },
	{ "m:\n  k: >- # +\n    a\n\n\n  x: 2\n", NULL, 0, 0, false },
	{ "m:\n  k: >-\n    a\n     b\n\n\n  x: 2\n", "5:1", 2, 2, false },
	{ "m:\r\n  k: |\r\n    a\r\n\r\nz: 2\r\n", "4:1", 2, 2, false },
	{ "m:\n  k: |+\n    a\n\n  x: 2\n", NULL, 0, 0, false }, /* the empty line is a part of it */
	{ "m:\n  k: |\n    a", NULL, 0, 0, false },
	{ "m:\n  k:\n  x: 2\n", "3:1", 2, 2, false },
	{ "m:\n  k:\n    a: 1\n  x: 2\n", NULL, 0, 0, false },
};

START_TEST(test_pair)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf place = { 0 };
	struct pair_layout layout = { 0 };
	const struct node *key = NULL;

	load_tree(&l, pairs[_i].text);
	ck_assert_ptr_nonnull(map_get(node_at(&l, "m"), "k", &key));
	ck_assert_int_eq(layout_of_pair(&layout, &l.tree, node_at(&l, "m"), key),
			 pairs[_i].place != NULL);
	if (!pairs[_i].place)
		return;
	render_place(&place, &l, layout.insert_at);
	ck_assert_text(buf_str(&place), pairs[_i].place);
	ck_assert_uint_eq(layout.column, pairs[_i].column);
	ck_assert_uint_eq(layout.index, pairs[_i].index);
	ck_assert_int_eq(layout.flow, pairs[_i].flow);
	ck_assert_str_eq(layout.newline, str_contains(l.source.bytes, "\r") ? "\r\n" : "\n");
}
END_TEST

/* Marks for item 1 of the list at s. */
static const struct {
	const char *text;
	bool whole; /* the whole item is searched */
	bool has;
} marks[] = {
	{ "s:\n  - a: 1\n  # MARK\n  - b: 2\n", false, true },
	{ "s:\n  - a: 1\n  # MARK\n  # x\n  - b: 2\n", false, true },
	{ "s:\n  - a: 1\n  - b: 2 # MARK\n", false, true },
	{ "s:\n  - a: 1\n  - b: 2\n    c: 3 # MARK\n", false, false },
	{ "s:\n  - a: 1\n  - b: 2\n    c: 3 # MARK\n", true, true },
	{ "s:\n  - a: 1\n  # MARK\n\n  - b: 2\n", false, false },
	{ "s:\n  - a: 1 # MARK\n  - b: 2\n", true, false },
	{ "s:\n  - a: 1\n  - b: 2\n  - c: 3 # MARK\n", true, false },
	{ "s:\n  - a: 1\n  - b: 2\n  # MARK\n  - c: 3\n", true, false },
	/* a dash on its own line */
	{ "s:\n  -\n    a: 1\n  # MARK\n  -\n    b: 2\n", false, true },
	{ "s:\n  -\n    a: 1\n  - # MARK\n    b: 2\n", false, true },
	{ "s:\n  - # MARK\n    a: 1\n  -\n    b: 2\n", false, false },
	{ "s: [{a: 1},\n  # MARK\n  {b: 2}]\n", false, true },
};

START_TEST(test_mark)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_tree(&l, marks[_i].text);
	ck_assert_int_eq(layout_has_mark(&l.tree, node_at(&l, "s.1"), marks[_i].whole, "MARK"),
			 marks[_i].has);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("layout");

	ADD_TABLE(tcase, test_item, items);
	tcase_add_test(tcase, test_shared_line);
	ADD_TABLE(tcase, test_flow_comment, flow_comments);
	ADD_TABLE(tcase, test_pair, pairs);
	ADD_TABLE(tcase, test_mark, marks);
	return run_tests("layout", tcase);
}
