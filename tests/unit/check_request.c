/* SPDX-License-Identifier: MIT */
/* Requests: where the files come from, what is made of them, and what is reported when nothing is. */
#include "config.h"

#include "request.h"

#include "options_parse.h"

#include "folder.h"

#define WORKFLOW ".github/workflows/ci.yml"
#define TEXT                                                                                       \
	"on: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n"                       \
	"      - uses: actions/checkout@v4\n      - run: pipx run nox -s lint\n"
#define COMMITTED "git init -q -b main && git add -A && git commit -qm one"

struct outcome {
	struct run_output output;
	bool failed;
};

static void shell(const struct temporary *folder, const char *command)
{
	BUF_AUTO struct buf line = { 0 };

	ck_assert_int_eq(setenv("HOME", folder->path, 1), 0);
	ck_assert_int_eq(setenv("GIT_CONFIG_NOSYSTEM", "1", 1), 0);
	buf_printf(&line,
		   "cd '%s' && export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org"
		   " GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org"
		   " && { %s\n} >/dev/null 2>&1",
		   folder->path, command);
	ck_assert_msg(system(line.p) == 0, "%s", command);
}

/* One request for a folder, as the command line has it. */
static void request(struct outcome *o, const char *path, const char *mode, const char *option)
{
	struct options options = { .mode = MODE_DIFF };
	struct batch batch = { .worker = { .here = true } };
	struct runner r = { .options = &options,
			    .output = &o->output,
			    .lines = LINES_TO(&o->output.result, false),
			    .log = LINES_TO(&o->output.messages, false),
			    .json = JSON_TO(&o->output.result) };
	BUF_AUTO struct buf error = { 0 };
	char program[] = "nox-cache-inject", date[] = "--date=@1700000000 +0000",
	     author[] = "--author=A <a@example.org>", words[2][64];
	char *argv[] = { program, words[0], date, author, words[1], NULL };

	strcpy(words[0], mode);
	strcpy(words[1], option);
	ck_assert_msg(options_parse(&options, &r.arena, 5, argv, &error) == STATUS_OK, "%s",
		      error.len > 0 ? error.p : "");
	batch_add(&batch, path, path_kind(&batch.arena, path));
	struct project *project = batch_begin(&batch, 0);

	request_make(&r, &batch, project);
	batch_end(project);
	o->failed = r.failed;
	batch_release(&batch);
	arena_release(&r.arena);
}

static void outcome_release(struct outcome *o)
{
	buf_release(&o->output.result);
	buf_release(&o->output.messages);
}

/* What follows a committed workflow, what is asked for, and what comes of it. */
static const struct {
	const char *command; /* NULL: no git repository */
	const char *mode, *option;
	bool failed;
	const char *result, *message; /* parts of them; an empty result is exact */
} rows[] = {
	/* From disk where there is no repository. */
	{ NULL, "--patch", "-q", false, "+++ b/" WORKFLOW, "" },
	{ NULL, "--patch", "--base=HEAD", true, "", "not a git repository" },
	{ NULL, "--commit", "-q", true, "", "not a git repository" },
	/* From the commit, whatever the work tree holds. */
	{ COMMITTED, "--patch", "-q", false, "Subject: [PATCH] chore(ci): cache .nox", "" },
	{ COMMITTED " && echo 'a: [' > " WORKFLOW, "--patch", "-q", false, "+++ b/" WORKFLOW, "" },
	{ "git init -q -b main && git commit -q --allow-empty -m one", "--patch", "-q", false, "", "" },
	{ COMMITTED, "--patch", "--base=nosuch", true, "", "nosuch" },
	{ COMMITTED, "--commit", "-q", false, "\n", "" },
	{ COMMITTED, "--commit", "--branch=main", true, "", "main" },
};

START_TEST(test_request)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct outcome o = { .failed = false };

	temporary_make(&folder);
	temporary_add(&folder, WORKFLOW, TEXT);
	if (rows[_i].command)
		shell(&folder, rows[_i].command);
	request(&o, folder.path, rows[_i].mode, rows[_i].option);
	ck_assert_msg(o.failed == rows[_i].failed, "%.*s", STR_ARG(buf_str(&o.output.messages)));
	if (rows[_i].result[0] == '\0')
		ck_assert_text(buf_str(&o.output.result), "");
	ck_assert_msg(str_contains(buf_str(&o.output.result), rows[_i].result), "%.*s",
		      STR_ARG(buf_str(&o.output.result)));
	ck_assert_msg(str_contains(buf_str(&o.output.messages), rows[_i].message), "%.*s",
		      STR_ARG(buf_str(&o.output.messages)));
	outcome_release(&o);
}
END_TEST

/* The commit has the author and the date, its branch is left alone the second time, and the work tree
 * always. */
START_TEST(test_commit)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct outcome first = { .failed = false }, second = { .failed = false };

	temporary_make(&folder);
	temporary_add(&folder, WORKFLOW, TEXT);
	shell(&folder, COMMITTED);
	request(&first, folder.path, "--commit", "--format=json");
	ck_assert(!first.failed);
	ck_assert(str_contains(buf_str(&first.output.result), "\"status\": \"committed\""));
	shell(&folder, "test \"$(git log -1 --format='%an %at' --branches='task/*')\" = 'A 1700000000'"
		       " && test \"$(git rev-list --count --all)\" = 2 && test -z \"$(git status -s)\""
		       " && git diff --quiet HEAD && git branch | grep -q task/");
	request(&second, folder.path, "--commit", "--format=json");
	ck_assert(!second.failed);
	ck_assert_text(buf_str(&second.output.result), first.output.result.p);
	shell(&folder, "test \"$(git rev-list --count --all)\" = 2");
	outcome_release(&first);
	outcome_release(&second);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("request");

	if (system("git --version >/dev/null 2>&1") != 0)
		return 77;
	ADD_TABLE(tcase, test_request, rows);
	tcase_add_test(tcase, test_commit);
	return run_tests("request", tcase);
}
