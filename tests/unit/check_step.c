/* SPDX-License-Identifier: MIT */
/* Tests the text of a cache step: a parser reads back the intended values, in every style. */
#include "config.h"

#include "nox/step/step_text.h"

#include "base/buf.h"
#include "loaded.h"

/* Any text is read back as a string. */
static const struct str odd[] = {
	STR(""), STR("a"), STR("a b"), STR("a: b"), STR("a:b"), STR("a:"), STR("a #b"), STR("a#b"),
	STR("#a"), STR("- a"), STR("-"), STR("-a"), STR("--"), STR("---"), STR("..."), STR("? a"),
	STR("?"), STR(": a"), STR(":"), STR("&a"), STR("*a"), STR("!a"), STR("|"), STR(">"), STR("%a"),
	STR("@a"), STR("`a"), STR("'a'"), STR("\"a\""), STR("it's"), STR("a\"b"), STR("a\\b"), STR("\\"),
	STR("[a]"), STR("{a}"), STR("a,b"), STR("a, b"), STR("a]"), STR("a}"), STR("${{ x }}"),
	STR("${{ x[0] }}-y"), STR("x ${{ hashFiles('a', 'b') }}"), STR(" a"), STR("a "), STR(" "),
	STR("a\nb"), STR("a\n"), STR("\n"), STR("a\tb"), STR("\ta"), STR("a\t"), STR("a\rb"),
	STR("\x01"), STR("\x1b[m"), STR("\x7f"), STR("true"), STR("True"), STR("FALSE"), STR("yes"),
	STR("No"), STR("on"), STR("off"), STR("y"), STR("N"), STR("null"), STR("Null"), STR("~"),
	STR("1"), STR("1.5"), STR("-1"), STR("+1"), STR("1e3"), STR("0x1F"), STR("0o7"), STR("1_000"),
	STR(".5"), STR(".inf"), STR("-.inf"), STR("+.inf"), STR(".Inf"), STR(".nan"), STR(".NaN"), STR("1:30"), STR("2024-01-01"),
	STR("3.12"), STR(".nox"), STR("~/.nox"), STR("<<"), STR("="), STR("h\xc3\xa9"),
	STR("\xe2\x82\xac \xf0\x9f\x98\x80"), STR("\xc2\x85"), STR("\xc2\xa0"), STR("\xe2\x80\xa8"),
	STR("\xef\xbb\xbf" "a"), STR("a\xef\xbb\xbf"), STR("actions/cache@v6"), STR("a'"), STR("a,"),
	STR("http://a.b/c"), STR("C:\\x"), STR("C: x"), STR("a\0b"), STR("\xc2\x80\xc2\x9b\xc2\x9f"),
	STR("a\xc2\x85"), STR("a\xe2\x80\xa8- b: c"), STR("\xe2\x80\xa9"), STR("\xe2\x80\xae"), STR("\xef\xbf\xbe"),
	STR("\xf4\x8f\xbf\xbf"), STR("${{ x['a''b'] }}"), STR("a: ${{ '}}' }}"), STR("x\r\n- run: y"),
};

/* Whether a YAML 1.1 or 1.2 reader would read the plain text as something other than a string. This
 * is a separate list from the standards, independent of the program. */
static bool is_typed(struct str text)
{
	static const char *const words[] = { "true", "false", "yes", "no",   "on",   "off",  "y",    "n",
					     "null", "~",     ".inf", "-.inf", "+.inf", ".nan", "1",    "1.5",  "-1",
					     "+1",   "1e3",   "0x1f", "0o7",   "1_000", ".5",  "1:30", "3.12",
					     "2024-01-01", "<<", "=", "" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_is_nocase(text, words[i]))
			return true;
	return false;
}

static void check_scalar(struct str text, bool flow)
{
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf out = { 0 };
	const struct node *node, *after;

	buf_add_c(&out, flow ? "{k: " : "k: ");
	yaml_scalar_add(&out, text, flow);
	buf_add_c(&out, flow ? ", x: y}\n" : "\nx: y\n");
	ck_assert_msg(load_bytes(&l, "x", buf_str(&out)) == STATUS_OK, "%s", out.p);
	node = map_get(l.tree.root, "k", NULL);
	after = map_get(l.tree.root, "x", NULL);
	/* Nothing that a YAML 1.1 or 1.2 reader rejects or treats as a line break. */
	ck_assert(str_is_line(str_slice(buf_str(&out), 0, out.len - (flow ? 1 : 6))));
	ck_assert_msg(node && node->kind == NODE_SCALAR && after && node_count(l.tree.root) == 4, "%s", out.p);
	/* The parser's hash, not our decoding. */
	ck_assert_msg(node->text_len == text.len && node->text_hash == str_quick_hash(text), "%s", out.p);
	ck_assert_msg(node->style != STYLE_PLAIN || !is_typed(text), "%s", out.p);
	ck_assert_text(node_source(&l.tree, after), "y");
}

