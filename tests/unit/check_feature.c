/* SPDX-License-Identifier: MIT */
/* Tests feature files: reading lines, placing the outline, updating the table. */
#include "config.h"

#include "output/feature.h"
#include "output/feature_steps.h"
#include "output/feature_text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct feature_row row = { STR("ci.yml"), STR("lint"), STR("a|b\\c"), STR(".nox"),
					STR("3.12"),   STR("'x'"),  true };

#define TABLE(indent)                                                                              \
	indent "| workflow | job  | step    | path | part | files |\n" indent                     \
	       "| ci.yml   | lint | a\\|b\\\\c | .nox | 3.12 | 'x'   |\n"

#define OUTLINE(comment, tags, outline, step, given, then, also, examples, table)                  \
	comment "# Maintained by nox-cache-inject: the table follows the workflows.\n" tags outline  \
		": Nox environments are cached in job <job> of <workflow>\n" step given            \
		"the job \"<job>\" of the workflow \"<workflow>\"\n" step then                       \
		"a cache step for \"<path>\" comes before the step \"<step>\"\n" step also     \
		"its key separates operating systems, architectures and jobs\n" step also          \
		"its key contains \"<part>\"\n" step also                                               \
		"its key ends with the hash of <files>\n" step also                                  \
		"its restore-keys are its key without the hash\n" step also                          \
		"a comment above it explains it\n\n" examples ":\n" TABLE(table)

#define ENGLISH(indent, unit, tags)                                                                \
	OUTLINE(indent, tags, indent "Scenario Outline", indent unit, "Given ", "Then ", "And ",    \
		indent unit "Examples", indent unit unit)

static const struct {
	const char *old;
	const char *text;
} cases[] = {
	{ "", "Feature: CI workflow validation\n  The CI workflows keep the virtual environments of Nox "
	      "between runs.\n\n" ENGLISH("  ", "  ", "") },
	{ "Feature: x\n", "Feature: x\n\n" ENGLISH("  ", "  ", "") },
	{ "Feature: x\n\n\n", "Feature: x\n\n" ENGLISH("  ", "  ", "") "\n\n" },
	{ "@f\nFeature: x\n    @a @b # c\n    @c\n    Scenario: y\n        Given z\n\n    @b @c @d\n    Example: z\n",
	  "@f\nFeature: x\n    @a @b # c\n    @c\n    Scenario: y\n        Given z\n\n    @b @c @d\n    Example: z\n\n"
	  ENGLISH("    ", "    ", "    @b @c\n") },
	{ "Feature: x\n\n  Background:\n   Given z\n  # r\n  @r\n  Rule: y\n    Example: z\n",
	  "Feature: x\n\n  Background:\n   Given z\n\n" ENGLISH("  ", " ", "")
	  "\n  # r\n  @r\n  Rule: y\n    Example: z\n" },
	{ "Feature: x\n    Rule: y\n        Example: z\n",
	  "Feature: x\n\n" ENGLISH("    ", "  ", "") "\n    Rule: y\n        Example: z\n" },
	{ "Feature: x\n\"\"\"\nRule: y\n\"\"\"\n", "Feature: x\n\"\"\"\nRule: y\n\"\"\"\n\n"
	  ENGLISH("  ", "  ", "") },
	{ "#language:en\nFeature: x\n", "#language:en\nFeature: x\n\n" ENGLISH("  ", "  ", "") },
	/* An existing table is updated in its own indentation; other text is kept. */
	{ "Feature: x\n # Maintained by nox-cache-inject\n Scenario Outline: own\n * own\n Examples:\n   | a |\n   | b |\n x\n",
	  "Feature: x\n # Maintained by nox-cache-inject\n Scenario Outline: own\n * own\n Examples:\n"
	  TABLE("   ") " x\n" },
	{ "Feature: x\n\n" ENGLISH("  ", "  ", ""), "Feature: x\n\n" ENGLISH("  ", "  ", "") },
};

static enum feature_status change(struct buf *out, struct str old, const char **error)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct source source;
	struct edits edits = { 0 };
	struct feature_rows rows = { 0 };
	enum feature_status status;

	list_add(&arena, &rows.list, row);
	source_init(&source, &arena, STR("x.feature"), old);
	status = feature_edit(&edits, &arena, &source, &rows, error);
	if (status == FEATURE_OK) {
		ck_assert(edits_sort(&edits, old.len));
		edits_apply(old, &edits, out);
	}
	return status;
}

START_TEST(test_edit)
{
	BUF_AUTO struct buf out = { 0 };
	BUF_AUTO struct buf again = { 0 };
	const char *error = NULL;

	ck_assert_int_eq(change(&out, str_from(cases[_i].old), &error), FEATURE_OK);
	ck_assert_str_eq(out.p, cases[_i].text);
	ck_assert_int_eq(change(&again, buf_str(&out), &error), FEATURE_OK);
	ck_assert_str_eq(again.p, out.p);
}
END_TEST

