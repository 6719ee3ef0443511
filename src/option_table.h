/* SPDX-License-Identifier: MIT */
/* The table of options that the parser, --help and the completions use. */
#ifndef OPTION_TABLE_H
#define OPTION_TABLE_H

#include "options.h"

#define MODE_BIT(mode) (1U << (mode))

enum option_group {
	GROUP_MODE,
	GROUP_CHANGE,
	GROUP_FINDINGS,
	GROUP_PULL_REQUEST,
	GROUP_OUTPUT,
	GROUP_COUNT
};
enum option_argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL };

/* How an option changes struct options. */
enum option_kind {
	OPTION_MODE,	/* mode = value; the argument, if any, is stored in target */
	OPTION_FLAG,	/* bool target = true */
	OPTION_STEP,	/* int target += value */
	OPTION_CHOICE,	/* enum target = index of the text in the words of argument_name */
	OPTION_TEXT,	/* const char *target = text, which must not be empty */
	OPTION_ANY,	/* const char *target = text, which may be empty */
	OPTION_COUNT,	/* int target = a positive number */
	OPTION_LIST,	/* appends the text, which must not be empty, to struct texts target */
	OPTION_USES,	/* as OPTION_TEXT, for an action in `uses:` (uses_is_action) */
	OPTION_WORD,	/* as OPTION_TEXT, for a word of a key: letters, digits, ".", "_" and "-" */
	OPTION_RULES,	/* adds rules, separated by commas, to rule_set target */
	OPTION_PATTERN, /* as OPTION_LIST, for a pattern of hashFiles() (hash_pattern_is_sound) */
};

/* What shells complete after an option. */
enum option_completes {
	COMPLETES_NOTHING,
	COMPLETES_FILES,
	COMPLETES_DIRECTORIES,
	COMPLETES_RULES
};

/* One row of the table. */
struct option_row {
	enum option_group group;
	char letter; /* NUL if there is none */
	const char *name;
	enum option_argument argument;
	const char *argument_name; /* "a|b|c" for a choice; NULL without argument */
	enum option_completes completes;
	const char *help; /* one line */
	enum option_kind kind;
	int value;	/* of OPTION_MODE and OPTION_STEP */
	size_t target;	/* offset in struct options */
	unsigned modes; /* bit set of the modes that allow it; 0 for all */
};

/* The maximum number of rows: options.given has a bit for each. */
enum { OPTIONS_MAX = 64 };

/* The table, in the order of --help. */
extern const struct option_row option_table[];
extern const size_t option_count;

#endif
