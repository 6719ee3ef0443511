/* SPDX-License-Identifier: MIT */
/* Tests reports for people. */
#include "config.h"

#include "output/report.h"

#include "nox/rules/rules.h"

#include "planned.h"
#include "output/report_formats.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"

/* The output of a format for the planned file. */
static void print(struct buf *out, const struct planned *p, enum report_kind kind,
		  enum format format, struct arena *arena)
{
	struct lines lines = LINES_TO(out, false);
	struct json json = JSON_TO(out);
	struct report report = { .format = report_format_of(kind, format),
				 .lines = &lines,
				 .json = &json,
				 .arena = arena };
	struct report_file file = { .rewrite = &p->rewrite, .path = p->rewrite.source.path };
	struct tally tally = { .files = 0 };

	ck_assert_ptr_nonnull(report.format);
	report_begin(&report);
	report.format->file(&report, &file);
	tally_add(&tally, &p->rewrite);
	report_end(&report, &tally);
}

static const struct {
	const char *text;
	const char *list; /* the output of --list for the call, or for all; NULL: nothing */
	const char *check;
} rows[] = {
	{ "jobs: {j: {steps: [{run: make}]}}\n", NULL, "" },
	{ "jobs:\n  j:\n    steps:\n      - uses: actions/checkout@v4\n      - run: nox -s a\n",
	  "new cache step before step 1",
	  "ci.yml:5:14: warning: job j runs Nox without a cache of .nox [missing-cache]\n" },
	{ "jobs: {j: {steps: [{run: nox --list}]}}\n", "left alone: ", "" },
	{ "jobs:\n  j:\n    steps:\n      - run: nox --no-venv\n", "left alone: runs without environments", "" },
	{ "a: [\n", NULL, "" },
};

START_TEST(test_report)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf list = { 0 }, check = { 0 };

	plan_text(&p, rows[_i].text, SESSION);
	print(&list, &p, REPORT_LIST, FORMAT_TEXT, &arena);
	if (rows[_i].list)
		ck_assert_msg(str_contains(buf_str(&list), rows[_i].list) &&
				      str_starts(buf_str(&list), "ci.yml\n"),
			      "%s", list.p);
	else
		ck_assert_uint_eq(list.len, 0);
	print(&check, &p, REPORT_CHECK, FORMAT_CONCISE, &arena);
	ck_assert_text(buf_str(&check), rows[_i].check);
}
END_TEST

/* The columns of the table are aligned. */
START_TEST(test_table)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct str rest, line;
	size_t column = 0;

	plan_text(&p, "jobs:\n  a-job:\n    steps: [{run: nox}]\n  b:\n    steps: [{run: nox -s a}]\n", SESSION);
	print(&out, &p, REPORT_LIST, FORMAT_TEXT, &arena);
	rest = buf_str(&out);
	ck_assert(str_next_line(&rest, &line) && str_next_line(&rest, &line));
	column = str_find(line, STR("COMMAND"), 0);
	ck_assert(column != STR_NONE);
	for (size_t n = 0; str_next_line(&rest, &line); n++) {
		ck_assert_uint_eq(str_find(line, STR("nox"), 0), column);
		ck_assert_uint_lt(n, 2);
	}
}
END_TEST

/* Each message is one line, and the rule does not form a command with the text before it. */
START_TEST(test_message)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf plain = { 0 }, color = { 0 };
	struct lines plain_lines = LINES_TO(&plain, false), color_lines = LINES_TO(&color, true);
	struct diagnostic d = { .severity = SEVERITY_ERROR, .message = "bad \x1b[31m\nthing", .message_len = 15 };

	plan_text(&p, "a: 1\nb: 2\n", NULL);
	report_message(&plain_lines, &p.rewrite, &d);
	ck_assert_text(buf_str(&plain), "ci.yml: error: bad \\x1b[31m\\nthing\n");
	d.has_range = true;
	d.bytes = (struct short_range){ 8, 8 };
	d.rule = rule_of(RULE_KEY_INVALID);
	report_message(&color_lines, &p.rewrite, &d);
	ck_assert_text(buf_str(&color), "ci.yml:2:4: \033[31merror:\033[m bad \\x1b[31m\\nthing"
					" [key-invalid]\n");
	buf_cut(&plain, 0);
	report_plain(&plain_lines, STR("::error::"), SEVERITY_NOTE, STR("a\nb"));
	ck_assert_text(buf_str(&plain), "\\x3a:error::: note: a\\nb\n");
}
END_TEST

