/* SPDX-License-Identifier: MIT */
/* The options of a run, as data. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/buf.h"
#include "base/diagnostic.h"
#include "nox/plan/plan.h"
#include "output/report.h"

enum mode {
	MODE_DIFF,
	MODE_IN_PLACE,
	MODE_PATCH,
	MODE_COMMIT,
	MODE_CHECK,
	MODE_LIST,
	MODE_WHY,
	MODE_EXPLAIN, /* this and the following read no files */
	MODE_HELP,
	MODE_VERSION,
};

/* The following are in the order of the words in the option's argument name. */
enum reuse_policy { REUSE_AUTO, REUSE_KEEP, REUSE_NO_INSTALL_POLICY };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* The values of a repeatable option, in order. */
struct texts {
	LIST(const char *) list; /* the array is the arena's, the texts are argv's */
};

/* The options. All texts are argv's, or NULL if the option was not given. */
struct options {
	enum mode mode;
	bool mode_given;	   /* the mode is not the default */
	const char *backup_suffix; /* of --in-place; NULL for no backup */
	const char *why;	   /* of --why: the id of a job */
	const char *explain;	   /* of --explain: the name of a rule */
	struct texts directories;  /* folders to change to, one after another */
	const char *output;
	enum format format;

	const char *action;
	struct texts hash_files;
	enum reuse_policy reuse;
	bool no_restore_keys; /* same as FALLBACK_NEVER */
	enum fallback fallback;
	enum max_age max_age;
	const char *cache_version;
	struct texts jobs;
	struct texts skip_jobs;
	bool fix_existing;
	bool include_release;
	struct texts nox_commands;
	struct texts nox_actions;

	rule_set select;	    /* report only these rules; empty: all */
	rule_set ignore;	    /* hide these rules */
	enum severity min_severity; /* hide findings below it */
	bool exit_zero;		    /* exit with status 0 despite findings */
	bool exit_code;		    /* --diff: exit with status 1 if there are changes */

	const char *branch;
	const char *message;
	const char *body; /* may be empty: no body */
	struct texts trailers;
	const char *author;
	const char *date;
	const char *base;
	bool force_branch;
	const char *sign; /* a key; empty: the user's default key */
	const char *pr_body;
	const char *feature; /* empty: the default file */

	bool no_config;		  /* ignore the repositories' own settings */
	unsigned long long given; /* a bit for each row of the table that was given */
	int parallel;		  /* number of processes; 0 if not given */
	bool no_pager;
	bool no_isolation;
	enum color color;
	int verbosity; /* default 0; -q subtracts one, -v adds one */
	struct texts paths;
};

/* Whether the run writes the files that change, or makes a patch or commit of them, once all are planned. */
static inline bool options_write(const struct options *options)
{
	return options->mode == MODE_IN_PLACE || options->mode == MODE_PATCH ||
	       options->mode == MODE_COMMIT;
}

/* The lowest severity of the messages that are printed. */
static inline enum severity options_least(const struct options *options)
{
	return options->verbosity < 0	 ? SEVERITY_ERROR
	       : options->verbosity == 0 ? SEVERITY_WARNING
					 : SEVERITY_NOTE;
}

#endif
