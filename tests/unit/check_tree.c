/* SPDX-License-Identifier: MIT */
/* Tests the tree: the source ranges of its nodes, aliases, and errors with their positions. */
#include "config.h"

#include "yaml/tree.h"

#include "base/buf.h"
#include "loaded.h"

/* Each node as its source in brackets, followed by its children. */
static void render(struct buf *out, const struct tree *tree, const struct node *node)
{
	buf_printf(out, "%c(%.*s)", "s*m["[node->kind], STR_ARG(node_source(tree, node)));
	for (const struct node *child = node_first(node); child; child = node_next(child)) {
		ck_assert_ptr_eq(node_parent(child), node);
		render(out, tree, child);
	}
}

static const struct {
	const char *text;
	const char *want;
} shapes[] = {
	{ "a: b\n", "m(a: b)s(a)s(b)" },
	{ "a: b # c\n", "m(a: b)s(a)s(b)" },
	{ "- a\n-  'b'  \n", "[(- a\n-  'b')s(a)s('b')" },
	{ "a: [b, c ] # d\n", "m(a: [b, c ])s(a)[([b, c ])s(b)s(c)" },
	{ "a: {b: c}\nd: e\n", "m(a: {b: c}\nd: e)s(a)m({b: c})s(b)s(c)s(d)s(e)" },
	{ "a: []\n", "m(a: [])s(a)[([])" },
	{ "a: &x b\nc: *x\n", "m(a: &x b\nc: *x)s(a)s(b)s(c)*(x)" },
};

START_TEST(test_shape)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf got = { 0 };

	load_tree(&l, shapes[_i].text);
	render(&got, &l.tree, l.tree.root);
	ck_assert_text(buf_str(&got), shapes[_i].want);
}
END_TEST

static const struct {
	const char *text;
	size_t line, column; /* of the error; 0: there is none */
	const char *message;
} refused[] = {
	{ "a: 1\nb: 2\n", 0, 0, NULL },
	{ "", 0, 0, NULL },
	{ "---\na: 1\n", 0, 0, NULL },
	{ "---\na: 1\n...\n", 0, 0, NULL },
	/* several documents */
	{ "a: 1\n---\nb: 2\n", 2, 1, "second document" },
	{ "# x\n--- [a]\n# y\n---\nb: 2\n", 4, 1, "second document" },
	/* keys */
	{ "a: 1\nb: 2\na: 3\n", 3, 1, "duplicate key" },
	{ "a: 1\n'a': 3\n", 2, 1, "duplicate key" },
	{ "x:\n  a: 1\n  \"\\x61\": 3\n", 3, 3, "duplicate key" },
	{ "{a: 1, b: 2, a: 3}\n", 1, 14, "duplicate key" },
	{ "- &x a\n- {a: 1, *x : 2}\n", 2, 11, "duplicate key" },
	{ "- &x a\n- {*x : 1, b: 2, *x : 3}\n", 2, 19, "duplicate key" },
	{ "a: {b: 1}\nc: {b: 1}\n", 0, 0, NULL },
	{ "- a: 1\n- a: 1\n", 0, 0, NULL },
	/* block scalars: libfyaml accepts these and loses bytes of the first */
	{ "a:\n  b: |\n  c: d\n    e:\n      - f\n", 3, 1, "not indented" },
	{ "a:\n - >-\n\n   b\n - |\n\n c\n", 6, 1, "not indented" },
	{ "\xef\xbb\xbf" "a: |\n b\nc: |2\n  d\n", 0, 0, NULL },
	{ "a: |\n\n\nb: >\n", 0, 0, NULL },
	/* aliases */
	{ "a: *x\n", 1, 5, "without an anchor before" },
	{ "a: *x\nb: &x 1\n", 1, 5, "without an anchor before" },
	{ "a: &x\n  b: *x\n", 2, 7, "inside its own anchor" },
	{ "a: &x [1, [*x]]\n", 1, 13, "inside its own anchor" },
	{ "a: &x 1\nb: &x 2\nc: *x\n", 0, 0, NULL },
	{ "a: &x\n  b: &y 1\nc: [*x, *y]\n", 0, 0, NULL },
};

