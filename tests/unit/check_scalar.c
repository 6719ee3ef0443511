/* SPDX-License-Identifier: MIT */
/* Tests scalars of every style: the value, and the position of each of its bytes. Each row is read
 * with LF and with CRLF. */
#include "config.h"

#include "yaml/scalar.h"

#include "base/file.h"
#include "loaded.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

/* `from` contains the source byte at the position of each byte of the value; NULL: the value
 * itself. The value is at key "k". */
static const struct {
	const char *text;
	const char *value;
	const char *from;
} rows[] = {
	/* plain */
	{ "k: abc\n", "abc", NULL },
	{ "k: abc", "abc", NULL },
	{ "k:   abc  # note\n", "abc", NULL },
	{ "k: a b#c\n", "a b#c", NULL },
	{ "k:\n", "", NULL },
	{ "k:", "", NULL },
	{ "k: # note\nx: 1\n", "", NULL },
	{ "k: ~\n", "~", NULL },
	{ "k: a\n  b\n", "a b", "a\nb" },
	{ "k: a  \n  \t b\n", "a b", "a\nb" },
	{ "k: a\n\n  b\n", "a\nb", "a\nb" },
	{ "k: a\n\n\n  b\n  c\n", "a\n\nb c", "a\n\nb\nc" },
	{ "k:\n  a\n  b\nx: 1\n", "a b", "a\nb" },
	{ "k: h\xc3\xa9 \xe2\x82\xac\n  \xf0\x9f\x98\x80 z\n", "h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 z",
	  "h\xc3\xa9 \xe2\x82\xac\n\xf0\x9f\x98\x80 z" },
	{ "{k: abc, x: 1}\n", "abc", NULL },
	{ "{k: a\n  b, x: 1}\n", "a b", "a\nb" },
	{ "\xef\xbb\xbfk: abc\n", "abc", NULL },
	{ "k: &a !!str abc\n", "abc", NULL },
	{ "a: &a abc\nk: *a\n", "abc", NULL },
	/* single-quoted */
	{ "k: 'a b'\n", "a b", NULL },
	{ "k: 'a b'", "a b", NULL },
	{ "k: ''\n", "", NULL },
	{ "k: 'a''b'\n", "a'b", NULL },
	{ "k: ''''\n", "'", NULL },
	{ "k: ' a '\n", " a ", NULL },
	{ "k: 'a\n  b'\n", "a b", "a\nb" },
	{ "k: 'a \n\n   b'\n", "a\nb", "a\nb" },
	{ "k: 'a\\nb'\n", "a\\nb", NULL },
	{ "k: 'a # b: c'\n", "a # b: c", NULL },
	/* double-quoted */
	{ "k: \"a b\"\n", "a b", NULL },
	{ "k: \"\"\n", "", NULL },
	{ "k: \"\"", "", NULL },
	{ "k: \"a\\tb\"\n", "a\tb", "a\\b" },
	{ "k: \"a\\nb\"\n", "a\nb", "a\\b" },
	{ "k: \"\\\"\\\\\\/\"\n", "\"\\/", "\\\\\\" },
	{ "k: \"a\\x41b\"\n", "aAb", "a\\b" },
	{ "k: \"a\\u00e9b\"\n", "a\xc3\xa9" "b", "a\\\\b" },
	{ "k: \"a\\u20acb\"\n", "a\xe2\x82\xac" "b", "a\\\\\\b" },
	{ "k: \"a\\U0001F600b\"\n", "a\xf0\x9f\x98\x80" "b", "a\\\\\\\\b" },
	{ "k: \"\\_\\N\\L\\P\"\n", "\xc2\xa0\xc2\x85\xe2\x80\xa8\xe2\x80\xa9", "\\\\\\\\\\\\\\\\\\\\" },
	{ "k: \"\\a\\b\\e\\f\\r\\v\\ \"\n", "\a\b\x1b\f\r\v ", "\\\\\\\\\\\\\\" },
	{ "k: \"a\n  b\"\n", "a b", "a\nb" },
	{ "k: \"a\n\n  b\"\n", "a\nb", "a\nb" },
	{ "k: \"a\\\n  b\"\n", "ab", NULL },
	{ "k: \"a \\\n  b\"\n", "a b", NULL },
	{ "k: \"a\\\n  \\ b\"\n", "a b", "a\\b" },
	{ "k: \"a\\\n\n  b\"\n", "a\nb", "a\nb" },
	{ "k: \"h\xc3\xa9\\t\xe2\x82\xac\"\n", "h\xc3\xa9\t\xe2\x82\xac", "h\xc3\xa9\\\xe2\x82\xac" },
	/* literal */
	{ "k: |\n  a\n  b\n", "a\nb\n", NULL },
	{ "k: |-\n  a\n  b", "a\nb", NULL },
	{ "k: |+\n  a\n  b", "a\nb", NULL },
	{ "k: |+\n  a\n\n", "a\n\n", NULL },
	{ "k: |\n  a\nx: 1\n", "a\n", NULL },
	{ "k: |-\n  a\n  b\n", "a\nb", NULL },
	{ "k: |+\n  a\n\n\nx: 1\n", "a\n\n\n", NULL },
	{ "k: |+\n\n\nx: 1\n", "\n\n", NULL },
	{ "k: |\n\n\nx: 1\n", "", NULL },
	{ "k: |\n  a\n\n\n", "a\n", NULL },
	{ "k: |\n\n  a\n", "\na\n", NULL },
	{ "k: |\n\n\n  a\n\n\n  b\n", "\n\na\n\n\nb\n", NULL },
	{ "k: |\n  a\n    b\n  c\n", "a\n  b\nc\n", NULL },
	{ "k: | # note\n  a\n", "a\n", NULL },
	{ "k: |- # a > b\n  a\n", "a", NULL },
	{ "k: !!str |\n  a\n", "a\n", NULL },
	{ "k: &x |\n  a\n", "a\n", NULL },
	{ "k: |2\n    a\n   b\n", "  a\n b\n", NULL },
	{ "k: |2-\n    a\n   b\n", "  a\n b", NULL },
	{ "k: |-2\n    a\n", "  a", NULL },
	{ "k: |1\n  a\n", " a\n", NULL },
	{ "k: |+1\n  a\n\n", " a\n\n", NULL },
	{ "k: |\n  a \t\n  b  \n", "a \t\nb  \n", NULL },
	{ "k: |\n  a\n  # b\n", "a\n# b\n", NULL },
	{ "k: |\n  a\n# b\nx: 1\n", "a\n", NULL },
	{ "k: |\n  a\n # b\nx: 1\n", "a\n", NULL },
	{ "k: |\n  a\n    \n  b\n", "a\n  \nb\n", NULL },
	{ "k: |\n  a\n \n  b\n", "a\n\nb\n", NULL },
	{ "k: |\n  h\xc3\xa9\n  \xe2\x82\xac\n", "h\xc3\xa9\n\xe2\x82\xac\n", NULL },
	{ "k: |\n  \ta\n", "\ta\n", NULL },
	{ "k: |", "", NULL },
	{ "k: |\nx: 1\n", "", NULL },
	/* folded */
	{ "k: >\n  a\n  b\n", "a b\n", "a\nb\n" },
	{ "k: >-\n  a\n  b\n", "a b", "a\nb" },
	{ "k: >-\n  a\n  b", "a b", "a\nb" },
	{ "k: >+\n  a\n  b\n\n", "a b\n\n", "a\nb\n\n" },
	{ "k: >\n  a\n\n  b\n", "a\nb\n", NULL },
	{ "k: >\n  a\n\n\n  b\n", "a\n\nb\n", NULL },
	{ "k: >\n  a\n    b\n    c\n  d\n", "a\n  b\n  c\nd\n", NULL },
	{ "k: >\n  a\n\n    b\n\n  c\n", "a\n\n  b\n\nc\n", NULL },
	{ "k: >\n    a\n  b\n", NULL, NULL },
	{ "k: >2\n    a\n  b\n", "  a\nb\n", NULL },
	{ "k: >\n\n  a\n  b\n", "\na b\n", "\na\nb\n" },
	{ "k: >\n  a\n  \tb\n  c\n", "a\n\tb\nc\n", NULL },
	{ "k: > # note\n  a\n  b\n", "a b\n", "a\nb\n" },
	{ "k: >\n  h\xc3\xa9\n  \xe2\x82\xac\n", "h\xc3\xa9 \xe2\x82\xac\n", "h\xc3\xa9\n\xe2\x82\xac\n" },
};