START_TEST(test_scalar)
{
	check_scalar(odd[_i], false);
	check_scalar(odd[_i], true);
}
END_TEST

/* Text that people write in plain style remains plain. */
static const char *const plain[] = {
	".nox", "a", "a b", "actions/cache@v6", "${{ runner.os }}-nox", "sub/.nox", "http://a.b/c", "it's",
};

START_TEST(test_plain)
{
	BUF_AUTO struct buf out = { 0 };

	yaml_scalar_add(&out, str_from(plain[_i]), false);
	if (plain[_i][0] != '$')
		ck_assert_text(buf_str(&out), plain[_i]);
	else
		ck_assert(str_contains(buf_str(&out), plain[_i]));
}
END_TEST

static const struct cache_step simple = {
	.id = STR("cache-nox"),
	.uses = STR("actions/cache@v6"),
	.path = STR(".nox"),
	.key = STR("k-${{ x }}"),
	.restore_keys = STR("k-"),
	.comment = STR("One two three. Maintained by nox-cache-inject."),
};

static const struct cache_step rich = {
	.probe = { .id = STR("nox-python"),
		   .shell = STR("bash"),
		   .run = STR("python3 -c \"x: y\" >> \"$GITHUB_OUTPUT\"") },
	.id = STR("cache-nox-2"),
	.uses = STR("actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9"),
	.uses_comment = STR("v6.1.0"),
	.path = STR(".nox\nsub/.nox"),
	.key = STR("k-${{ hashFiles('a', 'b') }}"),
	.restore_keys = STR("k-\nl-"),
	.comment = STR("One."),
};

static const struct cache_step asking = {
	.probe = { .id = STR("p"),
		   .variable = STR("UV_PYTHON"),
		   .value = STR("${{ a }}"),
		   .run = STR("one: 1\ntwo") },
	.id = STR("c"), .uses = STR("a/b@v1"), .path = STR(".nox"), .key = STR("k"), .comment = STR(""),
};

static const struct cache_step bare = {
	.id = STR("c"), .uses = STR("a/b@v1"), .path = STR("/tmp/a b: c"), .key = STR("3.12"), .comment = STR(""),
};

/* For a workflow that runs for tags, with an action that supports lookup only, and one that does
 * not. */
static const struct cache_step guarded = {
	.id = STR("c"),
	.uses = STR("actions/cache@v6"),
	.path = STR(".nox"),
	.key = STR("k"),
	.lookup_only = STR("${{ " CACHE_TAG_RUN " }}"),
	.publishes_nothing = true,
	.comment = STR(""),
};
static const struct cache_step conditional = {
	.id = STR("c"),
	.condition = STR("${{ !" CACHE_TAG_RUN " }}"),
	.uses = STR("a/b@v1"),
	.path = STR(".nox"),
	.key = STR("k"),
	.comment = STR(""),
};

