/* SPDX-License-Identifier: MIT */
/* Tests the command line: what each option sets, and the messages for errors. */
#include "config.h"

#include "option_table.h"
#include "options_help.h"
#include "options_parse.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 32 };

/* Parses a command line that ends with NULL. */
static enum status parse(struct options *options, struct arena *arena, struct buf *error,
			 const char *const words[])
{
	static char text[MAX_WORDS][256];
	char *argv[MAX_WORDS + 2];
	int argc = 0;

	strcpy(text[0], "nox-cache-inject");
	argv[argc++] = text[0];
	for (; words[argc - 1]; argc++) {
		ck_assert_int_lt(argc, MAX_WORDS);
		strcpy(text[argc], words[argc - 1]);
		argv[argc] = text[argc];
	}
	argv[argc] = NULL;
	return options_parse(options, arena, argc, argv, error);
}

#define PARSE(options, arena, error, ...)                                                          \
	parse((options), (arena), (error), (const char *const[]){ __VA_ARGS__, NULL })

START_TEST(test_defaults)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(parse(&o, &arena, &error, (const char *const[]){ NULL }), STATUS_OK);
	ck_assert_int_eq(o.mode, MODE_DIFF);
	ck_assert_int_eq(o.format, FORMAT_TEXT);
	ck_assert_int_eq(o.reuse, REUSE_AUTO);
	ck_assert_int_eq(o.color, COLOR_AUTO);
	ck_assert_int_eq(o.verbosity, 0);
	ck_assert_ptr_null(o.output);
	ck_assert_ptr_null(o.body);
	ck_assert_uint_eq(o.paths.list.len, 0);
	ck_assert(!o.no_restore_keys && !o.include_release);
}
END_TEST

static const struct {
	const char *word;
	enum mode mode;
	const char *suffix;
} modes[] = {
	{ "-d", MODE_DIFF, NULL },          { "--diff", MODE_DIFF, NULL },
	{ "-i", MODE_IN_PLACE, NULL },      { "-i.bak", MODE_IN_PLACE, ".bak" },
	{ "--in-place", MODE_IN_PLACE, NULL }, { "--in-place=~", MODE_IN_PLACE, "~" },
	{ "-p", MODE_PATCH, NULL },         { "--patch", MODE_PATCH, NULL },
	{ "--commit", MODE_COMMIT, NULL },
	{ "-c", MODE_CHECK, NULL },         { "--check", MODE_CHECK, NULL },
	{ "-l", MODE_LIST, NULL },          { "--list", MODE_LIST, NULL },
	{ "--why=j", MODE_WHY, NULL },
	{ "-h", MODE_HELP, NULL },          { "--help", MODE_HELP, NULL },
	{ "-V", MODE_VERSION, NULL },       { "--version", MODE_VERSION, NULL },
};

START_TEST(test_mode)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(PARSE(&o, &arena, &error, modes[_i].word), STATUS_OK);
	ck_assert_int_eq(o.mode, modes[_i].mode);
	ck_assert_pstr_eq(o.backup_suffix, modes[_i].suffix);
}
END_TEST

START_TEST(test_values)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(PARSE(&o, &arena, &error, "-p", "--action=a/b@v1", "-o", "out", "-m", "s u",
			       "--body=", "--branch", "b", "--author=A <a@b>", "--date=@0 +0000",
			       "--base=main", "--color=never", "--reuse=keep", "-vv", "-q"),
			 STATUS_OK);
	ck_assert_str_eq(o.action, "a/b@v1");
	ck_assert_str_eq(o.output, "out");
	ck_assert_str_eq(o.message, "s u");
	ck_assert_str_eq(o.body, "");
	ck_assert_str_eq(o.branch, "b");
	ck_assert_str_eq(o.author, "A <a@b>");
	ck_assert_str_eq(o.date, "@0 +0000");
	ck_assert_str_eq(o.base, "main");
	ck_assert_int_eq(o.color, COLOR_NEVER);
	ck_assert_int_eq(o.reuse, REUSE_KEEP);
	ck_assert_int_eq(o.verbosity, 1);
}
END_TEST

START_TEST(test_flags)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(PARSE(&o, &arena, &error, "--no-restore-keys", "--include-release",
			       "--color=always", "--list", "--format=json"),
			 STATUS_OK);
	ck_assert(o.no_restore_keys && o.include_release);
	ck_assert_int_eq(o.color, COLOR_ALWAYS);
	ck_assert_int_eq(o.format, FORMAT_JSON);
}
END_TEST

