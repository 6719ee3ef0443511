/* SPDX-License-Identifier: MIT */
/* Reports for people. */
#include "config.h"

#include "output/report.h"

#include "nox/rules.h"

#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"

static const struct {
	const char *text;
	const char *list; /* what --list says of the call, or of all; NULL: nothing */
	const char *check;
	size_t findings;
} rows[] = {
	{ "jobs: {j: {steps: [{run: make}]}}\n", NULL, "", 0 },
	{ "jobs:\n  j:\n    steps:\n      - uses: actions/checkout@v4\n      - run: nox -s a\n",
	  "cache step goes in front of step 1",
	  "ci.yml:5:14: warning: job j runs Nox without a cache of .nox [missing-cache]\n", 1 },
	{ "jobs: {j: {steps: [{run: nox --list}]}}\n", "left alone: ", "", 0 },
	{ "jobs:\n  j:\n    steps:\n      - run: nox --no-venv\n", "left alone: runs without environments", "", 0 },
	{ "a: [\n", NULL, "", 0 },
};

START_TEST(test_report)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf list = { 0 }, check = { 0 };
	struct lines list_lines = LINES_TO(&list, false), check_lines = LINES_TO(&check, false);

	plan_text(&p, rows[_i].text, SESSION);
	ck_assert(report_list(&list_lines, &p.rewrite, false));
	if (rows[_i].list)
		ck_assert_msg(str_contains(buf_str(&list), rows[_i].list) &&
				      str_starts(buf_str(&list), "ci.yml\n"),
			      "%s", list.p);
	else
		ck_assert_uint_eq(list.len, 0);
	ck_assert(report_check(&check_lines, &p.rewrite));
	ck_assert_text(buf_str(&check), rows[_i].check);
	ck_assert_uint_eq(report_findings(&p.rewrite), rows[_i].findings);
}
END_TEST

/* The columns of the table stand below each other. */
START_TEST(test_table)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 };
	struct lines lines = LINES_TO(&out, false);
	struct str rest, line;
	size_t column = 0;

	plan_text(&p, "jobs:\n  a-job:\n    steps: [{run: nox}]\n  b:\n    steps: [{run: nox -s a}]\n", SESSION);
	ck_assert(report_list(&lines, &p.rewrite, false));
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

/* Each message is one line, and the rule begins no command with what is before it. */
START_TEST(test_message)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf plain = { 0 }, color = { 0 };
	struct lines plain_lines = LINES_TO(&plain, false), color_lines = LINES_TO(&color, true);
	struct diagnostic d = { .severity = SEVERITY_ERROR, .message = STR("bad \x1b[31m\nthing") };

	plan_text(&p, "a: 1\nb: 2\n", NULL);
	report_message(&plain_lines, &p.rewrite, &d);
	ck_assert_text(buf_str(&plain), "ci.yml: error: bad \\x1b[31m\\nthing\n");
	d.placed = true;
	d.range = (struct range){ 8, 8 };
	d.rule = rule_of(RULE_KEY_INVALID);
	report_message(&color_lines, &p.rewrite, &d);
	ck_assert_text(buf_str(&color), "ci.yml:2:4: \033[31merror:\033[m bad \\x1b[31m\\nthing"
					" [key-invalid]\n");
	buf_cut(&plain, 0);
	report_plain(&plain_lines, STR("::error::"), SEVERITY_NOTE, STR("a\nb"));
	ck_assert_text(buf_str(&plain), "\\x3a:error::: note: a\\nb\n");
}
END_TEST

/* A job's id and a path with line breaks and commands: rows stay rows. */
START_TEST(test_hostile)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 };
	struct lines lines = LINES_TO(&out, false);
	struct str rest, line;
	size_t count = 0;

	plan_text(&p, "jobs:\n  \"::error::\\n::error::##[error]\":\n    steps: [{run: nox}]\n", SESSION);
	p.rewrite.source.path = STR("::error::\n::error::\x1b");
	ck_assert(report_list(&lines, &p.rewrite, false));
	ck_assert(str_starts(buf_str(&out), "\\x3a:error::\\n::error::\\x1b\n"));
	ck_assert(str_contains(buf_str(&out), "\n  \\x3a:error::\\n::error::#\\x23[error]  "));
	for (rest = buf_str(&out); str_next_line(&rest, &line); count++)
		ck_assert(!str_starts(str_trim(line), "::"));
	ck_assert_uint_eq(count, 3);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("report");

	ADD_TABLE(tcase, test_report, rows);
	tcase_add_test(tcase, test_table);
	tcase_add_test(tcase, test_message);
	tcase_add_test(tcase, test_hostile);
	return run_tests("report", tcase);
}
