/* SPDX-License-Identifier: MIT */
/* Runs of git: its output, its status, its folder, its input. */
#include "config.h"

#include "output/git.h"

#include "folder.h"

static bool has_git(void)
{
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .arguments = { "version" } };

	return git_run(&out, &call) && str_starts(buf_str(&out), "git version ");
}

static void make_repository(struct temporary *folder)
{
	BUF_AUTO struct buf out = { 0 };
	struct git_call init = { .folder = folder->path, .arguments = { "init", "--quiet" } };

	temporary_make(folder);
	init.folder = folder->path;
	ck_assert(git_run(&out, &init));
}

static const struct {
	const char *arguments[4];
	const char *input;
	bool ok;
	const char *want; /* the output */
} rows[] = {
	{ { "hash-object", "--stdin" }, "", true, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n" },
	{ { "hash-object", "--stdin" }, "a\n", true, "78981922613b2afb6025042ff6bd878ac1994e85\n" },
	{ { "rev-parse", "--show-prefix" }, NULL, true, "\n" },
	{ { "rev-parse", "--verify", "--quiet", "nothing" }, NULL, false, "" },
	{ { "no-such-command" }, NULL, false, "" },
	{ { "rev-parse", "--sq-quote", "a b; $(echo c) 'd'" }, NULL, true,
	  " 'a b; $(echo c) '\\''d'\\'''\n" }, /* no shell is involved */
};

START_TEST(test_run)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .input = str_from(rows[_i].input) };

	if (!has_git())
		return;
	make_repository(&folder);
	call.folder = folder.path;
	for (size_t i = 0; i < COUNT(rows[_i].arguments); i++)
		call.arguments[i] = rows[_i].arguments[i];
	ck_assert_int_eq(git_run(&out, &call), rows[_i].ok);
	ck_assert_text(buf_str(&out), rows[_i].want);
}
END_TEST

/* More than a pipe holds, both ways. */
START_TEST(test_much)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf out = { 0 }, input = { 0 };
	struct git_call store = { .arguments = { "hash-object", "-w", "--stdin" } };
	struct git_call show = { .arguments = { "cat-file", "blob" } };
	struct str name = { NULL, 0 };

	if (!has_git())
		return;
	make_repository(&folder);
	for (int i = 0; i < 60000; i++)
		buf_printf(&input, "%d\n", i);
	store.folder = show.folder = folder.path;
	store.input = buf_str(&input);
	ck_assert(git_line(&name, &arena, &store));
	ck_assert_uint_eq(name.len, 40);
	show.arguments[2] = name.p;
	ck_assert(git_run(&out, &show));
	ck_assert(str_eq(buf_str(&out), buf_str(&input)));
}
END_TEST

/* What is in the environment of the caller does not lead git elsewhere; what the call adds counts. */
START_TEST(test_environment)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct git_call root = { .arguments = { "rev-parse", "--is-inside-work-tree" } };
	struct git_call author = { .arguments = { "var", "GIT_AUTHOR_IDENT" },
				   .variables = { "GIT_AUTHOR_NAME=N", "GIT_AUTHOR_EMAIL=e@x",
						  "GIT_AUTHOR_DATE=@1 +0000" } };
	struct str line = { NULL, 0 };

	if (!has_git())
		return;
	make_repository(&folder);
	ck_assert_int_eq(setenv("GIT_DIR", "/nonexistent", 1), 0);
	root.folder = author.folder = folder.path;
	ck_assert(git_line(&line, &arena, &root));
	ck_assert_text(line, "true");
	ck_assert(git_line(&line, &arena, &author));
	ck_assert_text(line, "N <e@x> 1 +0000");
}
END_TEST

START_TEST(test_complaint)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf out = { 0 }, messages = { 0 };
	struct git_call call = { .arguments = { "rev-parse", "--verify", "nothing" }, .messages = &messages };
	struct buf silence = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct str line;

	if (!has_git())
		return;
	make_repository(&folder);
	call.folder = folder.path;
	ck_assert(!git_run(&out, &call));
	line = git_complaint(&arena, &messages);
	ck_assert(line.len > 0 && !str_starts(line, "fatal:"));
	ck_assert(str_find_char(line, '\n', 0) == STR_NONE);
	ck_assert(git_complaint(&arena, &silence).len > 0);
}
END_TEST

START_TEST(test_nowhere)
{
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .folder = "/nonexistent", .arguments = { "version" } };

	ck_assert(!git_run(&out, &call));
	ck_assert_int_eq(setenv("PATH", "/nonexistent", 1), 0);
	call.folder = NULL;
	ck_assert(!git_run(&out, &call));
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("git");

	if (!has_git())
		printf("SKIP: git is not there\n");
	ADD_TABLE(tcase, test_run, rows);
	tcase_add_test(tcase, test_much);
	tcase_add_test(tcase, test_environment);
	tcase_add_test(tcase, test_complaint);
	tcase_add_test(tcase, test_nowhere);
	return run_tests("git", tcase);
}
