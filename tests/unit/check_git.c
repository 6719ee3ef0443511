/* SPDX-License-Identifier: MIT */
/* Tests running git: its output, status, folder and input. */
#include "config.h"

#include "repository/git.h"

#include "folder.h"

static bool has_git(void)
{
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .arguments = { "version" } };

	return git_run(&out, &call) && str_starts(buf_str(&out), "git version ");
}

/* Makes a repository; *git is its git folder. */
static void make_repository(struct temporary *folder, char git[128])
{
	char command[256];

	temporary_make(folder);
	snprintf(git, 128, "%s/.git", folder->path);
	snprintf(command, sizeof(command), "git init --quiet '%s'", folder->path);
	ck_assert_int_eq(system(command), 0);
}

static const struct {
	const char *arguments[4];
	const char *input;
	bool ok;
	const char *want; /* the output */
} rows[] = {
	{ { "hash-object", "--stdin" }, "", true, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n" },
	{ { "hash-object", "--stdin" }, "a\n", true, "78981922613b2afb6025042ff6bd878ac1994e85\n" },
	{ { "rev-parse", "--git-dir" }, NULL, true, NULL },
	{ { "rev-parse", "--verify", "--quiet", "nothing" }, NULL, false, "" },
	{ { "no-such-command" }, NULL, false, "" },
	{ { "rev-parse", "--sq-quote", "a b; $(echo c) 'd'" }, NULL, true,
	  " 'a b; $(echo c) '\\''d'\\'''\n" }, /* no shell is involved */
};

START_TEST(test_run)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	char git[128];
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .input = str_from(rows[_i].input) };

	if (!has_git())
		return;
	make_repository(&folder, git);
	call.folder = git;
	for (size_t i = 0; i < COUNT(rows[_i].arguments); i++)
		call.arguments[i] = rows[_i].arguments[i];
	ck_assert_int_eq(git_run(&out, &call), rows[_i].ok);
	if (rows[_i].want)
		ck_assert_text(buf_str(&out), rows[_i].want);
}
END_TEST

/* More than a pipe can buffer, in both directions. */
START_TEST(test_much)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	char git[128];
	BUF_AUTO struct buf out = { 0 }, input = { 0 };
	struct git_call store = { .arguments = { "hash-object", "-w", "--stdin" } };
	struct git_call show = { .arguments = { "cat-file", "blob" } };
	struct str name = { NULL, 0 };

	if (!has_git())
		return;
	make_repository(&folder, git);
	for (int i = 0; i < 60000; i++)
		buf_printf(&input, "%d\n", i);
	store.folder = show.folder = git;
	store.input = buf_str(&input);
	ck_assert(git_line(&name, &arena, &store));
	ck_assert_uint_eq(name.len, 40);
	show.arguments[2] = name.p;
	ck_assert(git_run(&out, &show));
	ck_assert(str_eq(buf_str(&out), buf_str(&input)));
}
END_TEST

/* The caller's environment does not redirect git; the variables of the call are used. */
START_TEST(test_environment)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	char git[128];
	struct git_call root = { .arguments = { "rev-parse", "--git-dir" } };
	struct git_call author = { .arguments = { "var", "GIT_AUTHOR_IDENT" },
				   .variables = { "GIT_AUTHOR_NAME=N", "GIT_AUTHOR_EMAIL=e@x",
						  "GIT_AUTHOR_DATE=@1 +0000" } };
	struct str line = { NULL, 0 };

	if (!has_git())
		return;
	make_repository(&folder, git);
	ck_assert_int_eq(setenv("GIT_DIR", "/nonexistent", 1), 0);
	root.folder = author.folder = git;
	ck_assert(git_line(&line, &arena, &root));
	ck_assert_text(line, git);
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
	char git[128];
	struct str line;

	if (!has_git())
		return;
	make_repository(&folder, git);
	call.folder = git;
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
	struct git_call call = { .folder = "/nonexistent", .arguments = { "cat-file", "-t", "HEAD" } };

	ck_assert(!git_run(&out, &call));
	ck_assert_int_eq(setenv("PATH", "/nonexistent", 1), 0);
	call.folder = NULL;
	ck_assert(!git_run(&out, &call));
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

/* Settings of a repository that would run a program are ignored. */
START_TEST(test_settings)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	char git[128];
	struct git_call hooks = { .folder = git, .arguments = { "config", "--get", "core.hooksPath" } };
	struct git_call fetch = { .folder = git, .arguments = { "ls-remote", "ext::true" } };
	BUF_AUTO struct buf out = { 0 };
	struct str line = { NULL, 0 };

	if (!has_git())
		return;
	make_repository(&folder, git);
	temporary_add(&folder, ".git/config", "[core]\n\thooksPath = /tmp\n[protocol]\n\tallow = always\n");
	ck_assert_int_eq(setenv("GIT_TRACE", "/dev/stdout", 1), 0);
	ck_assert(git_line(&line, &arena, &hooks));
	ck_assert_text(line, "/dev/null");
	ck_assert(!git_run(&out, &fetch));
}
END_TEST

/* A git process that answers several requests. */
START_TEST(test_stream)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf bytes = { 0 };
	char git[128];
	struct git_call call = { .folder = git, .arguments = { "cat-file", "--batch" } };
	struct git_call store = { .folder = git,
				  .arguments = { "hash-object", "-w", "--stdin" },
				  .input = STR("some\nbytes") };
	BUF_AUTO struct buf id = { 0 };
	struct git_stream stream;
	struct str line;

	if (!has_git())
		return;
	make_repository(&folder, git);
	ck_assert(git_run(&id, &store));
	ck_assert(git_stream_start(&stream, &call));
	for (int i = 0; i < 3; i++) {
		ck_assert(git_stream_write(&stream, buf_str(&id)));
		ck_assert(git_stream_line(&stream, 1000, &line));
		ck_assert(str_ends(line, " blob 10\n"));
		buf_cut(&bytes, 0);
		ck_assert(git_stream_bytes(&stream, 11, &bytes));
		ck_assert_text(buf_str(&bytes), "some\nbytes\n");
	}
	ck_assert(git_stream_write(&stream, STR("none\n")));
	ck_assert(git_stream_line(&stream, 1000, &line));
	ck_assert_text(line, "none missing\n");
	git_stream_stop(&stream);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("git");

	if (!has_git())
		printf("SKIP: git is not installed\n");
	ADD_TABLE(tcase, test_run, rows);
	tcase_add_test(tcase, test_much);
	tcase_add_test(tcase, test_environment);
	tcase_add_test(tcase, test_complaint);
	tcase_add_test(tcase, test_settings);
	tcase_add_test(tcase, test_stream);
	tcase_add_test(tcase, test_nowhere);
	return run_tests("git", tcase);
}