START_TEST(test_request)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(PARSE(&o, &arena, &error, "--commit", "--force-branch", "--pr-body=p", "-j8",
			       "--feature", "--reuse=no-install", "--format=json"),
			 STATUS_OK);
	ck_assert(o.force_branch);
	ck_assert_str_eq(o.pr_body, "p");
	ck_assert_int_eq(o.parallel, 8);
	ck_assert_str_eq(o.feature, "");
	ck_assert_int_eq(o.reuse, REUSE_NO_INSTALL_POLICY);
	ck_assert_int_eq(PARSE(&o, &arena, &error, "--feature=a.feature"), STATUS_OK);
	ck_assert_str_eq(o.feature, "a.feature");
	ck_assert_int_eq(o.parallel, 0);
}
END_TEST

#define LIST_CASE(option, member) { option, offsetof(struct options, member) }

static const struct {
	const char *option;
	size_t member;
} lists[] = {
	LIST_CASE("--hash-file", hash_files),     LIST_CASE("--job", jobs),
	LIST_CASE("--skip-job", skip_jobs),       LIST_CASE("--nox-command", nox_commands),
	LIST_CASE("--nox-action", nox_actions),   LIST_CASE("--trailer", trailers),
	LIST_CASE("--directory", directories),
};

START_TEST(test_list)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;
	const struct texts *texts = (const void *)((const char *)&o + lists[_i].member);

	ck_assert_int_eq(PARSE(&o, &arena, &error, "-p", lists[_i].option, "one", "path",
			       lists[_i].option, "-two", "--", "--diff"),
			 STATUS_OK);
	ck_assert_uint_eq(texts->list.len, 2);
	ck_assert_str_eq(texts->list.at[0], "one");
	ck_assert_str_eq(texts->list.at[1], "-two");
	ck_assert_uint_eq(o.paths.list.len, 2);
	ck_assert_str_eq(o.paths.list.at[0], "path");
	ck_assert_str_eq(o.paths.list.at[1], "--diff");
}
END_TEST

