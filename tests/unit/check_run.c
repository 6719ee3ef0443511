/* SPDX-License-Identifier: MIT */
/* Tests whole runs without main(): output, messages, status, and files on disk. */
#include "config.h"

#include "run.h"

#include "base/file.h"
#include "folder.h"
#include "options_parse.h"

#include <fcntl.h>
#include <getopt.h>

#define NOX "jobs:\n  j:\n    steps:\n      - run: nox\n"
#define CLEAN "jobs:\n  j:\n    steps:\n      - run: make\n"

static const struct {
	const char *name, *content;
} files[] = {
	{ "nox/.github/workflows/ci.yml", NOX },
	{ "clean/.github/workflows/ci.yml", CLEAN },
	{ "bad/.github/workflows/a.yml", "# nox\na: [\n" },
	{ "bad/.github/workflows/b.yml", NOX },
};

static void enter(struct temporary *folder)
{
	temporary_make(folder);
	for (size_t i = 0; i < COUNT(files); i++)
		temporary_add(folder, files[i].name, files[i].content);
	ck_assert_int_eq(chdir(folder->path), 0);
}

enum { ARGUMENTS_MAX = 6 };

static enum exit_status run_arguments(struct run_output *output, const char *const *arguments)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options options = { .verbosity = 0 };
	char *argv[ARGUMENTS_MAX + 2] = { arena_copy(&arena, STR("nox-cache-inject")).p
						  ? arena_alloc(&arena, 1, 32)
						  : NULL };
	int argc = 1;

	for (; arguments[argc - 1]; argc++) {
		size_t size = strlen(arguments[argc - 1]) + 1;

		argv[argc] = arena_alloc(&arena, 1, size);
		ck_assert_ptr_nonnull(argv[argc]);
		memcpy(argv[argc], arguments[argc - 1], size);
	}
	optind = 1;
	ck_assert_msg(options_parse(&options, &arena, argc, argv, &error) == STATUS_OK, "%s", error.p);
	return run_modes(output, &options, false, false);
}

static const struct {
	const char *arguments[ARGUMENTS_MAX];
	enum exit_status status;
	const char *result;   /* prefix of standard output; "" for nothing */
	const char *messages; /* a part of standard error; NULL: nothing */
} rows[] = {
	{ { "clean" }, EXIT_DONE, "", NULL },
	{ { "nox" }, EXIT_DONE, "--- a/.github/workflows/ci.yml\n+++ b/.github/workflows/ci.yml\n@@ ", NULL },
	{ { "-d", "nox" }, EXIT_DONE, "--- a/", NULL },
	{ { "-c", "clean" }, EXIT_DONE, "", NULL },
	{ { "-c", "nox" }, EXIT_FOUND, "nox/.github/workflows/ci.yml:4:14: ", NULL },
	{ { "-c", "--format=json", "clean" }, EXIT_DONE, "{", NULL },
	{ { "-c", "--format=json", "nox" }, EXIT_FOUND, "{", NULL },
	{ { "-l", "clean" }, EXIT_DONE, "", NULL },
	{ { "-l", "nox" }, EXIT_DONE, "nox/.github/workflows/ci.yml\n  JOB ", NULL },
	{ { "-l", "--format=json", "nox" }, EXIT_DONE, "{", NULL },
	{ { "-p", "--author=N <e@x>", "--date=@1 +0000", "nox" }, EXIT_DONE, "From ", NULL },
	{ { "-p", "clean" }, EXIT_DONE, "", NULL },
	{ { "--why=j", "nox" }, EXIT_DONE, "nox/.github/workflows/ci.yml:2: job j\n", NULL },
	{ { "--why=j", "nox", "clean" }, EXIT_DONE, "nox/.github/workflows/ci.yml:2: job j\n", NULL },
	{ { "--why=k", "nox" }, EXIT_FAILED, "", "no job is called k: did you mean j?" },
	{ { "--why=quite-another", "nox" }, EXIT_FAILED, "", "no job is called quite-another\n" },
	/* a bad file does not affect others */
	{ { "bad" }, EXIT_FAILED, "--- a/.github/workflows/b.yml\n", "bad/.github/workflows/a.yml:" },
	{ { "-q", "bad" }, EXIT_FAILED, "--- a/.github/workflows/b.yml\n", "a.yml:" },
	{ { "-c", "bad" }, EXIT_FAILED, "bad/.github/workflows/b.yml:4:14", "a.yml:" },
	{ { "nowhere.yml" }, EXIT_FAILED, "", "nowhere.yml" },
	{ { "clean", "nox" }, EXIT_DONE, "--- a/", NULL },
};

