/* SPDX-License-Identifier: MIT */
/* What the user asked for. */
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

#endif