/* What libfyaml 0.7.12 misreads has no positions, or is read correctly. */
static const struct {
	const char *text;
	const char *value;
} misread[] = {
	{ "k: 'a''''''a'\n", "a'''a" },
	{ "k: '\r\n  a\r\n  '\r\n", " a " },
	{ "k: |\n", "" },
};

START_TEST(test_misread)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct text text = { 0 };

	load_tree(&l, misread[_i].text);
	if (scalar_text(&l.tree, &l.arena, node_at(&l, "k"), &text))
		ck_assert_text(text.value, misread[_i].value);
	else
		ck_assert_text(scalar_value(&l.tree, node_at(&l, "k")), "");
}
END_TEST

/* A block scalar that ends with the file, where libfyaml adds a line break: it is at the end of the
 * file, as is the end of the content. */
START_TEST(test_file_end)
{
	static const char *const texts[] = { "k: |\n  a\n  b", "k: >\n  a\n\n  b" };
	LOADED_AUTO struct loaded l = { 0 };
	struct text text = { 0 };

	load_tree(&l, texts[_i]);
	ck_assert(scalar_text(&l.tree, &l.arena, node_at(&l, "k"), &text));
	ck_assert_text(text.value, "a\nb\n");
	ck_assert_uint_eq(text_at(&text, 2), strlen(texts[_i]) - 1);
	ck_assert_uint_eq(text_at(&text, 3), strlen(texts[_i]));
	ck_assert_uint_eq(text_at(&text, 4), strlen(texts[_i]));
}
END_TEST