static const struct {
	const struct cache_step *step;
	struct layout layout;
	const char *want;
} texts[] = {
	{ &simple,
	  { .dash_column = 2, .key_column = 4, .unit = 2, .newline = "\n", .comment_at = STR_NONE },
	  "  # One two three. Maintained by nox-cache-inject.\n"
	  "  - name: Cache Nox environments\n    id: cache-nox\n    uses: actions/cache@v6\n    with:\n"
	  "      path: .nox\n      key: k-${{ x }}\n      restore-keys: |\n        k-\n" },
	{ &simple,
	  { .dash_column = 0, .key_column = 2, .unit = 4, .newline = "\r\n", .blank_line = true,
	    .comment_at = STR_NONE },
	  "# One two three. Maintained by nox-cache-inject.\r\n"
	  "- name: Cache Nox environments\r\n  id: cache-nox\r\n  uses: actions/cache@v6\r\n  with:\r\n"
	  "      path: .nox\r\n      key: k-${{ x }}\r\n      restore-keys: |\r\n          k-\r\n\r\n" },
	{ &bare,
	  { .dash_column = 1, .key_column = 5, .unit = 1, .newline = "\n", .dash_alone = true,
	    .comment_at = STR_NONE },
	  " -\n     name: Cache Nox environments\n     id: c\n     uses: a/b@v1\n     with:\n"
	  "      path: \"/tmp/a b: c\"\n      key: \"3.12\"\n" },
	{ &rich,
	  { .dash_column = 0, .key_column = 2, .unit = 2, .newline = "\n", .comment_at = STR_NONE },
	  "- id: nox-python\n  shell: bash\n  run: |\n    python3 -c \"x: y\" >> \"$GITHUB_OUTPUT\"\n"
	  "# One.\n- name: Cache Nox environments\n  id: cache-nox-2\n"
	  "  uses: actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0\n  with:\n"
	  "    path: |\n      .nox\n      sub/.nox\n    key: k-${{ hashFiles('a', 'b') }}\n"
	  "    restore-keys: |\n      k-\n      l-\n" },
	{ &guarded,
	  { .dash_column = 0, .key_column = 2, .unit = 2, .newline = "\n", .comment_at = STR_NONE },
	  "- name: Cache Nox environments\n  id: c\n  uses: actions/cache@v6\n"
	  "  with: # zizmor: ignore[cache-poisoning] no release is made of this job\n    path: .nox\n    key: k\n"
	  "    lookup-only: ${{ startsWith(github.ref, 'refs/tags/') }}\n" },
	{ &conditional,
	  { .dash_column = 0, .key_column = 2, .unit = 2, .newline = "\n", .comment_at = STR_NONE },
	  "- name: Cache Nox environments\n  id: c\n  if: ${{ !startsWith(github.ref, 'refs/tags/') }}\n"
	  "  uses: a/b@v1\n  with:\n    path: .nox\n    key: k\n" },
	{ &conditional,
	  { .flow_list = true, .flow_item = true, .dash_column = 8, .unit = 2, .newline = "\n" },
	  "{name: Cache Nox environments, id: c, if: \"${{ !startsWith(github.ref, 'refs/tags/') }}\", "
	  "uses: a/b@v1, with: {path: .nox, key: k}}, " },
	{ &asking,
	  { .dash_column = 0, .key_column = 2, .unit = 4, .newline = "\n", .comment_at = STR_NONE },
	  "- id: p\n  env:\n      UV_PYTHON: ${{ a }}\n  run: |\n      one: 1\n      two\n"
	  "- name: Cache Nox environments\n  id: c\n  uses: a/b@v1\n  with:\n      path: .nox\n      key: k\n" },
	{ &asking,
	  { .flow_list = true, .flow_item = true, .dash_column = 8, .unit = 2, .newline = "\n" },
	  "{id: p, env: {UV_PYTHON: \"${{ a }}\"}, run: \"one: 1\\ntwo\"}, "
	  "{name: Cache Nox environments, id: c, uses: a/b@v1, with: {path: .nox, key: k}}, " },
	{ &simple,
	  { .flow_list = true, .flow_item = true, .dash_column = 8, .unit = 2, .newline = "\n" },
	  "{name: Cache Nox environments, id: cache-nox, uses: actions/cache@v6, with: {path: .nox, "
	  "key: \"k-${{ x }}\", restore-keys: k-}}, " },
	{ &simple,
	  { .flow_list = true, .flow_item = true, .own_line = true, .dash_column = 2, .unit = 2,
	    .newline = "\n", .comment_at = STR_NONE },
	  "  # One two three. Maintained by nox-cache-inject.\n"
	  "  {name: Cache Nox environments, id: cache-nox, uses: actions/cache@v6, with: {path: .nox, "
	  "key: \"k-${{ x }}\", restore-keys: k-}},\n" },
	{ &simple,
	  { .flow_item = true, .dash_column = 2, .key_column = 4, .unit = 2, .newline = "\n",
	    .comment_at = STR_NONE },
	  "  # One two three. Maintained by nox-cache-inject.\n"
	  "  - {name: Cache Nox environments, id: cache-nox, uses: actions/cache@v6, with: {path: .nox, "
	  "key: \"k-${{ x }}\", restore-keys: k-}}\n" },
};

START_TEST(test_text)
{
	ARENA_AUTO struct arena arena = { 0 };

	ck_assert_text(cache_step_text(&arena, texts[_i].step, &texts[_i].layout), texts[_i].want);
}
END_TEST

static void check_shape(const struct loaded *l, const struct shapes *shapes, const struct node *node,
			size_t *next)
{
	const struct shape *shape = &shapes->list.at[(*next)++];

	ck_assert_uint_le(*next, shapes->list.len);
	if (node->kind == NODE_SCALAR) {
		ck_assert_int_eq(shape->kind, RECORD_SCALAR);
		ck_assert_msg(node->text_len == shape->len && node->text_hash == str_quick_hash(shape_text(shape)),
			      "%.*s", STR_ARG(shape_text(shape)));
		return;
	}
	ck_assert_int_eq(shape->kind, RECORD_MAP);
	for (const struct node *child = node_first(node); child; child = node_next(child))
		check_shape(l, shapes, child, next);
	ck_assert_int_eq(shapes->list.at[(*next)++].kind, RECORD_MAP_END);
}

