/* SPDX-License-Identifier: MIT */
/* The option table and the loop that applies its rows: a new option is a row and a member. */
#include "config.h"

#include "options.h"

#include "base/distance.h"
#include "nox/dependencies.h"
#include "nox/rules.h"
#include "option_errors.h"
#include "workflow/uses.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define BIT(mode) (1U << (mode))
#define REPORTS (BIT(MODE_CHECK) | BIT(MODE_LIST))
#define REQUESTS (BIT(MODE_PATCH) | BIT(MODE_COMMIT))
#define CHANGES (BIT(MODE_DIFF) | BIT(MODE_IN_PLACE) | REQUESTS)

#define MODE_ROW(letter, name, mode, help)                                                         \
	{ GROUP_MODE, letter, name, ARGUMENT_NONE, NULL, COMPLETES_NOTHING, help, OPTION_MODE,     \
	  mode, 0, 0 }
#define FLAG_ROW(group, name, member, help)                                                        \
	{ group, '\0', name, ARGUMENT_NONE, NULL, COMPLETES_NOTHING, help, OPTION_FLAG, 0,         \
	  offsetof(struct options, member), 0 }
#define STEP_ROW(letter, name, step, help)                                                         \
	{ GROUP_OUTPUT, letter, name, ARGUMENT_NONE, NULL, COMPLETES_NOTHING, help, OPTION_STEP,   \
	  step, offsetof(struct options, verbosity), 0 }
#define VALUE_ROW(group, letter, name, argument, kind, member, modes, completes, help)             \
	{ group, letter, name, ARGUMENT_REQUIRED, argument, completes, help, kind, 0,              \
	  offsetof(struct options, member), modes }
#define PLAIN_ROW(group, name, argument, kind, member, help)                                       \
	VALUE_ROW(group, '\0', name, argument, kind, member, 0, COMPLETES_NOTHING, help)
#define REQUEST_ROW(letter, name, argument, kind, member, help)                                    \
	VALUE_ROW(GROUP_PULL_REQUEST, letter, name, argument, kind, member, REQUESTS,              \
		  COMPLETES_NOTHING, help)
#define FINDINGS_ROW(name, argument, kind, member, completes, help)                                \
	VALUE_ROW(GROUP_FINDINGS, '\0', name, argument, kind, member, REPORTS, completes, help)

