/* SPDX-License-Identifier: MIT */
/* A repository as a commit holds it: files, links, folders, and what is no commit. */
#include "config.h"

#include "repository/commit_tree.h"

#include "folder.h"

#define GIT "git -c user.name=a -c user.email=a@b -C '%s' "

static void run(const struct temporary *folder, const char *words)
{
	char command[1024];

	snprintf(command, sizeof(command), GIT "%s", folder->path, words);
	ck_assert_msg(system(command) == 0, "%s", command);
}

static bool make(struct temporary *folder)
{
	char link[256];

	if (system("git --version >/dev/null 2>&1") != 0)
		return false;
	temporary_make(folder);
	run(folder, "init -q -b main");
	temporary_add(folder, "a/b.txt", "committed\n");
	temporary_add(folder, "noxfile.py", "import nox\n");
	snprintf(link, sizeof(link), "%s/link.py", folder->path);
	ck_assert_int_eq(symlink("noxfile.py", link), 0);
	snprintf(link, sizeof(link), "%s/out.py", folder->path);
	ck_assert_int_eq(symlink("/etc/passwd", link), 0);
	run(folder, "add -A");
	run(folder, "commit -q -m x");
	temporary_add(folder, "a/b.txt", "changed since\n");
	temporary_add(folder, "new.txt", "not committed\n");
	return true;
}

START_TEST(test_files)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	ARENA_AUTO struct arena arena = { 0 };
	REPOSITORY_AUTO struct repository r = { .store = NULL };
	struct base_commit base;
	struct str error = STR("");

	if (!make(&folder))
		return;
	ck_assert_int_eq(repository_open_commit(&r, &base, &arena, str_from(folder.path), NULL, &error),
			 BASE_OK);
	ck_assert_text(base.name, "main");
	ck_assert_uint_eq(base.id.len, 40);
	ck_assert_text(repository_read(&r, STR("a/b.txt"))->bytes, "committed\n");
	ck_assert_text(repository_read(&r, STR("link.py"))->bytes, "import nox\n");
	ck_assert_text(repository_read(&r, STR("link.py"))->path, "noxfile.py");
	ck_assert_int_ne(repository_read(&r, STR("out.py"))->status, STATUS_OK);
	ck_assert_int_eq(repository_look(&r, STR("new.txt"))->kind, ENTRY_NONE);
	ck_assert_int_eq(repository_look(&r, STR("a"))->kind, ENTRY_FOLDER);
	ck_assert_uint_eq(repository_list(&r, STR("a"))->list.len, 1);
	ck_assert_uint_eq(commit_tree_list(&r, STR(""))->list.len, 4);
}
END_TEST

START_TEST(test_branch)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	ARENA_AUTO struct arena arena = { 0 };
	REPOSITORY_AUTO struct repository r = { .store = NULL };
	struct branch_tip tip;
	struct base_commit base;
	struct str error = STR("");

	if (!make(&folder))
		return;
	ck_assert_int_eq(repository_open_commit(&r, &base, &arena, str_from(folder.path), "main", &error),
			 BASE_OK);
	ck_assert(commit_tree_branch(&r, &arena, "main", &tip));
	ck_assert(str_eq(tip.id, base.id) && str_eq(tip.tree, base.tree) && tip.parent.len == 0);
	ck_assert(commit_tree_branch(&r, &arena, "nothing", &tip));
	ck_assert_uint_eq(tip.id.len, 0);
}
END_TEST

START_TEST(test_no_commit)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	ARENA_AUTO struct arena arena = { 0 };
	REPOSITORY_AUTO struct repository r = { .store = NULL };
	struct base_commit base;
	struct str error = STR("");

	if (!make(&folder))
		return;
	ck_assert_int_eq(repository_open_commit(&r, &base, &arena, str_from(folder.path), "none", &error),
			 BASE_FAILED);
	ck_assert(str_contains(error, "commit 'none' (--base) not found"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("commit_tree");

	tcase_add_test(tcase, test_files);
	tcase_add_test(tcase, test_branch);
	tcase_add_test(tcase, test_no_commit);
	return run_tests("commit_tree", tcase);
}