/* The shapes describe exactly what a parser finds in the text. */
START_TEST(test_shapes)
{
	static const struct cache_step *const steps[] = { &simple, &rich, &asking, &bare, &guarded,
							&conditional };
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct shapes shapes = { .list = { .len = 0 } };
	struct layout layout = texts[_i / (int)COUNT(steps)].layout;
	const struct cache_step *step = steps[_i % (int)COUNT(steps)];
	size_t next = 0;

	if (layout.flow_list)
		buf_add_c(&text, layout.own_line ? "[\n" : "[");
	buf_add(&text, cache_step_text(&l.arena, step, &layout));
	if (layout.flow_list)
		buf_add_c(&text, "]\n");
	ck_assert_msg(load_bytes(&l, "x", buf_str(&text)) == STATUS_OK, "%s", text.p);
	cache_step_shapes(&shapes, &l.arena, step, &layout);
	ck_assert_int_eq(l.tree.root->kind, NODE_SEQ);
	for (const struct node *item = node_first(l.tree.root); item; item = node_next(item))
		check_shape(&l, &shapes, item, &next);
	ck_assert_uint_eq(next, shapes.list.len);
}
END_TEST

static const struct {
	size_t column;
	const char *comment;
	size_t lines;
} comments[] = {
	{ 0, "", 0 },
	{ 0, "a", 1 },
	{ 6, "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhhhhh iiiiiiiii", 2 },
	{ 80, "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee", 2 },
	{ 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
	  2 },
	/* an expression and the mark are on one line */
	{ 46, "aaaaaaaaa bbbbbbbbb (${{ inputs.folder }}/.nox) ccccccccc", 2 },
	{ 46, "${{ inputs.a }}/.nox aaaaaaaaa bbbbbbbbb (${{ inputs.folder }}", 2 },
	{ 46, "aaaaaaaaa bbbbbbbbb. " COMMENT_MARK ".", 2 },
	/* so is a command */
	{ 46, "aaaaaaaaa bbbbbbbbb ccccccc ddd `nox -r` eeee", 2 },
	{ 46, "aaaaaaaaa `bbbbbbbbb ccccccc ddd nox -r eeee", 2 },
};

/* Every line is a comment, none is too long except for a long word, and no word is lost. */
START_TEST(test_comment)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf words = { 0 };
	struct cache_step step = { .comment = str_from(comments[_i].comment) };
	struct layout layout = { .dash_column = comments[_i].column, .newline = "\n" };
	struct str rest = cache_step_comment(&arena, &step, &layout), line;
	size_t lines = 0;

	for (; str_next_line(&rest, &line); lines++) {
		struct str text = str_trim(line);

		ck_assert_uint_eq(str_find_char(line, '#', 0), comments[_i].column);
		ck_assert(str_starts(text, "# "));
		text = str_slice(text, 2, text.len);
		ck_assert(str_find_char(text, ' ', 0) == STR_NONE ||
			  text.len <= (comments[_i].column > 46 ? 40 : 86 - comments[_i].column));
		ck_assert_int_eq(str_contains(text, "${{"), str_contains(text, "}}"));
		ck_assert_int_eq(str_contains(text, "Maintained"), str_contains(text, COMMENT_MARK));
		ck_assert_int_eq(str_contains(text, "`nox"), str_contains(text, "-r`"));
		if (lines > 0)
			buf_add_char(&words, ' ');
		buf_add(&words, text);
	}
	ck_assert_uint_eq(lines, comments[_i].lines);
	ck_assert_text(buf_str(&words), comments[_i].comment);
}
END_TEST

START_TEST(test_flow_comment)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct layout layout = { .flow_list = true, .flow_item = true, .comment_at = 5,
				 .comment_column = 4, .newline = "\r\n" };

	ck_assert_text(cache_step_flow_comment(&arena, &rich, &layout), "    # One.\r\n");
	layout.own_line = true; /* its text already has the comment */
	ck_assert_text(cache_step_flow_comment(&arena, &rich, &layout), "");
	layout.own_line = false;
	layout.comment_at = STR_NONE;
	ck_assert_text(cache_step_flow_comment(&arena, &rich, &layout), "");
	layout = (struct layout){ .newline = "\n", .comment_at = STR_NONE };
	ck_assert_text(cache_step_flow_comment(&arena, &rich, &layout), "");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("step");

	ADD_TABLE(tcase, test_scalar, odd);
	ADD_TABLE(tcase, test_plain, plain);
	ADD_TABLE(tcase, test_text, texts);
	tcase_add_loop_test(tcase, test_shapes, 0, (int)COUNT(texts) * 5);
	ADD_TABLE(tcase, test_comment, comments);
	tcase_add_test(tcase, test_flow_comment);
	return run_tests("step", tcase);
}