static const struct option_row table[] = {
	MODE_ROW('d', "diff", MODE_DIFF, "print a unified diff, write nothing (default)"),
	{ GROUP_MODE, 'i', "in-place", ARGUMENT_OPTIONAL, "SUFFIX", COMPLETES_NOTHING,
	  "rewrite the files; with SUFFIX keep a backup", OPTION_MODE, MODE_IN_PLACE,
	  offsetof(struct options, backup_suffix), 0 },
	MODE_ROW('p', "patch", MODE_PATCH, "print one mailbox patch for git am or git apply"),
	MODE_ROW('\0', "commit", MODE_COMMIT, "make that commit on a branch, print its id"),
	MODE_ROW('c', "check", MODE_CHECK, "print findings, write nothing; status 1 if any"),
	MODE_ROW('l', "list", MODE_LIST, "print every job that runs Nox and its caching"),
	{ GROUP_MODE, '\0', "why", ARGUMENT_REQUIRED, "JOB", COMPLETES_NOTHING,
	  "print what was judged of one job, and why", OPTION_MODE, MODE_WHY,
	  offsetof(struct options, why), 0 },

	{ GROUP_MODE, '\0', "explain", ARGUMENT_REQUIRED, "RULE", COMPLETES_RULES,
	  "print what a kind of finding means", OPTION_MODE, MODE_EXPLAIN,
	  offsetof(struct options, explain), 0 },

	PLAIN_ROW(GROUP_CHANGE, "action", "REF", OPTION_USES, action,
		  "the cache action to use, such as actions/cache@v6"),
	PLAIN_ROW(GROUP_CHANGE, "hash-file", "PATTERN", OPTION_PATTERN, hash_files,
		  "file for the key, in place of those detected (*)"),
	PLAIN_ROW(GROUP_CHANGE, "reuse", "auto|keep|no-install", OPTION_CHOICE, reuse,
		  "add -r to nox, keep all commands, or -R where safe"),
	PLAIN_ROW(GROUP_CHANGE, "fallback", "always|pull-request|never", OPTION_CHOICE, fallback,
		  "when an older cache may be restored in part"),
	FLAG_ROW(GROUP_CHANGE, "no-restore-keys", no_restore_keys, "the same as --fallback=never"),
	PLAIN_ROW(GROUP_CHANGE, "max-age", "any|day|week|month", OPTION_CHOICE, max_age,
		  "build environments anew that are older"),
	PLAIN_ROW(GROUP_CHANGE, "cache-version", "WORD", OPTION_WORD, cache_version,
		  "a word for the key; a new one drops all caches"),
	PLAIN_ROW(GROUP_CHANGE, "job", "ID", OPTION_LIST, jobs, "only this job (*)"),
	PLAIN_ROW(GROUP_CHANGE, "skip-job", "ID", OPTION_LIST, skip_jobs, "not this job (*)"),
	FLAG_ROW(GROUP_CHANGE, "include-release", include_release, "cache in release jobs too"),
	PLAIN_ROW(GROUP_CHANGE, "nox-command", "WORD", OPTION_LIST, nox_commands,
		  "a further command that runs Nox (*)"),
	PLAIN_ROW(GROUP_CHANGE, "nox-action", "PATTERN", OPTION_LIST, nox_actions,
		  "a further action that runs Nox (*)"),
	{ GROUP_CHANGE, '\0', "feature", ARGUMENT_OPTIONAL, "FILE", COMPLETES_FILES,
	  "write the acceptance scenarios too", OPTION_ANY, 0, offsetof(struct options, feature),
	  CHANGES },

	FINDINGS_ROW("select", "RULE,...", OPTION_RULES, select, COMPLETES_RULES,
		     "only findings of these rules (*)"),
	FINDINGS_ROW("ignore", "RULE,...", OPTION_RULES, ignore, COMPLETES_RULES,
		     "no findings of these rules (*)"),
	FINDINGS_ROW("min-severity", "note|warning|error", OPTION_CHOICE, min_severity,
		     COMPLETES_NOTHING, "no findings below it"),
	{ GROUP_FINDINGS, '\0', "exit-zero", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "status 0 also where --check finds something", OPTION_FLAG, 0,
	  offsetof(struct options, exit_zero), BIT(MODE_CHECK) },

	REQUEST_ROW('\0', "branch", "NAME", OPTION_TEXT, branch, "name of the branch"),
	REQUEST_ROW('m', "message", "SUBJECT", OPTION_TEXT, message, "subject of the commit"),
	REQUEST_ROW('\0', "body", "TEXT", OPTION_ANY, body, "text below the subject"),
	REQUEST_ROW('\0', "trailer", "LINE", OPTION_LIST, trailers, "a line such as 'Refs: #1' (*)"),
	REQUEST_ROW('\0', "author", "ID", OPTION_TEXT, author, "author, as 'Name <address>'"),
	REQUEST_ROW('\0', "date", "DATE", OPTION_TEXT, date, "date of the commit"),
	REQUEST_ROW('\0', "base", "REV", OPTION_TEXT, base, "branch or commit that it starts from"),
	{ GROUP_PULL_REQUEST, '\0', "force-branch", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "let --commit replace a branch that has other work", OPTION_FLAG, 0,
	  offsetof(struct options, force_branch), BIT(MODE_COMMIT) },
	{ GROUP_PULL_REQUEST, '\0', "sign", ARGUMENT_OPTIONAL, "KEY", COMPLETES_NOTHING,
	  "let --commit sign, with KEY or your own key", OPTION_ANY, 0,
	  offsetof(struct options, sign), BIT(MODE_COMMIT) },
	VALUE_ROW(GROUP_PULL_REQUEST, '\0', "pr-body", "FILE", OPTION_TEXT, pr_body, REQUESTS,
		  COMPLETES_FILES, "write a description for the pull request"),

	VALUE_ROW(GROUP_OUTPUT, 'C', "directory", "DIR", OPTION_LIST, directories, 0,
		  COMPLETES_DIRECTORIES, "run as if started in DIR"),
	VALUE_ROW(GROUP_OUTPUT, 'o', "output", "FILE", OPTION_TEXT, output, 0, COMPLETES_FILES,
		  "write the output to FILE"),
	VALUE_ROW(GROUP_OUTPUT, '\0', "format", "text|concise|json|sarif|github|markdown",
		  OPTION_CHOICE, format, REPORTS | BIT(MODE_COMMIT), COMPLETES_NOTHING,
		  "of --check; --list and --commit have text and json"),
	{ GROUP_OUTPUT, '\0', "exit-code", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "status 1 where --diff prints a change", OPTION_FLAG, 0,
	  offsetof(struct options, exit_code), BIT(MODE_DIFF) },
	FLAG_ROW(GROUP_OUTPUT, "no-config", no_config, "do not read .nox-cache-inject.yml"),
	VALUE_ROW(GROUP_OUTPUT, 'j', "parallel", "N", OPTION_COUNT, parallel, 0, COMPLETES_NOTHING,
		  "work on N repositories at a time"),
	PLAIN_ROW(GROUP_OUTPUT, "color", "auto|always|never", OPTION_CHOICE, color,
		  "whether to colour the output"),
	STEP_ROW('q', "quiet", -1, "print errors only"),
	STEP_ROW('v', "verbose", +1, "print notes too; twice for all of them"),
	FLAG_ROW(GROUP_OUTPUT, "no-isolation", no_isolation,
		 "parse YAML in this process, for debugging"),
	{ GROUP_OUTPUT, 'h', "help", ARGUMENT_NONE, NULL, COMPLETES_NOTHING, "print this help",
	  OPTION_MODE, MODE_HELP, 0, 0 },
	{ GROUP_OUTPUT, 'V', "version", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "print the version", OPTION_MODE, MODE_VERSION, 0, 0 },
};