START_TEST(test_run)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct run_output output = { .result = { .len = 0 } };
	struct str result, messages;

	enter(&folder);
	ck_assert_int_eq(run_arguments(&output, rows[_i].arguments), rows[_i].status);
	ck_assert_int_eq(chdir("/"), 0);
	result = buf_str(&output.result);
	messages = buf_str(&output.messages);
	/* Notes about a missing noxfile do not count as errors. */
	ck_assert_msg(rows[_i].result[0] == '\0' ? result.len == 0 : str_starts(result, rows[_i].result),
		      "%.*s", STR_ARG(result));
	if (rows[_i].messages)
		ck_assert_msg(str_contains(messages, rows[_i].messages), "%.*s", STR_ARG(messages));
	else
		ck_assert_msg(!str_contains(messages, "error:"), "%.*s", STR_ARG(messages));
	buf_release(&output.result);
	buf_release(&output.messages);
}
END_TEST

static void read_back(struct buf *out, const char *path)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };

	ck_assert_int_eq(file_read_at(&diagnostics, AT_FDCWD, path, FILE_LIMIT, out, NULL), STATUS_OK);
}

/* The only mode that writes: once, with a backup if requested. */
START_TEST(test_in_place)
{
	static const char *const arguments[] = { "--in-place=.orig", "nox", "clean", "bad", NULL };
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf now = { 0 }, old = { 0 }, again = { 0 }, bad = { 0 };
	struct run_output output = { .result = { .len = 0 } };

	enter(&folder);
	ck_assert_int_eq(run_arguments(&output, arguments), EXIT_FAILED);
	ck_assert_uint_eq(output.result.len, 0);
	read_back(&now, "nox/.github/workflows/ci.yml");
	read_back(&old, "nox/.github/workflows/ci.yml.orig");
	read_back(&bad, "bad/.github/workflows/a.yml");
	ck_assert(str_contains(buf_str(&now), "name: Cache Nox environments\n"));
	ck_assert_text(buf_str(&old), NOX);
	ck_assert_text(buf_str(&bad), "# nox\na: [\n");
	ck_assert_int_ne(access("clean/.github/workflows/ci.yml.orig", F_OK), 0);
	ck_assert_int_eq(run_arguments(&output, arguments), EXIT_FAILED);
	read_back(&again, "nox/.github/workflows/ci.yml");
	ck_assert(str_eq(buf_str(&again), buf_str(&now)));
	ck_assert_int_eq(chdir("/"), 0);
	buf_release(&output.result);
	buf_release(&output.messages);
}
END_TEST

/* Every other mode leaves the file unchanged. */
START_TEST(test_dry)
{
	static const char *const modes[] = { "-d", "-c", "-l", "-p" };
	const char *const arguments[] = { modes[_i], "nox", NULL };
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf now = { 0 };
	struct run_output output = { .result = { .len = 0 } };

	enter(&folder);
	(void)run_arguments(&output, arguments);
	read_back(&now, "nox/.github/workflows/ci.yml");
	ck_assert_text(buf_str(&now), NOX);
	ck_assert_uint_gt(output.result.len, 0);
	ck_assert_int_eq(chdir("/"), 0);
	buf_release(&output.result);
	buf_release(&output.messages);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("run");

	ADD_TABLE(tcase, test_run, rows);
	tcase_add_test(tcase, test_in_place);
	tcase_add_loop_test(tcase, test_dry, 0, 4);
	return run_tests("run", tcase);
}