static const struct {
	const char *words[4];
	const char *error;
} refusals[] = {
	{ { "--nope" }, "unknown option '--nope'" },
	{ { "--nope=x" }, "unknown option '--nope'" },
	{ { "--bo\033[31m" }, "unknown option '--bo\033[31m'" },
	{ { "--chek" }, "unknown option '--chek': did you mean --check?" },
	{ { "--skip-jobs=x" }, "unknown option '--skip-jobs': did you mean --skip-job?" },
	{ { "--in" }, "ambiguous option '--in': could be --in-place or --include-release" },
	{ { "--action=foo" }, "option --action: invalid value 'foo' (expected an action such as actions/cache@v6)" },
	{ { "--action=foo@v1" }, "option --action: invalid value 'foo@v1' (expected an action such as actions/cache@v6)" },
	{ { "--action=a/b" }, "option --action: invalid value 'a/b' (expected an action such as actions/cache@v6)" },
	{ { "--explain=mising-cache" }, "option --explain: no rule is called 'mising-cache': did you mean 'missing-cache'?" },
	{ { "-c", "--select=key-invalid,x" }, "option --select: no rule is called 'x'" },
	{ { "-c", "--ignore=" }, "option --ignore: no rule is called ''" },
	{ { "--ignore=key-invalid" }, "option --ignore can only be used with --check or --list" },
	{ { "--exit-code", "-c" }, "option --exit-code can only be used with --diff" },
	{ { "-l", "--format=sarif" }, "option --list only supports the formats text and json" },
	{ { "-x" }, "unknown option '-x'" },
	{ { "-qx" }, "unknown option '-x'" },
	{ { "--quiet", "-xq" }, "unknown option '-x'" },
	{ { "path", "--nope", "path" }, "unknown option '--nope'" },
	{ { "--no" }, "ambiguous option '--no': could be --no-restore-keys, --nox-command, --nox-action, --no-config, --no-pager or --no-isolation" },
	{ { "--output" }, "option --output needs an argument: FILE" },
	{ { "-o" }, "option --output needs an argument: FILE" },
	{ { "--diff=x" }, "option --diff takes no argument" },
	{ { "--output=" }, "option --output: invalid value '' (expected FILE)" },
	{ { "--job=" }, "option --job: invalid value '' (expected ID)" },
	{ { "--in-place=" }, "option --in-place: invalid value '' (expected SUFFIX)" },
	{ { "--in-place=a/b" }, "option --in-place: invalid value 'a/b' (expected SUFFIX)" },
	{ { "--color=red" }, "option --color: invalid value 'red' (expected auto, always or never)" },
	{ { "--reuse=" }, "option --reuse: invalid value '' (expected auto, keep or no-install)" },
	{ { "--reuse=no" }, "option --reuse: invalid value 'no' (expected auto, keep or no-install)" },
	{ { "--reuse=auto|keep" },
	  "option --reuse: invalid value 'auto|keep' (expected auto, keep or no-install)" },
	{ { "--action=" }, "option --action: invalid value '' (expected an action such as actions/cache@v6)" },
	{ { "--action=a/b@v1 x" }, "option --action: invalid value 'a/b@v1 x' (expected an action such as actions/cache@v6)" },
	{ { "--action=a\nb" }, "option --action: invalid value 'a\nb' (expected an action such as actions/cache@v6)" },
	{ { "--action=${{ x }}" }, "option --action: invalid value '${{ x }}' (expected an action such as actions/cache@v6)" },
	{ { "--hash-file=" }, "option --hash-file: invalid value '' (expected PATTERN)" },
	{ { "--hash-file=a\nb" }, "option --hash-file: invalid value 'a\nb' (expected PATTERN)" },
	{ { "--hash-file=a}}b" }, "option --hash-file: invalid value 'a}}b' (expected PATTERN)" },
	{ { "--hash-file=${{ a b }}" }, "option --hash-file: invalid value '${{ a b }}' (expected PATTERN)" },
	{ { "-j" }, "option --parallel needs an argument: N" },
	{ { "-j0" }, "option --parallel: invalid value '0' (expected a number from 1 to 1024)" },
	{ { "--parallel=-1" }, "option --parallel: invalid value '-1' (expected a number from 1 to 1024)" },
	{ { "-j2x" }, "option --parallel: invalid value '2x' (expected a number from 1 to 1024)" },
	{ { "-j99999999999999999999" },
	  "option --parallel: invalid value '99999999999999999999' (expected a number from 1 to 1024)" },
	{ { "-d", "-i" }, "options --diff and --in-place cannot be used together" },
	{ { "--check", "x", "--list" }, "options --check and --list cannot be used together" },
	{ { "--format=json" }, "option --format can only be used with --commit, --check or --list" },
	{ { "--message=x", "-c" }, "option --message can only be used with --patch or --commit" },
	{ { "--force-branch", "-p" }, "option --force-branch can only be used with --commit" },
	{ { "--pr-body=x" }, "option --pr-body can only be used with --patch or --commit" },
	{ { "--feature", "-l" },
	  "option --feature can only be used with --diff, --in-place, --patch or --commit" },
	{ { "--commit", "-p" }, "options --commit and --patch cannot be used together" },
};

START_TEST(test_refused)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(parse(&o, &arena, &error, refusals[_i].words), STATUS_INVALID);
	ck_assert_str_eq(error.p, refusals[_i].error);
}
END_TEST

START_TEST(test_again)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;

	ck_assert_int_eq(PARSE(&o, &arena, &error, "-vx"), STATUS_INVALID);
	ck_assert_int_eq(PARSE(&o, &arena, &error, "-l", "--list", "a"), STATUS_OK);
	ck_assert_int_eq(o.mode, MODE_LIST);
	ck_assert_int_eq(o.verbosity, 0);
	ck_assert_int_eq(PARSE(&o, &arena, &error, "-l", "--help", "--nope"), STATUS_OK);
	ck_assert_int_eq(o.mode, MODE_HELP);
}
END_TEST

/* Each row is in --help, and no line is wider than a terminal. */
START_TEST(test_help)
{
	BUF_AUTO struct buf help = { 0 };
	struct str rest, line;

	options_help(&help);
	for (size_t i = 0; i < option_count; i++) {
		BUF_AUTO struct buf name = { 0 };

		buf_printf(&name, " --%s", option_table[i].name);
		ck_assert_msg(str_contains(buf_str(&help), name.p), "--help lacks %s", name.p);
		ck_assert_msg(str_contains(buf_str(&help), option_table[i].help), "--help lacks %s",
			      option_table[i].help);
	}
	rest = buf_str(&help);
	while (str_next_line(&rest, &line))
		ck_assert_msg(line.len <= 80, "wider than 79: %.*s", STR_ARG(line));
}
END_TEST