/* More processes than this at a time are a slip of the fingers. */
enum { COUNT_MAX = 1024 };

#define ROWS (sizeof(table) / sizeof(table[0]))
_Static_assert(ROWS <= 64, "options.given has 64 bits");
/* getopt_long() returns this plus the row for a long option, the letter for a short one. */
#define LONG_BASE 256

const struct option_row *options_table(size_t *count)
{
	*count = ROWS;
	return table;
}

/* The arrays that getopt_long() reads. */
struct getopt_tables {
	struct option longs[ROWS + 1];
	char shorts[3 * ROWS + 3];
};

static void getopt_tables_init(struct getopt_tables *tables)
{
	char *s = tables->shorts;

	memset(tables, 0, sizeof(*tables));
	*s++ = ':'; /* distinguishes a missing argument from an unknown option */
	for (size_t i = 0; i < ROWS; i++) {
		tables->longs[i] = (struct option){ table[i].name, (int)table[i].argument, NULL,
						    LONG_BASE + (int)i };
		if (table[i].letter == '\0')
			continue;
		*s++ = table[i].letter;
		for (int colons = (int)table[i].argument; colons > 0; colons--)
			*s++ = ':';
	}
}

static const struct option_row *row_of(int code)
{
	if (code >= LONG_BASE && code < LONG_BASE + (int)ROWS)
		return &table[code - LONG_BASE];
	for (size_t i = 0; i < ROWS; i++)
		if (code != 0 && table[i].letter == code)
			return &table[i];
	return NULL;
}

/* Index of text among the words of "a|b|c", or STR_NONE. */
static size_t choice_index(const char *choices, const char *text)
{
	struct str rest = str_from(choices);

	for (size_t index = 0;; index++) {
		size_t bar = str_find_char(rest, '|', 0);

		if (str_is(str_slice(rest, 0, bar), text))
			return index;
		if (bar == STR_NONE)
			return STR_NONE;
		rest = str_slice(rest, bar + 1, rest.len);
	}
}

static bool is_exit_mode(enum mode mode)
{
	return mode >= MODE_EXPLAIN;
}

/* Sets the mode; a second, different one is refused. */
static enum status apply_mode(struct options *options, const struct option_row *row,
			      const char *text, const struct option_row **mode_row,
			      struct buf *error)
{
	if (*mode_row && (*mode_row)->value != row->value && !is_exit_mode((enum mode)row->value)) {
		return option_refuse_pair(error, *mode_row, row);
	}
	*mode_row = row;
	options->mode = (enum mode)row->value;
	if (!text)
		return STATUS_OK;
	/* A backup is kept beside its file. */
	if (*text == '\0' || (row->value == MODE_IN_PLACE && strchr(text, '/')))
		return option_refuse_value(error, row, text);
	if (row->value == MODE_EXPLAIN && !rule_named(str_from(text)))
		return option_refuse_rule(error, row, str_from(text));
	memcpy((char *)options + row->target, &text, sizeof(text));
	return STATUS_OK;
}

