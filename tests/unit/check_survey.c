/* SPDX-License-Identifier: MIT */
/* Tests what is read from a repository's files: only those inside it, each once. */
#include "config.h"

#include "nox/survey/survey.h"

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
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
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
	if (got)
		ck_assert_uint_eq(got->sessions.len, 1);
}
END_TEST

START_TEST(test_once)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
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
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	const struct surveyed_steps *steps;
	struct survey *survey;

	temporary_make(&folder);
	temporary_add(&folder, "act/action.yml",
		      "runs:\n  using: composite\n  steps:\n    - run: x\n    - uses: a/wanted@v1\n"
		      "    - uses: a/other@v1\n    - uses: A/Wanted@v2\n");
	temporary_add(&folder, "broken/action.yml", "runs: [\n");
	survey = survey_folder(&surveyed, folder.path);
	steps = survey_action_steps(survey, STR("act"), SURVEYED_CACHES, is_wanted);
	ck_assert_ptr_nonnull(steps);
	ck_assert_uint_eq(steps->list.len, 2);
	ck_assert_uint_eq(steps->list.at[0]->index, 1);
	ck_assert_uint_eq(steps->list.at[1]->index, 3);
	ck_assert_ptr_eq(survey_action_steps(survey, STR("act/"), SURVEYED_CACHES, is_wanted), steps);
	ck_assert_ptr_null(survey_action_steps(survey, STR("none"), SURVEYED_CACHES, is_wanted));
	ck_assert_ptr_null(survey_action_steps(survey, STR("broken"), SURVEYED_CACHES, is_wanted));
}
END_TEST

/* Modules that a noxfile imports: existing ones are read, and may define sessions. */
static const struct {
	const char *import;
	const char *file; /* with the text; NULL: none */
	const char *text;
	bool complete;
	const char *read; /* NULL: nothing */
} modules[] = {
	{ "import os", NULL, "", true, NULL },
	{ "import helpers", "helpers.py", "def f(): pass\n", true, "helpers.py" },
	{ "import helpers", "helpers.py", "import nox\n", false, "helpers.py" },
	{ "import helpers", NULL, "", false, NULL },
	{ "from tools import helpers", "tools/helpers.py", "x = 1\n", true, "tools/helpers.py" },
	{ "from tools.a import b as c", "tools/a/__init__.py", "x = 1\n", true, "tools/a/__init__.py" },
	{ "import tools.a.b", "tools/a/b.py", "", true, "tools/a/b.py" },
	{ "importlib.import_module('tools.a')", "tools/a.py", "", false, "tools/a.py" },
	{ "runpy.run_path('piped/noxfile.py')", "piped/noxfile.py", "import nox\n", false, "piped/noxfile.py" },
	{ "runpy.run_path('../other.py')", "../other.py", "import nox\n", false, "../other.py" },
	{ "runpy.run_path('../../outside.py')", "../../outside.py", "import nox\n", false, NULL },
};

START_TEST(test_modules)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct arena *arena = &surveyed.arena;
	const struct noxfile *got;
	char root[128];

	temporary_make(&folder);
	temporary_add(&folder, "r/ci/noxfile.py",
		      arena_printf(arena, "%s\n" SESSION, modules[_i].import).p);
	if (modules[_i].file)
		temporary_add(&folder, arena_printf(arena, "r/ci/%s", modules[_i].file).p,
			      modules[_i].text);
	snprintf(root, sizeof(root), "%s/r", folder.path);
	got = survey_noxfile(survey_folder(&surveyed, root), STR("ci/noxfile.py"));
	ck_assert_ptr_nonnull(got);
	ck_assert_int_eq(got->complete, modules[_i].complete);
	ck_assert_uint_eq(got->reads.len, modules[_i].read ? 1 : 0);
	if (modules[_i].read)
		ck_assert_text(got->reads.at[0].path, modules[_i].read);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("survey");

	ADD_TABLE(tcase, test_get, rows);
	tcase_add_test(tcase, test_once);
	tcase_add_test(tcase, test_action_steps);
	ADD_TABLE(tcase, test_modules, modules);
	return run_tests("survey", tcase);
}