START_TEST(test_refused)
{
	LOADED_AUTO struct loaded l = { 0 };
	enum status status = load_bytes(&l, "x", str_from(refused[_i].text));
	struct position at;

	ck_assert_int_eq(status, refused[_i].line == 0 ? STATUS_OK : STATUS_INVALID);
	ck_assert_uint_eq(l.diagnostics.list.len, refused[_i].line == 0 ? 0 : 1);
	if (status == STATUS_OK)
		return;
	at = source_position(&l.source, diagnostic_range(&l.diagnostics.list.at[0]).start);
	/* libfyaml 1.0 refuses these itself, in its own words and elsewhere. */
	if (strcmp(refused[_i].message, "not indented") == 0 &&
	    !str_contains(diagnostic_message(&l.diagnostics.list.at[0]), "not indented"))
		return;
	ck_assert_uint_eq(at.line, refused[_i].line);
	ck_assert_uint_eq(at.column, refused[_i].column);
	ck_assert_msg(str_contains(diagnostic_message(&l.diagnostics.list.at[0]), refused[_i].message), "%s",
		      l.diagnostics.list.at[0].message);
}
END_TEST

/* If an anchor is defined twice, an alias refers to the last one before it. */
START_TEST(test_alias)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct node *c;

	load_tree(&l, "a: &x 1\nb: &x 2\nc: *x\nd: &x 3\ne: &m {k: *x}\nf: *m\n");
	c = node_next(node_next(node_next(node_next(node_next(node_first(l.tree.root))))));
	ck_assert_int_eq(c->kind, NODE_ALIAS);
	ck_assert_text(node_source(&l.tree, node_resolve(c)), "2");
	ck_assert_text(node_source(&l.tree, node_at(&l, "c")), "2");
	ck_assert_text(node_source(&l.tree, node_at(&l, "f.k")), "3");
	ck_assert_ptr_eq(node_at(&l, "f"), node_at(&l, "e"));
	ck_assert_ptr_null(node_resolve(NULL));
}
END_TEST

/* depth brackets around nothing. */
static enum status load_nested(struct loaded *l, size_t depth)
{
	BUF_AUTO struct buf text = { 0 };

	buf_fill(&text, '[', depth);
	buf_fill(&text, ']', depth);
	return load_bytes(l, "x", buf_str(&text));
}

START_TEST(test_depth)
{
	LOADED_AUTO struct loaded l = { 0 }, m = { 0 };

	ck_assert_int_eq(load_nested(&l, YAML_DEPTH_MAX), STATUS_OK);
	ck_assert_int_eq(load_nested(&m, YAML_DEPTH_MAX + 1), STATUS_INVALID);
	ck_assert_msg(str_contains(diagnostic_message(&m.diagnostics.list.at[0]), "100 levels"), "%s",
		      m.diagnostics.list.at[0].message);
	ck_assert_uint_eq(diagnostic_range(&m.diagnostics.list.at[0]).start, YAML_DEPTH_MAX);
}
END_TEST

/* Aliases that double the text before them, the given number of times. */
static enum status load_laughs(struct loaded *l, int times)
{
	BUF_AUTO struct buf text = { 0 };

	buf_add_c(&text, "a0: &a0 [x]\n");
	for (int i = 1; i <= times; i++)
		buf_printf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
	return load_bytes(l, "x", buf_str(&text));
}

static enum status load_fresh_laughs(int times)
{
	LOADED_AUTO struct loaded l = { 0 };

	return load_laughs(&l, times);
}

