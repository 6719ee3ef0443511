/* SPDX-License-Identifier: MIT */
/* Tests the object of --format=json: the documented members. */
#include "config.h"

#include "output/report.h"

#include "planned.h"
#include "output/report_formats.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define STEPS "jobs:\n  j:\n    steps:\n      - run: make\n"

static const struct {
	const char *text;
	const char *has[4];
} rows[] = {
	{ "a: b\n",
	  { "\"path\":\"ci.yml\"", "\"kind\":\"workflow\"", "\"status\":\"unchanged\"", "\"error\":null,\"jobs\":[],\"findings\":[],\"edits\":[]" } },
	{ "a: 1\na: 2\n",
	  { "\"status\":\"error\"", "\"error\":{\"line\":2,\"column\":1,\"message\":\"", "\"jobs\":[]", NULL } },
	{ "runs:\n  using: composite\n  steps: [{run: nox}]\n",
	  { "\"kind\":\"action\"", "\"id\":\"<composite>\"", "\"status\":\"changed\"", NULL } },
	{ STEPS "      - run: nox -s a\n",
	  { "\"id\":\"j\",\"line\":2,\"release\":false",
	    "{\"index\":1,\"line\":5,\"nox\":true,\"command\":\"nox -s a\",\"envdir\":\".nox\",\"reuse\":\"no\","
	    "\"covered_by\":null,\"skipped\":null}",
	    "{\"before\":1,\"path\":\".nox\",\"uses\":\"actions/cache@v6\",\"key\":\"${{ runner.os }}-",
	    "\"rule\":\"missing-cache\",\"severity\":\"warning\",\"job\":\"j\",\"line\":5,\"column\":14,\"message\":" } },
	{ STEPS "      - run: nox -r\n", { "\"reuse\":\"yes\"", "\"restore_keys\":[\"${{ runner.os }}-", NULL, NULL } },
	{ STEPS "      - run: nox -R\n", { "\"reuse\":\"no-install\"", NULL, NULL, NULL } },
	{ STEPS "      - run: nox --list\n",
	  { "\"nox\":false", "\"insertions\":[]", "\"skipped\":\"", NULL } },
	{ STEPS "      - run: nox --list; nox -s b\n", { "\"nox\":true,\"command\":\"nox -s b\"", NULL, NULL, NULL } },
	{ STEPS "      - uses: actions/cache@v4\n        with: {path: .nox, key: k}\n      - run: nox\n",
	  { "\"covered_by\":1,\"skipped\":null", "\"insertions\":[]", NULL, NULL } },
	{ STEPS "      - run: nox\n      - run: twine upload x\n", { "\"release\":true", NULL, NULL, NULL } },
	{ STEPS "      - run: nox -s \"\\u202e\xc3\xa9\"\n", { "\\u202e", "\xc3\xa9", NULL, NULL } },
};

/* Reports the file, or none. */
static void print(struct buf *out, const struct rewrite *rewrite)
{
	struct lines lines = LINES_TO(out, false);
	struct json json = JSON_TO(out);
	struct report report = { .format = report_format_of(REPORT_CHECK, FORMAT_JSON),
				 .lines = &lines,
				 .json = &json };
	struct report_file file = { .rewrite = rewrite };
	struct tally tally = { .files = 0 };

	report_begin(&report);
	if (rewrite)
		report.format->file(&report, &file);
	report_end(&report, &tally);
}

/* The text without blanks and line breaks between its tokens. */
static void squeeze(struct buf *out, struct str text)
{
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.p[i];

		if (quoted && c == '\\') {
			buf_add_char(out, c);
			c = text.p[++i];
		} else if (c == '"') {
			quoted = !quoted;
		}
		if (quoted || (c != ' ' && c != '\n'))
			buf_add_char(out, c);
	}
}

START_TEST(test_file)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf out = { 0 }, got = { 0 };

	plan_text(&p, rows[_i].text, SESSION);
	print(&out, &p.rewrite);
	squeeze(&got, buf_str(&out));
	ck_assert(str_starts(buf_str(&got), "{\"version\":1,\"files\":[{"));
	for (size_t i = 0; i < COUNT(rows[_i].has) && rows[_i].has[i]; i++)
		ck_assert_msg(str_contains(buf_str(&got), rows[_i].has[i]), "no %s in %s", rows[_i].has[i],
			      got.p);
}
END_TEST

START_TEST(test_none)
{
	BUF_AUTO struct buf out = { 0 }, got = { 0 };

	print(&out, NULL);
	squeeze(&got, buf_str(&out));
	ck_assert_text(buf_str(&got), "{\"version\":1,\"files\":[]}");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("report_json");

	ADD_TABLE(tcase, test_file, rows);
	tcase_add_test(tcase, test_none);
	return run_tests("report_json", tcase);
}