/* In any style offsets never run backwards, and each byte is at a possible position. */
static void check_map(const struct loaded *l, const struct node *node, const struct text *text)
{
	struct str source = l->source.bytes;

	node = node_resolve(node);
	for (size_t i = 0; i < text->value.len; i++) {
		char want = text->value.p[i];
		size_t at = text_at(text, i);

		check_quietly(at >= node_range(node).start);
		if (at == source.len && want == '\n' && i + 1 == text->value.len)
			break; /* see test_file_end */
		check_quietly(at < node_range(node).end);
		check_quietly(i == 0 || at >= text_at(text, i - 1));

		char got = source.p[at];
		bool is_break = got == '\n' || got == '\r';
		bool right = got == want || (node->style == STYLE_DOUBLE && got == '\\') ||
			     (is_break && (want == '\n' || want == ' '));

		if (!right)
			ck_abort_msg("byte %zu (%c) is placed at %zu (%c)", i, want, at, got);
	}
	ck_assert_uint_le(text_at(text, text->value.len), node_range(node).end);
}

static struct str with_crlf(struct arena *arena, struct str text)
{
	char *out = arena_alloc(arena, text.len * 2 + 1, 1);
	size_t len = 0;

	ck_assert_ptr_nonnull(out);
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\r'))
			out[len++] = '\r';
		out[len++] = text.p[i];
	}
	return (struct str){ out, len };
}

/* The source bytes at the positions of the value, with carriage returns as line feeds. */
static struct str sources_of(struct loaded *l, const struct text *text)
{
	char *out = arena_alloc(&l->arena, text->value.len + 1, 1);

	ck_assert_ptr_nonnull(out);
	for (size_t i = 0; i < text->value.len; i++) {
		char c = l->source.bytes.p[text_at(text, i)];

		out[i] = c == '\r' ? '\n' : c;
	}
	return (struct str){ out, text->value.len };
}

static void check_row(int i, bool crlf)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct str bytes = str_from(rows[i].text);
	struct text text = { 0 };
	const struct node *node;
	enum status status;

	if (crlf)
		bytes = with_crlf(&l.arena, bytes);
	status = load_bytes(&l, "ci.yml", bytes);
	ck_assert_int_eq(status, rows[i].value ? STATUS_OK : STATUS_INVALID);
	if (!rows[i].value)
		return;
	node = map_get(l.tree.root, "k", NULL);
	ck_assert(scalar_text(&l.tree, &l.arena, node, &text));
	ck_assert_text(text.value, rows[i].value);
	ck_assert_text(scalar_value(&l.tree, node), rows[i].value);
	ck_assert_text(sources_of(&l, &text), rows[i].from ? rows[i].from : rows[i].value);
	check_map(&l, node, &text);
}

