/* SPDX-License-Identifier: MIT */
/* Tests comments and settings that suppress findings. */
#include "config.h"

#include "nox/rules/ignore.h"

#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define MARK "# nox-cache-inject: ignore"
#define WORKFLOW(job, step, key)                                                                   \
	"jobs:\n" job "  j:\n    steps:\n      - uses: actions/checkout@v4\n" step                      \
	"      - uses: actions/cache@v4\n        with:\n          path: .nox\n          key: k" key "\n" \
	"      - run: nox -r\n"

/* Without comments: the key contains neither Python nor files, and there are no restore-keys. */
static const struct {
	const char *text;
	rule_set ignored;
	enum severity least;
	const char *rules; /* remaining rules, in order */
} rows[] = {
	{ WORKFLOW("", "", ""), 0, SEVERITY_NOTE, "key-without-python key-without-hash restore-keys-missing " },
	{ WORKFLOW("", "", ""), 0, SEVERITY_WARNING, "key-without-python key-without-hash " },
	{ WORKFLOW("", "", ""), 0, SEVERITY_ERROR, "" },
	{ WORKFLOW("", "", ""), RULE_BIT(RULE_KEY_WITHOUT_HASH), SEVERITY_WARNING, "key-without-python " },
	{ WORKFLOW("", "", ""), RULES_ALL, SEVERITY_NOTE, "" },
	{ WORKFLOW("  " MARK "[key-without-hash]\n", "", ""), 0, SEVERITY_WARNING, "key-without-python " },
	{ WORKFLOW("", "      " MARK "[key-without-hash, key-without-python]\n", ""), 0, SEVERITY_WARNING, "" },
	{ WORKFLOW("", "", " " MARK "[ key-without-python ]"), 0, SEVERITY_WARNING, "key-without-hash " },
	{ WORKFLOW("  " MARK "[key-without-python]\n", "", " " MARK "[key-without-hash]"), 0,
	  SEVERITY_WARNING, "" },
	{ WORKFLOW("", "", " " MARK "[key-without"), 0, SEVERITY_WARNING, "key-without-python key-without-hash " },
	{ WORKFLOW("", "", " " MARK "[nothing]"), 0, SEVERITY_WARNING, "key-without-python key-without-hash " },
	{ WORKFLOW("", "", " " MARK), 0, SEVERITY_WARNING, "key-without-python key-without-hash " },
};

START_TEST(test_findings)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf left = { 0 };

	p.settings.ignored_rules = rows[_i].ignored;
	p.settings.least_severity = rows[_i].least;
	plan_text(&p, rows[_i].text, SESSION);
	for (size_t i = 0; i < p.rewrite.diagnostics.list.len; i++)
		if (p.rewrite.diagnostics.list.at[i].rule)
			buf_printf(&left, "%s ", p.rewrite.diagnostics.list.at[i].rule->name);
	ck_assert_text(buf_str(&left), rows[_i].rules);
}
END_TEST

/* An unknown rule is reported. */
START_TEST(test_unknown)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	bool found = false;

	plan_text(&p, WORKFLOW("", "", " " MARK "[key-invalld]"), SESSION);
	for (size_t i = 0; i < p.rewrite.diagnostics.list.len; i++)
		found |= str_is(diagnostic_message(&p.rewrite.diagnostics.list.at[i]),
				"unknown rule 'key-invalld': did you mean key-invalid?");
	ck_assert(found);
}
END_TEST

/* Only the mark without rules, and the rule for missing caches, prevent a new cache step. */
static const struct {
	const char *comment;
	bool cached;
} marks[] = {
	{ "", true },
	{ MARK, false },
	{ MARK "[missing-cache]", false },
	{ MARK "[key-invalid]", true },
	{ MARK "[", true },
};

START_TEST(test_marks)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	BUF_AUTO struct buf text = { 0 };

	buf_printf(&text, "jobs:\n  j:\n    steps:\n      - uses: actions/checkout@v4\n      %s\n      - run: nox\n",
		   marks[_i].comment);
	plan_text(&p, text.p, SESSION);
	ck_assert_int_eq(p.rewrite.changed, marks[_i].cached);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("ignore");

	ADD_TABLE(tcase, test_findings, rows);
	tcase_add_test(tcase, test_unknown);
	ADD_TABLE(tcase, test_marks, marks);
	return run_tests("ignore", tcase);
}