/* A job's id and a path with line breaks and commands: rows remain rows. */
START_TEST(test_hostile)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct str rest, line;
	size_t count = 0;

	plan_text(&p, "jobs:\n  \"::error::\\n::error::##[error]\":\n    steps: [{run: nox}]\n", SESSION);
	p.rewrite.source.path = STR("::error::\n::error::\x1b");
	print(&out, &p, REPORT_LIST, FORMAT_TEXT, &arena);
	ck_assert(str_starts(buf_str(&out), "\\x3a:error::\\n::error::\\x1b\n"));
	ck_assert(str_contains(buf_str(&out), "\n  \\x3a:error::\\n::error::#\\x23[error]  "));
	for (rest = buf_str(&out); str_next_line(&rest, &line); count++)
		ck_assert(!str_starts(str_trim(line), "::"));
	ck_assert_uint_eq(count, 3);
}
END_TEST

#define MARKED(before, marks, after)                                                               \
	"jobs:\n  j:\n    steps:\n      - run: " before marks after "\n"

/* The marks are below the marked text, whatever precedes it and however wide it is. */
static const struct {
	const char *text;
	const char *lines;
} marks[] = {
	{ MARKED("", "nox", ""), "    4 |       - run: nox\n      |              ^^^\n" },
	{ MARKED("echo \xc3\xa9; ", "nox", " # x"),
	  "    4 |       - run: echo \xc3\xa9; nox # x\n      |                      ^^^\n" },
	{ MARKED("echo \xe4\xb8\xad; ", "nox", ""),
	  "    4 |       - run: echo \xe4\xb8\xad; nox\n      |                       ^^^\n" },
	{ MARKED("echo\ta; ", "nox -s a", ""),
	  "    4 |       - run: echo\ta; nox -s a\n      |                  \t   ^^^^^^^^\n" },
	{ MARKED("echo a##[x]; ", "nox", ""),
	  "    4 |       - run: echo a#\\x23[x]; nox\n      |                              ^^^\n" },
	{ MARKED("|\n          make\n          ", "nox", ""),
	  "    6 |           nox\n      |           ^^^\n" },
};

START_TEST(test_marks)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 };

	plan_text(&p, marks[_i].text, SESSION);
	print(&out, &p, REPORT_CHECK, FORMAT_TEXT, &arena);
	ck_assert_msg(str_contains(buf_str(&out), marks[_i].lines), "%s", out.p);
	ck_assert(str_ends(buf_str(&out), "      = Run `nox-cache-inject --in-place`, which adds the "
					  "step.\n\n"));
}
END_TEST

/* Only the part around the range of a long line is printed. */
START_TEST(test_long_line)
{
	ARENA_AUTO struct arena arena = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf text = { 0 }, out = { 0 };
	struct str rest, line;

	buf_add_c(&text, "jobs:\n  j:\n    steps:\n      - run: echo ");
	buf_fill(&text, 'x', 1000);
	buf_add_c(&text, "; nox; echo ");
	buf_fill(&text, 'y', 1000);
	buf_add_c(&text, "\n");
	plan_text(&p, text.p, SESSION);
	print(&out, &p, REPORT_CHECK, FORMAT_TEXT, &arena);
	ck_assert(str_contains(buf_str(&out), "    4 | \xe2\x80\xa6xxx"));
	ck_assert(str_contains(buf_str(&out), "xx; nox; echo yy"));
	ck_assert(str_contains(buf_str(&out), "yyy\xe2\x80\xa6\n"));
	for (rest = buf_str(&out); str_next_line(&rest, &line);)
		ck_assert(!str_starts(line, "   ") || line.len < 140);
}
END_TEST

/* Each kind has the text format; the other formats are those of --check. */
START_TEST(test_formats)
{
	for (int kind = 0; kind < REPORT_KINDS; kind++)
		ck_assert_ptr_nonnull(report_format_of((enum report_kind)kind, FORMAT_TEXT));
	for (int format = 0; format < FORMAT_COUNT; format++)
		ck_assert_ptr_nonnull(report_format_of(REPORT_CHECK, (enum format)format));
	ck_assert_ptr_nonnull(report_format_of(REPORT_LIST, FORMAT_JSON));
	ck_assert_ptr_null(report_format_of(REPORT_LIST, FORMAT_SARIF));
	ck_assert_ptr_null(report_format_of(REPORT_WHY, FORMAT_JSON));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("report");

	ADD_TABLE(tcase, test_report, rows);
	tcase_add_test(tcase, test_table);
	tcase_add_test(tcase, test_message);
	tcase_add_test(tcase, test_hostile);
	ADD_TABLE(tcase, test_marks, marks);
	tcase_add_test(tcase, test_long_line);
	tcase_add_test(tcase, test_formats);
	return run_tests("report", tcase);
}