static enum status apply_choice(void *target, const struct option_row *row, const char *text,
				struct buf *error)
{
	size_t index = choice_index(row->argument_name, text);

	_Static_assert(sizeof(enum format) == sizeof(unsigned) &&
			       sizeof(enum reuse_policy) == sizeof(unsigned) &&
			       sizeof(enum color) == sizeof(unsigned),
		       "a choice is stored as unsigned");
	if (index == STR_NONE)
		return option_refuse_value(error, row, text);

	unsigned value = (unsigned)index;

	memcpy(target, &value, sizeof(value));
	return STATUS_OK;
}

/* A number from 1 to COUNT_MAX. */
static enum status apply_count(void *target, const struct option_row *row, const char *text,
			       struct buf *error)
{
	char *end = NULL;
	long number = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : 0;
	int value = (int)number;

	if (number < 1 || number > COUNT_MAX || *end != '\0')
		return option_refuse_value(error, row, text);
	memcpy(target, &value, sizeof(value));
	return STATUS_OK;
}

/* Rules with commas between them; more than once they add up. */
static enum status apply_rules(void *target, const struct option_row *row, const char *text,
			       struct buf *error)
{
	struct str rest = str_from(text);
	rule_set set;

	memcpy(&set, target, sizeof(set));
	for (;;) {
		size_t comma = str_find_char(rest, ',', 0);
		struct str name = str_trim(str_slice(rest, 0, comma));
		const struct rule *rule = rule_named(name);

		if (!rule)
			return option_refuse_rule(error, row, name);
		set |= RULE_BIT(rule_index(rule));
		if (comma == STR_NONE)
			break;
		rest = str_slice(rest, comma + 1, rest.len);
	}
	memcpy(target, &set, sizeof(set));
	return STATUS_OK;
}

/* What a key takes without a second thought. */
static bool is_word(const char *text)
{
	enum { WORD_MAX = 32 };
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return length > 0 && length <= WORD_MAX && text[length] == '\0';
}

/* May the option have the text? */
static bool takes_text(const struct option_row *row, struct arena *arena, const char *text)
{
	switch (row->kind) {
	case OPTION_TEXT:
	case OPTION_LIST:
		return *text != '\0';
	case OPTION_USES:
		return uses_is_action(str_from(text));
	case OPTION_WORD:
		return is_word(text);
	case OPTION_PATTERN:
		return hash_pattern_is_sound(arena, str_from(text));
	default:
		return true;
	}
}

/* Applies a row that is no mode. */
static enum status apply_row(struct options *options, struct arena *arena,
			     const struct option_row *row, const char *text, struct buf *error)
{
	char *target = (char *)options + row->target;
	int step;

	if (!takes_text(row, arena, text))
		return option_refuse_value(error, row, text);
	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)target = true;
		break;
	case OPTION_STEP:
		memcpy(&step, target, sizeof(step));
		step += row->value;
		memcpy(target, &step, sizeof(step));
		break;
	case OPTION_CHOICE:
		return apply_choice(target, row, text, error);
	case OPTION_LIST:
	case OPTION_PATTERN:
		list_add(arena, &((struct texts *)(void *)target)->list, text);
		break;
	case OPTION_COUNT:
		return apply_count(target, row, text, error);
	case OPTION_RULES:
		return apply_rules(target, row, text, error);
	case OPTION_MODE:
	case OPTION_TEXT:
	case OPTION_USES:
	case OPTION_WORD:
	case OPTION_ANY:
		if (!text) /* an optional argument */
			text = "";
		memcpy(target, &text, sizeof(text));
		break;
	}
	return STATUS_OK;
}

/* Refuses an option that has no meaning in the mode. */
static enum status check_modes(const struct options *options, const bool given[ROWS],
			       struct buf *error)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (!given[i] || table[i].modes == 0 || table[i].modes & BIT(options->mode))
			continue;
		return option_refuse_mode(error, &table[i]);
	}
	return STATUS_OK;
}

