/* SPDX-License-Identifier: MIT */
/* What a repository's files say: only those inside it, each looked at once. */
#include "config.h"

#include "nox/survey.h"

#include "folder.h"
#include "surveyed.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    pass\n"

static const struct {
	const char *path;
	bool there;
} rows[] = {
	{ "noxfile.py", true },		{ "sub/noxfile.py", true },    { "none.py", false },
	{ "folder.py", false },		{ "", false },		       { "/etc/passwd", false },
	{ "../outside.py", false },	{ "sub/../noxfile.py", true }, { "${{ env.X }}/noxfile.py", false },
	{ "inner/${{ x }}.py", false },
};

START_TEST(test_get)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct survey *survey;
	const struct noxfile *got;
	char root[128];

	temporary_make(&folder);
	temporary_add(&folder, "outside.py", SESSION);
	temporary_add(&folder, "r/noxfile.py", SESSION);
	temporary_add(&folder, "r/sub/noxfile.py", SESSION);
	temporary_add(&folder, "r/inner/${{ x }}.py", SESSION);
	temporary_add(&folder, "r/folder.py/", "");
	snprintf(root, sizeof(root), "%s/r", folder.path);
	survey = survey_folder(&surveyed, root);
	got = survey_noxfile(survey, str_from(rows[_i].path));
	ck_assert_int_eq(got != NULL, rows[_i].there);
	ck_assert(!surveyed.arena.failed);
	if (got)
		ck_assert_uint_eq(got->sessions.len, 1);
}
END_TEST

START_TEST(test_once)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct survey *survey;
	const struct noxfile *first;

	temporary_make(&folder);
	temporary_add(&folder, "noxfile.py", SESSION);
	survey = survey_folder(&surveyed, folder.path);
	first = survey_noxfile(survey, STR("noxfile.py"));
	temporary_add(&folder, "noxfile.py", "");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_eq(survey_noxfile(survey, STR("noxfile.py")), first);
	ck_assert_ptr_null(survey_noxfile(survey, STR("none.py")));
	temporary_add(&folder, "none.py", SESSION);
	ck_assert_ptr_null(survey_noxfile(survey, STR("none.py")));
}
END_TEST

static bool is_wanted(const struct uses *uses)
{
	return uses_is(uses, "a/wanted");
}

START_TEST(test_action_steps)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL, false } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	const struct surveyed_steps *steps;
	struct survey *survey;

	temporary_make(&folder);
	temporary_add(&folder, "act/action.yml",
		      "runs:\n  using: composite\n  steps:\n    - run: x\n    - uses: a/wanted@v1\n"
		      "    - uses: a/other@v1\n    - uses: A/Wanted@v2\n");
	temporary_add(&folder, "broken/action.yml", "runs: [\n");
	survey = survey_folder(&surveyed, folder.path);
	steps = survey_action_steps(survey, STR("act"), is_wanted);
	ck_assert_ptr_nonnull(steps);
	ck_assert_uint_eq(steps->list.len, 2);
	ck_assert_uint_eq(steps->list.at[0]->index, 1);
	ck_assert_uint_eq(steps->list.at[1]->index, 3);
	ck_assert_ptr_eq(survey_action_steps(survey, STR("act/"), is_wanted), steps);
	ck_assert_ptr_null(survey_action_steps(survey, STR("none"), is_wanted));
	ck_assert_ptr_null(survey_action_steps(survey, STR("broken"), is_wanted));
	ck_assert(!surveyed.arena.failed);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("survey");

	ADD_TABLE(tcase, test_get, rows);
	tcase_add_test(tcase, test_once);
	tcase_add_test(tcase, test_action_steps);
	return run_tests("survey", tcase);
}
