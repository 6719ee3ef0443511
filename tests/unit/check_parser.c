/* SPDX-License-Identifier: MIT */
/* Tests the parser's records: their kinds, their bytes, and errors with their positions. */
#include "config.h"

#include "yaml/records_load.h"
#include "yaml/worker.h"

#include "base/buf.h"
#include "unit.h"

/* "s'text'" is a scalar with the letter of its style, "*a" an alias, "{" "}" "[" "]" block
 * collections, doubled in flow style; "&a" and "!t" come before their node. */
static void render(struct buf *out, struct records *records, struct str bytes)
{
	struct record record;

	while (records_next(records, &record)) {
		const struct record *r = &record;
		struct str text = str_slice(bytes, r->range.start, r->range.end);

		if (r->kind == RECORD_DOCUMENT)
			continue;
		if (r->anchor.end > 0)
			buf_printf(out, "&%.*s ", STR_ARG(str_slice(bytes, r->anchor.start, r->anchor.end)));
		if (r->tag.end > 0)
			buf_printf(out, "%.*s ", STR_ARG(str_slice(bytes, r->tag.start, r->tag.end)));
		if (r->kind == RECORD_SCALAR)
			buf_printf(out, "%c<%.*s>", "psdlf"[r->style], STR_ARG(text));
		else if (r->kind == RECORD_ALIAS)
			buf_printf(out, "*%.*s", STR_ARG(text));
		else if (r->kind == RECORD_MAP)
			buf_add_c(out, r->style == STYLE_FLOW ? "{{" : "{");
		else if (r->kind == RECORD_SEQ)
			buf_add_c(out, r->style == STYLE_FLOW ? "[[" : "[");
		else
			buf_add_c(out, r->kind == RECORD_MAP_END ? "}" : "]");
	}
}

static struct yaml_worker here = { .here = true };

static const struct {
	const char *text;
	const char *want;
} rows[] = {
	{ "", "" },
	{ "# nothing\n", "" },
	{ "a", "p<a>" },
	{ "a: b\n", "{p<a>p<b>}" },
	{ "a: 'b'\n", "{p<a>s<'b'>}" },
	{ "a: \"b\"\n", "{p<a>d<\"b\">}" },
	{ "a: ''\n", "{p<a>s<''>}" },
	{ "a: |\n  b\nc: d\n", "{p<a>l<  b\n>p<c>p<d>}" },
	{ "a: >-\n  b\n", "{p<a>f<  b\n>}" },
	{ "a:\nb: c\n", "{p<a>p<>p<b>p<c>}" },
	{ "- a\n- b\n", "[p<a>p<b>]" },
	{ "[a, {b: c}]\n", "[[p<a>{{p<b>p<c>}]" },
	{ "- a\n- - b\n", "[p<a>[p<b>]]" },
	/* pairs without braces, and braces in a key */
	{ "[a: b, c]\n", "[[{p<a>p<b>}p<c>]" },
	{ "[a: [b: ], ? c : d]\n", "[[{p<a>[[{p<b>p<>}]}{p<c>p<d>}]" },
	{ "{a: b}: c\nd: e\n", "{{{p<a>p<b>}p<c>p<d>p<e>}" },
	{ "[{a: b}: c, &x d: e]\n", "[[{{{p<a>p<b>}p<c>}{&x p<d>p<e>}]" },
	{ "a: &x b\nc: *x\n", "{p<a>&x p<b>p<c>*x}" },
	{ "a: &x {b: c}\n", "{p<a>&x {{p<b>p<c>}}" },
	{ "a: &x\n  - b\n", "{p<a>&x [p<b>]}" },
	{ "a: !t b\n", "{p<a>!t p<b>}" },
	{ "a: !t &x [b]\n", "{p<a>&x !t [[p<b>]}" },
	{ "\xef\xbb\xbf" "a: b\n", "{p<a>p<b>}" },
	{ "a: b\r\nc: |\r\n  d\r\n", "{p<a>p<b>p<c>l<  d\r\n>}" },
	{ "\xc3\xa9: \"\xe2\x82\xac\" # \xf0\x9f\x98\x80\nx: y\n", "{p<\xc3\xa9>d<\"\xe2\x82\xac\">p<x>p<y>}" },
	/* accepted by runners, and by libfyaml with a flag */
	{ "a: [\n  b,\n]\nc: d\n", "{p<a>[[p<b>]p<c>p<d>}" },
	{ "a:\n  b: [\n    c\n  ]\n", "{p<a>{p<b>[[p<c>]}}" },
	{ "? a\n: b\n", "{p<a>p<b>}" },
};

START_TEST(test_records)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };
	struct source source = { 0 };
	struct records records;

	source_init(&source, &arena, STR("x"), str_from(rows[_i].text));
	source.worker = &here;
	ck_assert_int_eq(records_load(&records, &source, &diagnostics), STATUS_OK);
	render(&got, &records, source.bytes);
	ck_assert(records_are_whole(&records));
	ck_assert_text(buf_str(&got), rows[_i].want);
	ck_assert_uint_eq(diagnostics.list.len, 0);
}
END_TEST

