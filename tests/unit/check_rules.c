/* SPDX-License-Identifier: MIT */
/* Tests the table of rules: complete, printable, and found by name. */
#include "config.h"

#include "nox/rules/rules.h"

#include "unit.h"

enum { LINE_MAX_COLUMNS = 66 }; /* of an excerpt, which is indented in the manual */

static bool is_plain(const char *text, bool lines)
{
	size_t ticks = 0;

	for (; *text; text++) {
		ticks += *text == '`';
		if ((unsigned char)*text >= 0x7f || (*text < ' ' && !(lines && *text == '\n')))
			return false;
	}
	return ticks % 2 == 0;
}

static void check_excerpt(const char *text)
{
	struct str rest = str_from(text), line;

	ck_assert(is_plain(text, true) && rest.len > 0 && !str_ends(rest, "\n"));
	while (str_next_line(&rest, &line))
		ck_assert_uint_le(line.len, LINE_MAX_COLUMNS);
}

START_TEST(test_rows)
{
	for (int i = 0; i < RULE_COUNT; i++) {
		const struct rule *rule = rule_of((enum rule_id)i);

		ck_assert_msg(rule->name && rule->summary && rule->help && rule->remedy, "row %d", i);
		ck_assert_uint_eq(rule_index(rule), (size_t)i);
		ck_assert_ptr_eq(rule_named(str_from(rule->name)), rule);
		ck_assert_msg(is_plain(rule->summary, false) && is_plain(rule->remedy, false) &&
				      is_plain(rule->help, true), "%s", rule->name);
		ck_assert_msg(str_ends(str_from(rule->summary), ".") &&
				      str_ends(str_from(rule->help), ".") &&
				      str_ends(str_from(rule->remedy), "."), "%s", rule->name);
		check_excerpt(rule->before);
		check_excerpt(rule->after);
		ck_assert_str_ne(rule->before, rule->after);
	}
}
END_TEST

START_TEST(test_names)
{
	ck_assert_ptr_null(rule_named(STR("missing")));
	ck_assert_ptr_null(rule_named(STR("")));
	ck_assert_ptr_eq(rule_near(STR("mising-cache")), rule_of(RULE_MISSING_CACHE));
	ck_assert_ptr_eq(rule_near(STR("key-shared-by-job")), rule_of(RULE_KEY_SHARED_BY_JOBS));
	ck_assert_ptr_null(rule_near(STR("x")));
}
END_TEST

/* Members that a finding does not set are the rule's. */
START_TEST(test_add)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics d = { .arena = &arena };
	const struct diagnostic *at;

	finding_add(&d, (struct finding){ .rule = RULE_KEY_INVALID, .job = STR("j"), .range = { 3, 5 } },
		    "%d", 7);
	finding_add(&d,
		    (struct finding){ .rule = RULE_KEY_INVALID,
				      .note = true,
				      .fixable = true,
				      .remedy = "Do." },
		    "x");
	at = d.list.at;
	ck_assert_uint_eq(d.list.len, 2);
	ck_assert(at[0].severity == SEVERITY_ERROR && at[0].has_range && !at[0].fixable);
	ck_assert(at[0].bytes.start == 3 && at[0].bytes.end == 5);
	ck_assert_text(diagnostic_message(&at[0]), "7");
	ck_assert_text(diagnostic_job(&at[0]), "j");
	ck_assert_str_eq(at[0].rule->name, "key-invalid");
	ck_assert_str_eq(at[0].remedy, rule_of(RULE_KEY_INVALID)->remedy);
	ck_assert(at[1].severity == SEVERITY_NOTE && at[1].fixable);
	ck_assert_str_eq(at[1].remedy, "Do.");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("rules");

	tcase_add_test(tcase, test_rows);
	tcase_add_test(tcase, test_names);
	tcase_add_test(tcase, test_add);
	return run_tests("rules", tcase);
}
