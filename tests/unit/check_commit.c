/* SPDX-License-Identifier: MIT */
/* Snapshots and commits of a small repository; how they fare in larger ones is in commit.py. */
#include "config.h"

#include "output/commit.h"
#include "output/git.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct repository {
	char folder[64];
	struct arena arena;
	struct snapshot snapshot;
	struct str error;
};

static void shell(const struct repository *r, const char *command)
{
	BUF_AUTO struct buf line = { 0 };

	buf_printf(&line,
		   "cd '%s' && export HOME='%s' GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A"
		   " GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org"
		   " && { %s\n} >/dev/null 2>&1",
		   r->folder, r->folder, command);
	ck_assert_msg(system(line.p) == 0, "%s", command);
}

static void begin(struct repository *r, const char *command)
{
	*r = (struct repository){ .folder = "/tmp/check_commit.XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(r->folder));
	ck_assert_int_eq(setenv("HOME", r->folder, 1), 0);
	ck_assert_int_eq(setenv("GIT_CONFIG_NOSYSTEM", "1", 1), 0);
	if (command)
		shell(r, command);
}

static enum snapshot_status find(struct repository *r, const char *base)
{
	return snapshot_find(&r->snapshot, &r->arena, str_from(r->folder), base, &r->error);
}

static void end(struct repository *r)
{
	snapshot_remove(&r->snapshot);
	shell(r, "find . -delete");
	ck_assert_int_eq(rmdir(r->folder), 0);
	arena_release(&r->arena);
}

static bool have_git(void)
{
	if (system("git --version >/dev/null 2>&1") == 0)
		return true;
	puts("check_commit: no git, not judged");
	return false;
}

#define COMMIT "echo y >ci.yml && git add -A && git commit -qm s"

static const struct {
	const char *command;
	const char *base;
	enum snapshot_status status;
	const char *name; /* of the base, or a part of the error */
} finds[] = {
	{ NULL, NULL, SNAPSHOT_NONE, "not a git repository" },
	{ "git init -q", NULL, SNAPSHOT_NONE, "no commit to start from" },
	{ "git init -q", "main", SNAPSHOT_FAILED, "no commit 'main'" },
	{ "git init -q -b main && " COMMIT, NULL, SNAPSHOT_OK, "main" },
	{ "git init -q -b master && " COMMIT, NULL, SNAPSHOT_OK, "master" },
	{ "git init -q -b main && " COMMIT " && git checkout -qb x", NULL, SNAPSHOT_OK, "main" },
	{ "git init -q -b main && " COMMIT " && git branch master", NULL, SNAPSHOT_OK, "main" },
	{ "git init -q -b main && " COMMIT " && git branch master && git checkout -qb x", NULL,
	  SNAPSHOT_OK, "master" },
	{ "git init -q -b x && " COMMIT, NULL, SNAPSHOT_OK, "HEAD" },
	{ "git init -q -b x && " COMMIT, "x", SNAPSHOT_OK, "x" },
	{ "git init -q -b x && " COMMIT, "--all", SNAPSHOT_FAILED, "no commit '--all'" },
	{ "git init -q -b x && " COMMIT, "HEAD:ci.yml", SNAPSHOT_FAILED, "no commit" },
	{ "git init -q -b x && " COMMIT " && git update-ref refs/remotes/origin/main x", NULL,
	  SNAPSHOT_OK, "origin/main" },
	{ "git init -q -b x && " COMMIT " && git update-ref refs/remotes/origin/z x", "z", SNAPSHOT_OK,
	  "origin/z" },
};

START_TEST(test_find)
{
	struct repository r;

	if (!have_git())
		return;
	begin(&r, finds[_i].command);
	ck_assert_int_eq(find(&r, finds[_i].base), finds[_i].status);
	if (finds[_i].status == SNAPSHOT_OK)
		ck_assert(str_is(r.snapshot.base_name, finds[_i].name));
	else
		ck_assert_msg(str_contains(r.error, finds[_i].name), "%.*s", STR_ARG(r.error));
	end(&r);
}
END_TEST

static bool is_there(const struct repository *r, const char *path, off_t size)
{
	BUF_AUTO struct buf full = { 0 };
	FILE *file;
	long length;

	buf_printf(&full, "%.*s/%s", STR_ARG(r->snapshot.folder), path);
	file = fopen(full.p, "rb");
	if (!file)
		return false;
	ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
	length = ftell(file);
	fclose(file);
	return length == size;
}

START_TEST(test_lay_out)
{
	static const struct str wanted[] = { STR("a/b/c/d/e.yml") };
	struct repository r;

	if (!have_git())
		return;
	begin(&r, "git init -q -b main && mkdir -p .github/workflows a/b/c/d && echo x >.github/workflows/ci.yml"
		  " && echo x >a/b/c/d/e.yml && echo x >a/b/c/d/action.yml && echo x >a/b/c/d/f.yml && echo x >uv.lock && echo x >big.bin &&"
		  " ln -s /nowhere link.yml && echo x >noxfile.py && git add -A && git commit -qm s &&"
		  " echo dirty >>noxfile.py && rm uv.lock");
	ck_assert_int_eq(find(&r, NULL), SNAPSHOT_OK);
	ck_assert_int_eq(snapshot_lay_out(&r.snapshot, "/tmp", wanted, 1, &r.error), SNAPSHOT_OK);
	ck_assert(is_there(&r, ".github/workflows/ci.yml", 2));
	ck_assert(is_there(&r, "noxfile.py", 2));
	ck_assert(is_there(&r, "a/b/c/d/e.yml", 2)); /* wanted */
	ck_assert(is_there(&r, "a/b/c/d/f.yml", 0)); /* its name is enough */
	ck_assert(is_there(&r, "a/b/c/d/action.yml", 2));
	ck_assert(is_there(&r, "uv.lock", 0));
	ck_assert(!is_there(&r, "big.bin", 0) && !is_there(&r, "big.bin", 2));
	ck_assert_ptr_nonnull(snapshot_get(&r.snapshot, STR("big.bin")));
	ck_assert_ptr_null(snapshot_get(&r.snapshot, STR("gone")));
	snapshot_remove(&r.snapshot);
	ck_assert_int_ne(access(r.snapshot.scratch.p, F_OK), 0);
	end(&r);
}
END_TEST

static const struct {
	const char *command; /* behind the first commit */
	const char *branch;
	bool force;
	enum commit_outcome outcome;
	const char *error;
} commits[] = {
	{ ":", "b", false, COMMIT_MADE, NULL },
	{ "git branch b", "b", false, COMMIT_MADE, NULL },
	{ "git checkout -qb b", "b", true, COMMIT_FAILED, "checked out here" },
	{ "git checkout -qb b && echo z >z && git add z && git commit -qm z && git checkout -q main", "b",
	  false, COMMIT_FAILED, "other work (see --force-branch)" },
	{ "git checkout -qb b && echo z >z && git add z && git commit -qm z && git checkout -q main", "b",
	  true, COMMIT_MADE, NULL },
	{ "git checkout -qb b && echo new >ci.yml && git commit -qam z && git checkout -q main", "b", false,
	  COMMIT_THERE, NULL },
	{ "git branch b/c", "b", false, COMMIT_FAILED, "b" },
	{ ":", "a b", false, COMMIT_FAILED, "no name for a branch" },
	{ ":", "-b", false, COMMIT_FAILED, "no name for a branch" },
	{ ":", "@{-1}", false, COMMIT_FAILED, "no name for a branch" },
};

START_TEST(test_commit)
{
	struct repository r;
	struct change change = { .path = STR("ci.yml"), .old = STR("y\n"), .text = STR("new\n") };
	struct identity author = { STR("A \"B\" C"), STR("a@example.org"), 1700000000, -90 };
	struct commit commit = { .changes = &change,
				 .count = 1,
				 .message = STR("s\n"),
				 .author = &author,
				 .date_given = true,
				 .branch = commits[_i].branch,
				 .force = commits[_i].force };
	struct str id = STR(""), shown = STR("");

	if (!have_git())
		return;
	begin(&r, "git init -q -b main && " COMMIT);
	shell(&r, commits[_i].command);
	commit.snapshot = &r.snapshot;
	ck_assert_int_eq(find(&r, "main"), SNAPSHOT_OK);
	ck_assert_int_eq(snapshot_lay_out(&r.snapshot, "/tmp", NULL, 0, &r.error), SNAPSHOT_OK);
	ck_assert_int_eq(commit_make(&commit, &r.arena, &id, &r.error), commits[_i].outcome);
	if (commits[_i].outcome == COMMIT_FAILED)
		ck_assert_msg(str_contains(r.error, commits[_i].error), "%.*s", STR_ARG(r.error));
	if (commits[_i].outcome == COMMIT_MADE) {
		struct git_call call = { .folder = r.folder,
					 .arguments = { "log", "-1", "--format=%H|%an|%aI|%cI|%s", "b" } };

		ck_assert(git_line(&shown, &r.arena, &call));
		ck_assert(str_starts(shown, id.p));
		ck_assert(str_ends(shown, "|A \"B\" C|2023-11-14T20:43:20-01:30|2023-11-14T20:43:20-01:30|s"));
	}
	shell(&r, "test -z \"$(git status --porcelain)\"");
	end(&r);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *suite = suite_create("commit");
	TCase *tcase = tcase_create("commit");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, test_find, 0, COUNT(finds));
	tcase_add_test(tcase, test_lay_out);
	tcase_add_loop_test(tcase, test_commit, 0, COUNT(commits));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