enum status options_parse(struct options *options, struct arena *arena, int argc, char *argv[],
			  struct buf *error)
{
	struct getopt_tables tables;
	const struct option_row *mode_row = NULL;
	bool given[ROWS] = { false };
	enum status status;
	int code;

	*options = (struct options){ .mode = MODE_DIFF };
	getopt_tables_init(&tables);
	opterr = 0;
	optind = 0; /* glibc and musl start over */
	while ((code = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
		const struct option_row *row = row_of(code);

		if (code == '?' || code == ':' || !row)
			return option_refuse(error, row_of(optopt), code, optopt,
					     argv[optind > 0 ? optind - 1 : 0]);
		given[row - table] = true;
		options->given |= 1ULL << (row - table);
		status = row->kind == OPTION_MODE
				 ? apply_mode(options, row, optarg, &mode_row, error)
				 : apply_row(options, arena, row, optarg, error);
		if (status != STATUS_OK)
			return status;
		if (is_exit_mode(options->mode))
			return STATUS_OK;
	}
	for (; optind < argc; optind++)
		list_add(arena, &options->paths.list, argv[optind]);
	options->mode_given = mode_row != NULL;
	status = check_modes(options, given, error);
	if (status == STATUS_OK && options->mode != MODE_CHECK && options->format != FORMAT_TEXT &&
	    options->format != FORMAT_JSON)
		return option_refuse_format(error, mode_row);
	return status;
}

/* What people of a repository would repeat on each call. What lets a cache be where it may do harm
 * (--include-release, and --job, which lifts what is about triggers) is for the command line. */
static const char *const file_options[] = {
	"action",	 "hash-file",	"reuse",       "fallback",     "no-restore-keys",
	"max-age",	 "cache-version", "skip-job",	 "nox-command",	 "nox-action",
	"select",	 "ignore",	"min-severity",
};

static const struct option_row *file_row(struct str name)
{
	for (size_t i = 0; i < sizeof(file_options) / sizeof(file_options[0]); i++)
		for (size_t k = 0; k < ROWS && str_is(name, file_options[i]); k++)
			if (strcmp(table[k].name, file_options[i]) == 0)
				return &table[k];
	return NULL;
}

enum status options_find(struct str name, struct buf *error)
{
	const char *near = file_options[0];

	if (file_row(name))
		return STATUS_OK;
	for (size_t i = 0; i < ROWS; i++)
		if (str_is(name, table[i].name)) {
			buf_printf(error, "%s is for the command line only", table[i].name);
			return STATUS_INVALID;
		}
	for (size_t i = 1; i < sizeof(file_options) / sizeof(file_options[0]); i++)
		if (distance(str_from(file_options[i]), name) < distance(str_from(near), name))
			near = file_options[i];
	buf_add_c(error, "unknown key '");
	buf_add(error, name);
	buf_add_char(error, '\'');
	if (is_near(str_from(near), name))
		buf_printf(error, ": did you mean %s?", near);
	return STATUS_INVALID;
}

bool options_is_list(struct str name)
{
	const struct option_row *row = file_row(name);

	return row && (row->kind == OPTION_LIST || row->kind == OPTION_PATTERN ||
		       row->kind == OPTION_RULES);
}

/* Has the command line given the option, or one that says otherwise? */
static bool is_given(const struct options *options, const struct option_row *row)
{
	bool restores = strcmp(row->name, "fallback") == 0 ||
			strcmp(row->name, "no-restore-keys") == 0;

	for (size_t i = 0; i < ROWS; i++)
		if (options->given & (1ULL << i) &&
		    (&table[i] == row ||
		     (restores && (strcmp(table[i].name, "fallback") == 0 ||
				   strcmp(table[i].name, "no-restore-keys") == 0))))
			return true;
	return false;
}

enum status options_set(struct options *options, struct arena *arena, struct str name,
			const char *text, struct buf *error)
{
	const struct option_row *row = file_row(name);
	struct options scratch = { .mode = MODE_DIFF };

	if (!row)
		return options_find(name, error);
	if (row->kind == OPTION_FLAG && strcmp(text, "true") != 0) {
		if (strcmp(text, "false") == 0)
			return STATUS_OK;
		buf_printf(error, "option --%s: invalid value '%s' (expected true or false)", row->name,
			   text);
		return STATUS_INVALID;
	}
	return apply_row(is_given(options, row) ? &scratch : options, arena, row, text, error);
}