START_TEST(test_laughs)
{
	LOADED_AUTO struct loaded l = { 0 }, m = { 0 };

	ck_assert_int_eq(load_laughs(&l, 10), STATUS_OK);
	ck_assert_uint_eq(node_count(l.tree.root), 22);
	/* An alias counts its target, and the targets of the aliases in it: twice as much each time. */
	for (int times = 11; times < 16; times++)
		ck_assert_int_eq(load_fresh_laughs(times), STATUS_OK);
	ck_assert_int_eq(load_fresh_laughs(16), STATUS_INVALID);
	ck_assert_int_eq(load_laughs(&m, 60), STATUS_INVALID);
	ck_assert_msg(str_contains(diagnostic_message(&m.diagnostics.list.at[0]), "1 MiB"), "%s",
		      m.diagnostics.list.at[0].message);
}
END_TEST

START_TEST(test_siblings)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct node *before = NULL;
	size_t index = 0;

	load_tree(&l, "[a, b: c, [d], {}]\n");
	for (const struct node *at = node_first(l.tree.root); at; at = node_next(at)) {
		ck_assert_ptr_eq(node_before(at), before);
		ck_assert_uint_eq(at->index, index++);
		before = at;
	}
	ck_assert_uint_eq(index, 4);
}
END_TEST

START_TEST(test_get_of_many)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	const struct node *key = NULL;

	for (int i = 0; i < 1000; i++)
		buf_printf(&text, "%s%d: %d\n", i % 2 == 0 ? "key" : "k", i, i);
	load_tree(&l, buf_str(&text).p);
	for (int i = 0; i < 1000; i++) {
		struct str name = arena_printf(&l.arena, "%s%d", i % 2 == 0 ? "key" : "k", i);
		const struct node *value = map_get(l.tree.root, name.p, &key);

		ck_assert_text(node_source(&l.tree, value), name.p + (i % 2 == 0 ? 3 : 1));
		ck_assert_ptr_eq(node_next(key), value);
	}
	ck_assert_ptr_null(map_get(l.tree.root, "key1", NULL));
}
END_TEST

START_TEST(test_get)
{
	LOADED_AUTO struct loaded l = { 0 };
	const struct node *key = NULL, *root;

	load_tree(&l, "a: 1\n\"b\": 2\n[c]: 3\nd: &d e\n*d : 4\n");
	root = l.tree.root;
	ck_assert_text(node_source(&l.tree, map_get(root, "b", &key)), "2");
	ck_assert_text(node_source(&l.tree, key), "\"b\"");
	ck_assert_text(node_source(&l.tree, map_get(root, "e", &key)), "4");
	ck_assert_int_eq(key->kind, NODE_ALIAS);
	ck_assert_ptr_null(map_get(root, "c", NULL));
	ck_assert_ptr_null(map_get(root, "1", NULL));
	ck_assert_ptr_null(map_get(NULL, "a", NULL));
	ck_assert_ptr_null(map_get(node_at(&l, "a"), "a", NULL));
}
END_TEST

START_TEST(test_start)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_tree(&l, "a: &x !t b\nc: !t &y {d: e}\nf: g\n");
	ck_assert_uint_eq(node_start(&l.tree, node_at(&l, "a")), 3);
	ck_assert_uint_eq(node_start(&l.tree, node_at(&l, "c")), 14);
	ck_assert_uint_eq(node_start(&l.tree, node_at(&l, "f")), node_range(node_at(&l, "f")).start);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("tree");

	ADD_TABLE(tcase, test_shape, shapes);
	ADD_TABLE(tcase, test_refused, refused);
	tcase_add_test(tcase, test_alias);
	tcase_add_test(tcase, test_depth);
	tcase_add_test(tcase, test_laughs);
	tcase_add_test(tcase, test_siblings);
	tcase_add_test(tcase, test_get);
	tcase_add_test(tcase, test_get_of_many);
	tcase_add_test(tcase, test_start);
	return run_tests("tree", tcase);
}
