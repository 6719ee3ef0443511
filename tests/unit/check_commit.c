/* SPDX-License-Identifier: MIT */
/* Tests base commits and commits in a small repository; commit.py tests larger ones. */
#include "config.h"

#include "output/commit.h"
#include "repository/git.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct checkout {
	char folder[64];
	struct arena arena;
	struct repository repository; /* the files in the base commit */
	struct base_commit base;
	struct str error;
};

static void shell(const struct checkout *r, const char *command)
{
	BUF_AUTO struct buf line = { 0 };

	buf_printf(&line,
		   "cd '%s' && export HOME='%s' GIT_CONFIG_NOSYSTEM=1"
		   /* it goes on after the command and would write while the folder is removed */
		   " GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=maintenance.auto GIT_CONFIG_VALUE_0=false GIT_AUTHOR_NAME=A"
		   " GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org"
		   " && { %s\n} >/dev/null 2>&1",
		   r->folder, r->folder, command);
	ck_assert_msg(system(line.p) == 0, "%s", command);
}

static void begin(struct checkout *r, const char *command)
{
	*r = (struct checkout){ .folder = "/tmp/check_commit.XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(r->folder));
	ck_assert_int_eq(setenv("HOME", r->folder, 1), 0);
	ck_assert_int_eq(setenv("GIT_CONFIG_NOSYSTEM", "1", 1), 0);
	if (command)
		shell(r, command);
}

static enum base_status find(struct checkout *r, const char *base)
{
	return repository_open_commit(&r->repository, &r->base, &r->arena, str_from(r->folder), base,
				      &r->error);
}

static void end(struct checkout *r)
{
	repository_close(&r->repository);
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
	enum base_status status;
	const char *name; /* of the base, or a part of the error */
} finds[] = {
	{ NULL, NULL, BASE_NONE, "not a git repository" },
	{ "git init -q", NULL, BASE_NONE, "the repository has no commits" },
	{ "git init -q", "main", BASE_FAILED, "commit 'main' (--base) not found" },
	{ "git init -q -b main && " COMMIT, NULL, BASE_OK, "main" },
	{ "git init -q -b master && " COMMIT, NULL, BASE_OK, "master" },
	{ "git init -q -b main && " COMMIT " && git checkout -qb x", NULL, BASE_OK, "main" },
	{ "git init -q -b main && " COMMIT " && git branch master", NULL, BASE_OK, "main" },
	{ "git init -q -b main && " COMMIT " && git branch master && git checkout -qb x", NULL,
	  BASE_OK, "master" },
	{ "git init -q -b x && " COMMIT, NULL, BASE_OK, "HEAD" },
	{ "git init -q -b x && " COMMIT, "x", BASE_OK, "x" },
	{ "git init -q -b x && " COMMIT, "--all", BASE_FAILED, "commit '--all' (--base) not found" },
	{ "git init -q -b x && " COMMIT, "HEAD:ci.yml", BASE_FAILED, "not found" },
	{ "git init -q -b x && " COMMIT " && git update-ref refs/remotes/origin/main x", NULL,
	  BASE_OK, "origin/main" },
	{ "git init -q -b x && " COMMIT " && git update-ref refs/remotes/origin/z x", "z", BASE_OK,
	  "origin/z" },
};

START_TEST(test_find)
{
	struct checkout r;

	if (!have_git())
		return;
	begin(&r, finds[_i].command);
	ck_assert_int_eq(find(&r, finds[_i].base), finds[_i].status);
	if (finds[_i].status == BASE_OK)
		ck_assert(str_is(r.base.name, finds[_i].name));
	else
		ck_assert_msg(str_contains(r.error, finds[_i].name), "%.*s", STR_ARG(r.error));
	end(&r);
}
END_TEST

static const struct {
	const char *path;
	enum entry_kind kind;
	const char *content; /* of a file */
	const char *real;    /* its resolved path, if different */
} entries[] = {
	{ "", ENTRY_FOLDER, NULL, NULL },
	{ ".github/workflows", ENTRY_FOLDER, NULL, NULL },
	{ ".github/workflows/ci.yml", ENTRY_FILE, "x\n", NULL },
	{ "./.github//workflows/../workflows/ci.yml", ENTRY_FILE, "x\n", ".github/workflows/ci.yml" },
	{ "noxfile.py", ENTRY_FILE, "x\n", NULL }, /* different in the work tree */
	{ "uv.lock", ENTRY_FILE, "x\n", NULL },
	{ "new.txt", ENTRY_NONE, NULL, NULL },
	{ "a/b", ENTRY_FOLDER, NULL, NULL },
	{ "a/b/none", ENTRY_NONE, NULL, NULL },
	{ "noxfile.py/x", ENTRY_NONE, NULL, NULL },
	{ "in.yml", ENTRY_FILE, "x\n", ".github/workflows/ci.yml" },
	{ "w/ci.yml", ENTRY_FILE, "x\n", ".github/workflows/ci.yml" },
	{ "w/../none", ENTRY_NONE, NULL, ".github/none" },
	{ "out.yml", ENTRY_OUTSIDE, NULL, NULL },
	{ "up", ENTRY_OUTSIDE, NULL, NULL },
	{ "loop", ENTRY_OUTSIDE, NULL, NULL },
	{ "../x", ENTRY_OUTSIDE, NULL, NULL },
	{ "/etc/passwd", ENTRY_OUTSIDE, NULL, NULL },
	{ ".git/config", ENTRY_OUTSIDE, NULL, NULL },
	{ "git/config", ENTRY_OUTSIDE, NULL, NULL },
	{ "a/.GIT/config", ENTRY_OUTSIDE, NULL, NULL },
};

#define TREE                                                                                       \
	"git init -q -b main && mkdir -p .github/workflows a/b && echo x >.github/workflows/ci.yml &&" \
	" echo x >a/b/c && echo x >uv.lock && ln -s /nowhere out.yml && ln -s ../.. up &&"          \
	" ln -s .github/workflows w && ln -s w/ci.yml in.yml && ln -s loop loop && ln -s .git git &&" \
	" echo x >noxfile.py && git add -A && git commit -qm s"

static void check_entry(struct repository *r, int i)
{
	const struct entry *entry = repository_look(r, str_from(entries[i].path));
	const struct repository_file *file = repository_read(r, str_from(entries[i].path));

	ck_assert_msg(entry->kind == entries[i].kind, "%s: %d", entries[i].path, (int)entry->kind);
	ck_assert_int_eq(file->status == STATUS_OK, entries[i].kind == ENTRY_FILE);
	if (entry->kind != ENTRY_OUTSIDE)
		ck_assert(str_is(entry->path, entries[i].real ? entries[i].real : entries[i].path));
	if (entries[i].content)
		ck_assert(str_is(file->bytes, entries[i].content));
	ck_assert_int_eq(file->error.len > 0, file->status != STATUS_OK);
}

/* The entries of a commit are reported like those of a work tree. */
START_TEST(test_entries)
{
	REPOSITORY_AUTO struct repository tree = { .store = NULL };
	struct checkout r;

	if (!have_git())
		return;
	begin(&r, TREE);
	repository_open_folder(&tree, r.folder);
	check_entry(&tree, _i);
	shell(&r, "echo dirty >noxfile.py && rm uv.lock && echo new >new.txt");
	ck_assert_int_eq(find(&r, NULL), BASE_OK);
	check_entry(&r.repository, _i);
	end(&r);
}
END_TEST

START_TEST(test_names)
{
	REPOSITORY_AUTO struct repository tree = { .store = NULL };
	struct checkout r;

	if (!have_git())
		return;
	begin(&r, TREE);
	ck_assert_int_eq(find(&r, NULL), BASE_OK);
	repository_open_folder(&tree, r.folder);
	for (int i = 0; i < 2; i++) {
		struct repository *one = i == 0 ? &tree : &r.repository;
		const struct names *names = repository_list(one, STR("w"));

		ck_assert_uint_eq(names->list.len, 1);
		ck_assert(str_is(names->list.at[0], "ci.yml"));
		ck_assert_uint_eq(repository_list(one, STR("none"))->list.len, 0);
		ck_assert_uint_eq(repository_list(one, STR("up"))->list.len, 0);
	}
	end(&r);
}
END_TEST

static const struct {
	const char *command; /* run after the first commit */
	const char *branch;
	bool force;
	enum commit_outcome outcome;
	const char *error;
} commits[] = {
	{ ":", "b", false, COMMIT_MADE, NULL },
	{ "git branch b", "b", false, COMMIT_MADE, NULL },
	{ "git checkout -qb b", "b", true, COMMIT_FAILED, "checked out here" },
	{ "git checkout -qb b && echo z >z && git add z && git commit -qm z && git checkout -q main", "b",
	  false, COMMIT_FAILED, "other commits (see --force-branch)" },
	{ "git checkout -qb b && echo z >z && git add z && git commit -qm z && git checkout -q main", "b",
	  true, COMMIT_MADE, NULL },
	{ "git checkout -qb b && echo new >ci.yml && git commit -qam z && git checkout -q main", "b", false,
	  COMMIT_EXISTS, NULL },
	{ "git branch b/c", "b", false, COMMIT_FAILED, "b" },
	{ ":", "a b", false, COMMIT_FAILED, "invalid branch name" },
	{ ":", "-b", false, COMMIT_FAILED, "invalid branch name" },
	{ ":", "@{-1}", false, COMMIT_FAILED, "invalid branch name" },
};

START_TEST(test_commit)
{
	struct checkout r;
	struct change change = { .path = STR("ci.yml"), .old = STR("y\n"), .text = STR("new\n") };
	struct identity author = { STR("A \"B\" C"), STR("a@example.org"), 1700000000, -90 };
	const struct changes changes = { .list = { &change, 1, 1 } };
	struct commit commit = { .changes = &changes,
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
	commit.base = &r.base;
	commit.repository = &r.repository;
	ck_assert_int_eq(find(&r, "main"), BASE_OK);
	ck_assert_int_eq(commit_make(&commit, &r.arena, &id, &r.error), commits[_i].outcome);
	if (commits[_i].outcome == COMMIT_FAILED)
		ck_assert_msg(str_contains(r.error, commits[_i].error), "%.*s", STR_ARG(r.error));
	if (commits[_i].outcome == COMMIT_MADE) {
		struct str git = arena_printf(&r.arena, "%s/.git", r.folder);
		struct git_call call = { .folder = git.p,
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
	tcase_add_loop_test(tcase, test_entries, 0, COUNT(entries));
	tcase_add_test(tcase, test_names);
	tcase_add_loop_test(tcase, test_commit, 0, COUNT(commits));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