/* Names and letters are unique, and no letter has a special meaning for getopt(). */
START_TEST(test_table)
{
	for (size_t i = 0; i < option_count; i++) {
		ck_assert(option_table[i].letter != ':' && option_table[i].letter != '-' && option_table[i].letter != '?');
		ck_assert((option_table[i].argument == ARGUMENT_NONE) == (option_table[i].argument_name == NULL));
		for (size_t k = 0; k < i; k++) {
			ck_assert_str_ne(option_table[i].name, option_table[k].name);
			ck_assert(!option_table[i].letter || option_table[i].letter != option_table[k].letter);
		}
	}
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* What a repository's file sets, and what the command line overrides. */
static const struct {
	const char *word; /* of the command line, or NULL */
	const char *name;
	const char *text;
	const char *error; /* NULL: accepted */
} settings[] = {
	{ NULL, "action", "a/b@v1", NULL },
	{ NULL, "action", "x", "option --action: invalid value 'x' (expected an action such as actions/cache@v6)" },
	{ NULL, "no-restore-keys", "true", NULL },
	{ NULL, "no-restore-keys", "yes", "option --no-restore-keys: invalid value 'yes' (expected true or false)" },
	{ NULL, "include-release", "true", "include-release can only be used on the command line" },
	{ NULL, "job", "x", "job can only be used on the command line" },
	{ NULL, "actoin", "x", "unknown key 'actoin': did you mean action?" },
	{ NULL, "", "x", "unknown key ''" },
	{ NULL, "select", "key-invalid", NULL },
	{ "--action=c/d@v2", "action", "x", "option --action: invalid value 'x' (expected an action such as actions/cache@v6)" },
};

START_TEST(test_settings)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;
	const char *const words[] = { settings[_i].word, NULL };
	struct str name = str_from(settings[_i].name);
	enum status status;

	ck_assert_int_eq(parse(&o, &arena, &error, words), STATUS_OK);
	status = options_set(&o, &arena, name, settings[_i].text, &error);
	ck_assert_int_eq(status, settings[_i].error ? STATUS_INVALID : STATUS_OK);
	ck_assert_str_eq(error.p ? error.p : "", settings[_i].error ? settings[_i].error : "");
}
END_TEST

/* The command line wins; --fallback and --no-restore-keys are the same setting. */
START_TEST(test_settings_given)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options o;
	const char *const words[] = { "--fallback=always", "--skip-job=a", NULL };

	ck_assert_int_eq(parse(&o, &arena, &error, words), STATUS_OK);
	ck_assert_int_eq(options_set(&o, &arena, STR("no-restore-keys"), "true", &error), STATUS_OK);
	ck_assert_int_eq(options_set(&o, &arena, STR("skip-job"), "b", &error), STATUS_OK);
	ck_assert_int_eq(options_set(&o, &arena, STR("max-age"), "week", &error), STATUS_OK);
	ck_assert(!o.no_restore_keys && o.skip_jobs.list.len == 1);
	ck_assert_int_eq(o.max_age, AGE_WEEK);
	ck_assert(options_is_list(STR("hash-file")) && !options_is_list(STR("action")));
	ck_assert(!options_is_list(STR("job")));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = tcase_create("options");

	tcase_add_test(tcase, test_defaults);
	tcase_add_loop_test(tcase, test_mode, 0, COUNT(modes));
	tcase_add_test(tcase, test_values);
	tcase_add_test(tcase, test_flags);
	tcase_add_test(tcase, test_request);
	tcase_add_loop_test(tcase, test_list, 0, COUNT(lists));
	tcase_add_loop_test(tcase, test_refused, 0, COUNT(refusals));
	tcase_add_loop_test(tcase, test_settings, 0, COUNT(settings));
	tcase_add_test(tcase, test_settings_given);
	tcase_add_test(tcase, test_again);
	tcase_add_test(tcase, test_help);
	tcase_add_test(tcase, test_table);
	suite_add_tcase(suite, tcase);

	SRunner *runner = srunner_create(suite);

	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
