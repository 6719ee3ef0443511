/* SPDX-License-Identifier: MIT */
/* Noxfiles from the checkout: only those inside it, each read once. */
#include "config.h"

#include "nox/noxfiles.h"

#include "folder.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    pass\n"

static const struct {
	const char *path;
	bool there;
} rows[] = {
	{ "noxfile.py", true },		{ "sub/noxfile.py", true },    { "none.py", false },
	{ "folder.py", false },		{ "", false },		       { "/etc/passwd", false },
	{ "../outside.py", false },	{ "sub/../noxfile.py", false }, { "${{ env.X }}/noxfile.py", false },
	{ "inner/${{ x }}.py", false },
};

START_TEST(test_get)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct noxfiles noxfiles = { .list = { .len = 0 } };
	const struct noxfile *got;
	char root[128];

	temporary_make(&folder);
	temporary_add(&folder, "outside.py", SESSION);
	temporary_add(&folder, "r/noxfile.py", SESSION);
	temporary_add(&folder, "r/sub/noxfile.py", SESSION);
	temporary_add(&folder, "r/inner/${{ x }}.py", SESSION);
	temporary_add(&folder, "r/folder.py/", "");
	snprintf(root, sizeof(root), "%s/r", folder.path);
	got = noxfiles_get(&noxfiles, &arena, root, str_from(rows[_i].path));
	ck_assert_int_eq(got != NULL, rows[_i].there);
	ck_assert(!arena.failed);
	if (got)
		ck_assert_uint_eq(got->sessions.len, 1);
}
END_TEST

START_TEST(test_once)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct noxfiles noxfiles = { .list = { .len = 0 } };
	const struct noxfile *first;

	temporary_make(&folder);
	temporary_add(&folder, "noxfile.py", SESSION);
	first = noxfiles_get(&noxfiles, &arena, folder.path, STR("noxfile.py"));
	temporary_add(&folder, "noxfile.py", "");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_eq(noxfiles_get(&noxfiles, &arena, folder.path, STR("noxfile.py")), first);
	ck_assert_ptr_null(noxfiles_get(&noxfiles, &arena, folder.path, STR("none.py")));
	temporary_add(&folder, "none.py", SESSION);
	ck_assert_ptr_null(noxfiles_get(&noxfiles, &arena, folder.path, STR("none.py")));
	ck_assert_uint_eq(noxfiles.list.len, 2);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("noxfiles");

	ADD_TABLE(tcase, test_get, rows);
	tcase_add_test(tcase, test_once);
	return run_tests("noxfiles", tcase);
}
