/* SPDX-License-Identifier: MIT */
/* Tests rewriting one file: what is new, that nothing else changes, and that a second run changes
 * nothing. */
#include "config.h"

#include "nox/plan/rewrite.h"

#include "planned.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define STEPS "jobs:\n  j:\n    runs-on: u\n    steps:\n"

static const struct {
	const char *text;
	const char *lines; /* some expected lines */
} rows[] = {
	{ STEPS "      - uses: actions/setup-python@v5\n      - run: nox\n",
	  "      - uses: actions/setup-python@v5\n        id: setup-python\n" },
	{ STEPS "      - uses: actions/setup-python@v5\n      - run: nox\n", "      - run: nox -r\n" },
	{ STEPS "      - uses: actions/setup-python@v5\n      - run: nox", "      - run: nox -r" },
	{ STEPS "    - uses: actions/setup-python@v5\n    - run: nox\n", "\n    - name: Cache Nox environments\n" },
	{ STEPS "      - run: nox -r\n", "      - run: nox -r\n" },
	{ STEPS "      - run: |\n          a\n          nox -s a | tee x\n", "          nox -r -s a | tee x\n" },
	{ "jobs: {j: {steps: [{uses: actions/setup-python@v5}, {run: nox}]}}\n",
	  "{id: setup-python, uses: actions/setup-python@v5}, {name: Cache Nox environments" },
	{ "\xef\xbb\xbf" STEPS "      - run: nox\n", "\xef\xbb\xbfjobs:\n" },
	{ "jobs:\r\n  j:\r\n    steps:\r\n      - run: nox\r\n", "      - run: nox -r\r\n" },
};

static bool is_reuse(struct str line, struct str kept)
{
	size_t at = str_find(kept, STR(" -r"), 0);

	return at != STR_NONE && kept.len == line.len + 3 &&
	       str_eq(str_slice(line, 0, at), str_slice(kept, 0, at)) &&
	       str_eq(str_slice(line, at, line.len), str_slice(kept, at + 3, kept.len));
}

/* Every old line is kept in order, except for the -r after nox. */
static void check_lines_kept(struct str old, struct str now)
{
	struct str line, kept;

	while (str_next_line(&old, &line)) {
		bool found = false;

		while (!found && str_next_line(&now, &kept))
			found = str_eq(line, kept) || is_reuse(line, kept) || str_contains(line, "[{");
		ck_assert_msg(found, "lost: %.*s", STR_ARG(line));
	}
}

START_TEST(test_changed)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } }, again = { .folder = { "" } };
	struct str now;

	plan_text(&p, rows[_i].text, SESSION);
	ck_assert(p.rewrite.changed && !p.rewrite.failed);
	now = rewrite_text(&p.rewrite);
	ck_assert_msg(str_contains(now, rows[_i].lines), "%s", now.p);
	check_lines_kept(p.rewrite.bytes, now);
	if (str_contains(str_from(rows[_i].text), "\r"))
		for (size_t i = 0; i < now.len; i++)
			ck_assert(now.p[i] != '\n' || now.p[i - 1] == '\r');
	plan_text(&again, now.p, SESSION);
	ck_assert_msg(!again.rewrite.changed && !again.rewrite.failed, "%s", rewrite_text(&again.rewrite).p);
}
END_TEST

static const struct {
	const char *text;
	bool failed;
} unchanged[] = {
	{ "", false },
	{ "jobs:\n", false },
	{ "a: b\n", false },
	{ STEPS "      - run: make\n", false },
	{ STEPS "      - run: nox --list\n", false },
	{ "a: [\n", true },
	{ "a: \xff\n", true },
	{ "a: 1\na: 2\n", true },
	{ "--- 1\n--- 2\n", true },
	{ "a: *b\n", true },
	{ STEPS "      - name: 'a\rb'\n        run: nox\n", true },
	{ STEPS "      - name: 'a\rb'\n        run: make\n", false },
};

START_TEST(test_unchanged)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	size_t errors = 0;

	plan_text(&p, unchanged[_i].text, SESSION);
	ck_assert(!p.rewrite.changed);
	ck_assert_int_eq(p.rewrite.failed, unchanged[_i].failed);
	for (size_t i = 0; i < p.rewrite.diagnostics.list.len; i++)
		errors += p.rewrite.diagnostics.list.at[i].severity == SEVERITY_ERROR;
	ck_assert_uint_eq(errors, unchanged[_i].failed ? 1 : 0);
}
END_TEST

/* A step that two jobs share is edited where it is written, once. */
START_TEST(test_alias)
{
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	struct str now;
	size_t at;

	plan_text(&p, "jobs:\n  a:\n    steps: &s\n      - run: nox\n  b:\n    steps: *s\n", SESSION);
	ck_assert(p.rewrite.changed);
	now = rewrite_text(&p.rewrite);
	at = str_find(now, STR("name: Cache Nox"), 0);
	ck_assert(at != STR_NONE);
	ck_assert(str_find(now, STR("name: Cache Nox"), at + 1) == STR_NONE);
	ck_assert(str_ends(now, "      - run: nox -r\n  b:\n    steps: *s\n"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("rewrite");

	ADD_TABLE(tcase, test_changed, rows);
	ADD_TABLE(tcase, test_unchanged, unchanged);
	tcase_add_test(tcase, test_alias);
	return run_tests("rewrite", tcase);
}