/* The same with CRLF, and without a final line break. */
START_TEST(test_line_ends)
{
	BUF_AUTO struct buf old = { 0 };
	BUF_AUTO struct buf want = { 0 };
	BUF_AUTO struct buf out = { 0 };
	const char *error = NULL;

	if (cases[_i].old[0] == '\0')
		return;
	for (const char *p = cases[_i].old; *p; p++)
		buf_add_c(&old, *p == '\n' ? "\r\n" : (char[]){ *p, '\0' });
	for (const char *p = cases[_i].text; *p; p++)
		buf_add_c(&want, *p == '\n' ? "\r\n" : (char[]){ *p, '\0' });
	ck_assert_int_eq(change(&out, buf_str(&old), &error), FEATURE_OK);
	ck_assert_str_eq(out.p, want.p);
	buf_cut(&out, 0);
	buf_cut(&old, old.len - 2);
	buf_cut(&want, want.len - 2);
	if (str_ends(buf_str(&old), "\n") || !str_contains(buf_str(&old), "\n"))
		return; /* its line break is unknown */
	ck_assert_int_eq(change(&out, buf_str(&old), &error), FEATURE_OK);
	ck_assert_str_eq(out.p, want.p);
}
END_TEST

static const struct {
	const char *old;
	const char *error;
} refusals[] = {
	{ "x\n", "has no feature" },
	{ "Scenario: x\n", "has no feature" },
	{ "# language: xx\n", "is not in English: add the scenario by hand" },
	{ "Rule: x\nFeature: y\n", "has no feature" },
	{ "Feature: x\nScenario: y\nGiven z\n\"\"\"\ntext\n", "has an unterminated doc string" },
	{ "\xff", "is not valid UTF-8" },
	{ "Feature: x\r", "ends with a lone carriage return" },
	{ "Feature: x\n# Maintained by nox-cache-inject\nScenario: y\nScenario: z\nExamples:\n| a |\n",
	  "the scenario that nox-cache-inject maintains has no table of examples" },
	{ "# Maintained by nox-cache-inject",
	  "the scenario that nox-cache-inject maintains has no table of examples" },
};

START_TEST(test_refused)
{
	BUF_AUTO struct buf out = { 0 };
	const char *error = NULL;

	ck_assert_int_eq(change(&out, str_from(refusals[_i].old), &error), FEATURE_REFUSED);
	ck_assert_str_eq(error, refusals[_i].error);
}
END_TEST

static const struct {
	const char *line;
	enum gherkin_kind kind;
} lines[] = {
	{ "  Scenario: x", GHERKIN_SCENARIO },     { "Example: x", GHERKIN_SCENARIO },
	{ "Scenario Outline: x", GHERKIN_OUTLINE }, { "Scenario Template:", GHERKIN_OUTLINE },
	{ "Examples:", GHERKIN_EXAMPLES },	    { "Scenarios:", GHERKIN_EXAMPLES },
	{ "Scenario x", GHERKIN_TEXT },		    { "scenario: x", GHERKIN_TEXT },
	{ "Rule: x", GHERKIN_RULE },		    { "Background:", GHERKIN_BACKGROUND },
	{ "\t@a @b", GHERKIN_TAGS },		    { "# c", GHERKIN_COMMENT },
	{ "| a |", GHERKIN_TABLE },		    { "* a", GHERKIN_STEP },
	{ "And a", GHERKIN_STEP },		    { " \t", GHERKIN_BLANK },
};

START_TEST(test_lines)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct source source;
	struct gherkin gherkin;

	source_init(&source, &arena, STR("x"), str_from(lines[_i].line));
	ck_assert_int_eq(gherkin_read(&gherkin, &arena, &source), GHERKIN_OK);
	ck_assert_uint_eq(gherkin.lines.len, 1);
	ck_assert_int_eq(gherkin.lines.at[0].kind, lines[_i].kind);
}
END_TEST

/* Any order of relevant bytes is processed in bounded time. */
START_TEST(test_hostile)
{
	static const char *const bits[] = { "Feature: x\n", "Rule: y\n", "Scenario: z\n", "Examples:\n",
					    "| a |\n", "\"\"\"\n", "```\n", "@t\n", "\n", "# c\n", "\r",
					    "# Maintained by nox-cache-inject\n", "\t", "* a\n",
					    "# language: en\n", "\xef\xbb\xbf" };
	unsigned seed = (unsigned)_i;

	for (size_t round = 0; round < 200; round++) {
		BUF_AUTO struct buf old = { 0 };
		BUF_AUTO struct buf out = { 0 };
		const char *error = NULL;

		for (size_t i = 0; i < 12; i++) {
			seed = seed * 1103515245U + 12345U;
			buf_add_c(&old, bits[(seed >> 16) % (sizeof(bits) / sizeof(bits[0]))]);
		}
		if (change(&out, buf_str(&old), &error) == FEATURE_OK)
			ck_assert(out.len >= old.len / 2);
		else
			ck_assert_ptr_nonnull(error);
	}
}
END_TEST

START_TEST(test_steps)
{
	ck_assert(str_contains(str_from(feature_steps), FEATURE_STEPS_SIGN));
	ck_assert(str_ends(str_from(feature_steps), "\n"));
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *suite = suite_create("feature");
	TCase *tcase = tcase_create("feature");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_edit, 0, COUNT(cases));
	tcase_add_loop_test(tcase, test_line_ends, 0, COUNT(cases));
	tcase_add_loop_test(tcase, test_refused, 0, COUNT(refusals));
	tcase_add_loop_test(tcase, test_lines, 0, COUNT(lines));
	tcase_add_loop_test(tcase, test_hostile, 0, 10);
	tcase_add_test(tcase, test_steps);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