START_TEST(test_lf)
{
	check_row(_i, false);
}
END_TEST

START_TEST(test_crlf)
{
	check_row(_i, true);
}
END_TEST

/* What the rows cannot distinguish: equal bytes, and the end of the content. */
START_TEST(test_offsets)
{
	static const uint32_t plain[] = { 3, 4, 5, 8, 9 };
	static const uint32_t quoted[] = { 4, 5, 7, 8, 9 };
	LOADED_AUTO struct loaded l = { 0 }, m = { 0 }, n = { 0 };
	struct text text = { 0 };

	load_tree(&l, "k: aa\n  aa\n");
	ck_assert(scalar_text(&l.tree, &l.arena, node_at(&l, "k"), &text));
	for (size_t i = 0; i < text.value.len; i++)
		ck_assert_uint_eq(text_at(&text, i), plain[i]);
	ck_assert_uint_eq(text_at(&text, text.value.len), 10);
	load_tree(&m, "k: 'a''aa'\n");
	ck_assert(scalar_text(&m.tree, &m.arena, node_at(&m, "k"), &text));
	for (size_t i = 0; i <= text.value.len; i++)
		ck_assert_uint_eq(text_at(&text, i), quoted[i]);
	load_tree(&m, "k: 'a'''\n");
	ck_assert(scalar_text(&m.tree, &m.arena, node_at(&m, "k"), &text));
	ck_assert_uint_eq(text_at(&text, 1), 5);
	ck_assert_uint_eq(text_at(&text, 2), 7);
	load_tree(&m, "k: \"\\x41\"\n");
	ck_assert(scalar_text(&m.tree, &m.arena, node_at(&m, "k"), &text));
	ck_assert_uint_eq(text_at(&text, 1), 8);
	load_tree(&m, "k: ''\n");
	ck_assert(scalar_text(&m.tree, &m.arena, node_at(&m, "k"), &text));
	ck_assert_uint_eq(text_at(&text, 0), 4);
	load_tree(&n, "k: |\n\nx: 1\n");
	ck_assert(scalar_text(&n.tree, &n.arena, node_at(&n, "k"), &text));
	ck_assert_uint_eq(text_at(&text, 0), node_range(node_at(&n, "k")).start);
}
END_TEST

/* A block scalar's indentation indicator counts from the parent collection, not from the line. */
START_TEST(test_nested)
{
	static const struct {
		const char *text, *path, *value;
	} nested[] = {
		{ "a:\n  b:\n    k: |2\n        x\n", "a.b.k", "  x\n" },
		{ "a:\n  - k: |2\n        x\n", "a.0.k", "  x\n" },
		{ "a:\n- k: |2\n       x\n", "a.0.k", "   x\n" },
		{ "- |2\n    x\n", "0", "  x\n" },
		{ "a:\n  - - |1\n      x\n", "a.0.0", " x\n" },
		{ "a:\n  - |\n    x\n   # y\n  - z\n", "a.0", "x\n" },
		{ "--- |\n x\n", "", "x\n" },
		{ "--- >\n x\n y\n", "", "x y\n" },
		{ "- 'a'\n- |\n x\n", "1", "x\n" },
		{ "\"k |\": |\n  x\n", "k |", "x\n" },
		{ "\"k >\": |-\n  x\n", "k >", "x" },
	};

	LOADED_AUTO struct loaded l = { 0 };
	struct text text = { 0 };

	for (size_t i = 0; i < COUNT(nested); i++) {
		memset(&l, 0, sizeof(l));
		load_tree(&l, nested[i].text);
		ck_assert_msg(scalar_text(&l.tree, &l.arena, node_at(&l, nested[i].path), &text),
			      "%s", nested[i].text);
		ck_assert_text(text.value, nested[i].value);
		check_map(&l, node_at(&l, nested[i].path), &text);
		arena_release(&l.arena);
	}
}
END_TEST

