/* SPDX-License-Identifier: MIT */
/* The command line as data: one table of options feeds the parser, --help and the completions. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/buf.h"
#include "base/diagnostic.h"
#include "nox/plan.h"
#include "output/report.h"

enum mode {
	MODE_DIFF,
	MODE_IN_PLACE,
	MODE_PATCH,
	MODE_COMMIT,
	MODE_CHECK,
	MODE_LIST,
	MODE_WHY,
	MODE_EXPLAIN, /* this and the following look at no file */
	MODE_HELP,
	MODE_VERSION,
};

/* The following are in the order of the words in the option's argument name. */
enum reuse_policy { REUSE_AUTO, REUSE_KEEP, REUSE_NO_INSTALL_POLICY };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Texts of a repeatable option, in the order given. */
struct texts {
	LIST(const char *) list; /* the array is the arena's, the texts are argv's */
};

/* What the user asked for. All texts are argv's; NULL where the option was not given. */
struct options {
	enum mode mode;
	bool mode_given; /* not by default */
	const char *backup_suffix; /* of --in-place; NULL for no backup */
	const char *why; /* of --why: the id of a job */
	const char *explain; /* of --explain: the name of a rule */
	struct texts directories;  /* to be changed into one after another */
	const char *output;
	enum format format;

	const char *action;
	struct texts hash_files;
	enum reuse_policy reuse;
	bool no_restore_keys; /* as fallback never */
	enum fallback fallback;
	enum max_age max_age;
	const char *cache_version;
	struct texts jobs;
	struct texts skip_jobs;
	bool include_release;
	struct texts nox_commands;
	struct texts nox_actions;

	rule_set select; /* findings of these only; empty: of all, */
	rule_set ignore; /* but not of these, */
	enum severity min_severity; /* nor those below it */
	bool exit_zero; /* no status for findings */
	bool exit_code; /* --diff: a status for changes */

	const char *branch;
	const char *message;
	const char *body; /* may be the empty text: no body */
	struct texts trailers;
	const char *author;
	const char *date;
	const char *base;
	bool force_branch;
	const char *sign; /* a key; the empty text: the user's own */
	const char *pr_body;
	const char *feature; /* the empty text: the default file */

	bool no_config; /* a repository's own settings are not read */
	unsigned long long given; /* a bit for each row of the table that the command line has */
	int parallel; /* processes; 0 where not given */
	bool no_isolation;
	enum color color;
	int verbosity; /* 0 as usual, each -q takes one, each -v adds one */
	struct texts paths;
};

enum option_group { GROUP_MODE, GROUP_CHANGE, GROUP_FINDINGS, GROUP_PULL_REQUEST, GROUP_OUTPUT, GROUP_COUNT };
enum option_argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL };

/* What a given option does to struct options. */
enum option_kind {
	OPTION_MODE,   /* mode = value; text, where given, goes to target */
	OPTION_FLAG,   /* bool target = true */
	OPTION_STEP,   /* int target += value */
	OPTION_CHOICE, /* enum target = index of the text among argument_name's words */
	OPTION_TEXT,   /* const char *target = text, which must not be empty */
	OPTION_ANY,    /* const char *target = text, also the empty one */
	OPTION_COUNT,  /* int target = a positive number */
	OPTION_LIST,   /* struct texts target gets the text, which must not be empty */
	OPTION_USES,   /* as OPTION_TEXT, for an action as `uses:` takes it (uses_is_action) */
	OPTION_WORD,   /* as OPTION_TEXT, for a word of a key: letters, digits, ".", "_" and "-" */
	OPTION_RULES, /* rule_set target gets the rules, whose names have commas between them */
	OPTION_PATTERN, /* as OPTION_LIST, for a pattern of hashFiles() (hash_pattern_is_sound) */
};

/* What may be completed behind an option. */
enum option_completes { COMPLETES_NOTHING, COMPLETES_FILES, COMPLETES_DIRECTORIES, COMPLETES_RULES };

/* One row of the table. */
struct option_row {
	enum option_group group;
	char letter; /* or NUL */
	const char *name;
	enum option_argument argument;
	const char *argument_name; /* "a|b|c" for a choice; NULL without argument */
	enum option_completes completes;
	const char *help; /* one line */
	enum option_kind kind;
	int value;      /* of OPTION_MODE and OPTION_STEP */
	size_t target;  /* offset in struct options */
	unsigned modes; /* bit set of the modes that it is for; 0 for all */
};

/* The table, in the order of --help. */
const struct option_row *options_table(size_t *count);

/* Fills *options, the repeatable ones in the arena. STATUS_INVALID comes with a message in *error,
 * which quotes what the user typed as it is, without a final newline. Reorders argv as
 * getopt_long() does; not for several threads. */
CHECKED enum status options_parse(struct options *options, struct arena *arena, int argc,
				  char *argv[], struct buf *error);

/* The options that a repository may set in a file, by their long names. A name that is none is
 * STATUS_INVALID with a message in *error. */
CHECKED enum status options_find(struct str name, struct buf *error);

/* May such an option have several values? */
bool options_is_list(struct str name);

/* Gives such an option a value, unless the command line has: of a flag true or false. text is kept. */
CHECKED enum status options_set(struct options *options, struct arena *arena, struct str name,
				const char *text, struct buf *error);

/* Appends what --help prints. */
void options_help(struct buf *out);

#endif
