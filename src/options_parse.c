/* SPDX-License-Identifier: MIT */
/* Parses options: applies the rows of the table to struct options. */
#include "config.h"

#include "options_parse.h"

#include "base/distance.h"
#include "nox/rules/rules.h"
#include "nox/survey/dependencies.h"
#include "option_errors.h"
#include "option_table.h"
#include "workflow/uses.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 1024 };

/* getopt_long() returns this plus the row for a long option, and the letter for a short one. */
#define LONG_BASE 256

/* The arrays for getopt_long(). */
struct getopt_tables {
	struct option longs[OPTIONS_MAX + 1];
	char shorts[3 * OPTIONS_MAX + 3];
};

static void getopt_tables_init(struct getopt_tables *tables)
{
	char *s = tables->shorts;

	memset(tables, 0, sizeof(*tables));
	*s++ = ':'; /* distinguishes a missing argument from an unknown option */
	for (size_t i = 0; i < option_count; i++) {
		tables->longs[i] =
			(struct option){ option_table[i].name, (int)option_table[i].argument, NULL,
					 LONG_BASE + (int)i };
		if (option_table[i].letter == '\0')
			continue;
		*s++ = option_table[i].letter;
		for (int colons = (int)option_table[i].argument; colons > 0; colons--)
			*s++ = ':';
	}
}

static const struct option_row *row_of(int code)
{
	if (code >= LONG_BASE && code < LONG_BASE + (int)OPTIONS_MAX)
		return &option_table[code - LONG_BASE];
	for (size_t i = 0; i < option_count; i++)
		if (code != 0 && option_table[i].letter == code)
			return &option_table[i];
	return NULL;
}

/* Index of text in the words "a|b|c", or STR_NONE. */
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

/* Sets the mode. A second, different mode is an error. */
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
	/* A backup is in the same folder as its file. */
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

/* Parses a number from 1 to COUNT_MAX. */
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

/* Parses rules separated by commas. Repeated options accumulate. */
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

/* Whether the text is safe in a key. */
static bool is_word(const char *text)
{
	enum { WORD_MAX = 32 };
	size_t length =
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return length > 0 && length <= WORD_MAX && text[length] == '\0';
}

/* Whether the text is a valid value of the option. */
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

/* Applies a row that is not a mode. */
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

/* Rejects options that cannot be used in the mode. */
static enum status check_modes(const struct options *options, const bool given[OPTIONS_MAX],
			       struct buf *error)
{
	for (size_t i = 0; i < option_count; i++) {
		if (!given[i] || option_table[i].modes == 0 ||
		    option_table[i].modes & MODE_BIT(options->mode))
			continue;
		return option_refuse_mode(error, &option_table[i]);
	}
	return STATUS_OK;
}

enum status options_parse(struct options *options, struct arena *arena, int argc, char *argv[],
			  struct buf *error)
{
	struct getopt_tables tables;
	const struct option_row *mode_row = NULL;
	bool given[OPTIONS_MAX] = { false };
	enum status status;
	int code;

	*options = (struct options){ .mode = MODE_DIFF };
	getopt_tables_init(&tables);
	opterr = 0;
	optind = 0; /* restarts glibc and musl */
	while ((code = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
		const struct option_row *row = row_of(code);

		if (code == '?' || code == ':' || !row)
			return option_refuse(error, row_of(optopt), code, optopt,
					     argv[optind > 0 ? optind - 1 : 0]);
		given[row - option_table] = true;
		options->given |= 1ULL << (row - option_table);
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

/* Options that a repository may set in its file. Those that may allow harmful caches
 * (--include-release, and --job, which lifts the rules about triggers) are only for the command
 * line. */
static const char *const file_options[] = {
	"action",  "hash-file",	    "reuse",	    "fallback",	   "no-restore-keys",
	"max-age", "cache-version", "skip-job",	    "nox-command", "nox-action",
	"select",  "ignore",	    "min-severity",
};

static const struct option_row *file_row(struct str name)
{
	for (size_t i = 0; i < sizeof(file_options) / sizeof(file_options[0]); i++)
		for (size_t k = 0; k < option_count && str_is(name, file_options[i]); k++)
			if (strcmp(option_table[k].name, file_options[i]) == 0)
				return &option_table[k];
	return NULL;
}

enum status options_find(struct str name, struct buf *error)
{
	const char *near = file_options[0];

	if (file_row(name))
		return STATUS_OK;
	for (size_t i = 0; i < option_count; i++)
		if (str_is(name, option_table[i].name)) {
			buf_printf(error, "%s can only be used on the command line",
				   option_table[i].name);
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

/* Whether the command line has the option, or one that overrides it. */
static bool is_given(const struct options *options, const struct option_row *row)
{
	bool restores =
		strcmp(row->name, "fallback") == 0 || strcmp(row->name, "no-restore-keys") == 0;

	for (size_t i = 0; i < option_count; i++)
		if (options->given & (1ULL << i) &&
		    (&option_table[i] == row ||
		     (restores && (strcmp(option_table[i].name, "fallback") == 0 ||
				   strcmp(option_table[i].name, "no-restore-keys") == 0))))
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
		buf_printf(error, "option --%s: invalid value '%s' (expected true or false)",
			   row->name, text);
		return STATUS_INVALID;
	}
	return apply_row(is_given(options, row) ? &scratch : options, arena, row, text, error);
}