START_TEST(test_no_scalar)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct text text = { 0 };
	struct node broken;

	load_tree(&l, "k: [a]\nx: \"b\"\n");
	ck_assert(!scalar_text(&l.tree, &l.arena, node_at(&l, "k"), &text));
	ck_assert(!scalar_text(&l.tree, &l.arena, NULL, &text));
	ck_assert_text(scalar_value(&l.tree, NULL), "");
	ck_assert_text(scalar_value(&l.tree, node_at(&l, "k")), "");
	/* If the parser read another value than we do, no byte has a position. */
	broken = *node_at(&l, "x");
	broken.text_hash++;
	ck_assert(!scalar_text(&l.tree, &l.arena, &broken, &text));
	ck_assert_text(scalar_value(&l.tree, &broken), "");
	broken.text_hash--;
	ck_assert(scalar_text(&l.tree, &l.arena, &broken, &text));
}
END_TEST

/* Decoded once; values in another arena are not cached. */
START_TEST(test_value_is_kept)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct arena other = { 0 };
	const struct node *node;
	struct str first;

	load_tree(&l, "a: &x \"\\x62\"\nc: *x\n");
	node = node_at(&l, "a");
	first = scalar_value(&l.tree, node);
	ck_assert_text(first, "b");
	arena_release(&other);
	first = scalar_value(&l.tree, node);
	ck_assert_text(first, "b");
	ck_assert_ptr_eq(scalar_value(&l.tree, node_at(&l, "c")).p, first.p);
}
END_TEST

static size_t corpus_files, corpus_scalars;

static void check_scalars(struct loaded *l, const struct node *node)
{
	struct text text = { 0 };

	if (node->kind == NODE_SCALAR) {
		ck_assert_msg(scalar_text(&l->tree, &l->arena, node, &text), "%.*s:%zu",
			      STR_ARG(l->source.path),
			      source_position(&l->source, node_range(node).start).line);
		check_map(l, node, &text);
		corpus_scalars++;
	}
	for (const struct node *child = node_first(node); child; child = node_next(child))
		check_scalars(l, child);
}

static int check_file(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	BUF_AUTO struct buf bytes = { 0 };
	LOADED_AUTO struct loaded l = { 0 }, m = { 0 };
	struct diagnostics ignored = { .arena = &l.arena };

	(void)status;
	(void)ftw;
	if (type != FTW_F || file_read_at(&ignored, AT_FDCWD, path, FILE_LIMIT, &bytes, NULL) != STATUS_OK ||
	    load_bytes(&l, path, buf_str(&bytes)) != STATUS_OK || !l.tree.root)
		return 0;
	corpus_files++;
	check_scalars(&l, l.tree.root);
	if (str_contains(buf_str(&bytes), "\r"))
		return 0;
	ck_assert_int_eq(load_bytes(&m, path, with_crlf(&m.arena, buf_str(&bytes))), STATUS_OK);
	check_scalars(&m, m.tree.root);
	return 0;
}

START_TEST(test_corpus)
{
	const char *corpus = getenv("NCI_CORPUS");
	const char *source = getenv("NCI_SOURCE");
	char folder[4096];

	if (corpus)
		snprintf(folder, sizeof(folder), "%s/files", corpus);
	else
		snprintf(folder, sizeof(folder), "%s/../shared/corpus/files", source ? source : ".");
	if (nftw(folder, check_file, 16, FTW_PHYS) != 0) {
		printf("SKIP: no corpus of real workflows\n");
		return;
	}
	ck_assert_uint_gt(corpus_files, 0);
	ck_assert_uint_gt(corpus_scalars, corpus_files);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scalar");

	tcase_set_timeout(tcase, 120);
	ADD_TABLE(tcase, test_lf, rows);
	ADD_TABLE(tcase, test_crlf, rows);
	ADD_TABLE(tcase, test_misread, misread);
	tcase_add_loop_test(tcase, test_file_end, 0, 2);
	tcase_add_test(tcase, test_offsets);
	tcase_add_test(tcase, test_nested);
	tcase_add_test(tcase, test_no_scalar);
	tcase_add_test(tcase, test_value_is_kept);
	tcase_add_test(tcase, test_corpus);
	return run_tests("scalar", tcase);
}