/* The hash is that of the value, not of its source. */
START_TEST(test_fingerprint)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };
	struct source source = { 0 };
	struct records records;
	const struct record *r;

	source_init(&source, &arena, STR("x"), STR("- \"a\\tb\"\n- 'it''s'\n- |\n  c\n"));
	source.worker = &here;
	ck_assert_int_eq(records_load(&records, &source, &diagnostics), STATUS_OK);
	ck_assert_uint_eq(records.len, 6);
	r = records.at;
	ck_assert_uint_eq(r[2].text_len, 3);
	ck_assert(r[2].text_hash == str_quick_hash(STR("a\tb")));
	ck_assert_uint_eq(r[3].text_len, 4);
	ck_assert(r[3].text_hash == str_quick_hash(STR("it's")));
	ck_assert(r[4].text_hash == str_quick_hash(STR("c\n")));
}
END_TEST

static bool is_same(const struct record *a, const struct record *b)
{
	return a->kind == b->kind && a->style == b->style && a->range.start == b->range.start &&
	       a->range.end == b->range.end && a->anchor.start == b->anchor.start &&
	       a->anchor.end == b->anchor.end && a->tag.start == b->tag.start && a->tag.end == b->tag.end &&
	       a->text_len == b->text_len && a->text_hash == b->text_hash;
}

/* Records are the same when they are unpacked, and are packed in a few bytes. */
static void check_packed(struct str text)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };
	struct source source = { 0 };
	struct records records, again;
	struct record record, unpacked;
	struct packer packer = { .source = text };
	struct packed packed = { .arena = &arena };

	source_init(&source, &arena, STR("x"), text);
	source.worker = &here;
	ck_assert_int_eq(records_load(&records, &source, &diagnostics), STATUS_OK);
	while (records_next(&records, &record))
		packer_add(&packer, &record);
	packer_end(&packer, &packed);
	ck_assert_uint_eq(packed.count, records.len);
	ck_assert_uint_le(packed.bytes.len, 24 * records.len);
	ck_assert_int_eq(records_load(&records, &source, &diagnostics), STATUS_OK);
	records_unpack(&again, &packed, text);
	while (records_next(&records, &record)) {
		ck_assert(records_next(&again, &unpacked));
		ck_assert(is_same(&record, &unpacked));
	}
	ck_assert(!records_next(&again, &unpacked));
	ck_assert(records_are_whole(&again));
}

START_TEST(test_packed)
{
	check_packed(str_from(rows[_i].text));
}
END_TEST

/* Distances and values of every size. */
START_TEST(test_packed_sizes)
{
	BUF_AUTO struct buf text = { 0 };

	for (size_t i = 0; i < 18; i++) {
		buf_add_c(&text, "- &a");
		buf_fill(&text, 'a', (size_t)1 << i);
		buf_add_c(&text, " !t \"\\t");
		buf_fill(&text, 'b', (size_t)1 << i);
		buf_add_c(&text, "\"\n- 'it''s'\n- ''\n- |\n  ");
		buf_fill(&text, 'c', (size_t)1 << i);
		buf_add_c(&text, "\n#");
		buf_fill(&text, ' ', (size_t)1 << i);
		buf_add_char(&text, '\n');
	}
	check_packed(buf_str(&text));
}
END_TEST

static const struct {
	struct str text;
	size_t at; /* offset of the diagnostic */
	const char *message; /* a part of it; NULL: any message of libfyaml */
} refused[] = {
	{ STR("a: \xff\n"), 3, "not UTF-8" },
	{ STR("%\x80"), 1, "not UTF-8" },
	{ STR("a: b\0c\n"), 4, "NUL" },
	{ STR("a: b\x1b[m\n"), 4, "control character" },
	{ STR("a: b\x7f\n"), 4, "control character" },
	{ STR("a: \xed\xa0\x80\n"), 3, "not UTF-8" }, /* a surrogate */
	{ STR("a: [b\n"), STR_NONE, NULL },
	{ STR("a: 'b\n"), STR_NONE, NULL },
	{ STR("a: b: c\n"), STR_NONE, NULL },
	{ STR("a: b\n\tc: d\n"), STR_NONE, NULL },
	{ STR("a: b\n]\n"), STR_NONE, NULL },
	{ STR("a: @b\n"), 3, NULL },
	{ STR("x: y\n\xc3\xa9: `b\n"), 9, NULL },
};

START_TEST(test_refused)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };
	struct source source = { 0 };
	struct records records;
	const struct diagnostic *d;

	source_init(&source, &arena, STR("x"), arena_copy(&arena, refused[_i].text));
	source.worker = &here;
	ck_assert_int_eq(records_load(&records, &source, &diagnostics), STATUS_INVALID);
	ck_assert_uint_eq(diagnostics.list.len, 1);
	d = &diagnostics.list.at[0];
	ck_assert_int_eq(d->severity, SEVERITY_ERROR);
	ck_assert(d->has_range && d->message_len > 0 && !str_contains(diagnostic_message(d), "\n"));
	ck_assert_uint_le(diagnostic_range(d).start, source.bytes.len);
	if (refused[_i].at != STR_NONE)
		ck_assert_uint_eq(diagnostic_range(d).start, refused[_i].at);
	if (refused[_i].message)
		ck_assert_msg(str_contains(diagnostic_message(d), refused[_i].message), "%s", d->message);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("parser");

	ADD_TABLE(tcase, test_records, rows);
	tcase_add_test(tcase, test_fingerprint);
	ADD_TABLE(tcase, test_packed, rows);
	tcase_add_test(tcase, test_packed_sizes);
	ADD_TABLE(tcase, test_refused, refused);
	return run_tests("parser", tcase);
}
