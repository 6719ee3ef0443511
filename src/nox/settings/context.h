/* SPDX-License-Identifier: MIT */
/* The context of a plan besides its file: the settings of the user and the repository. */
#ifndef NOX_CONTEXT_H
#define NOX_CONTEXT_H

#include "base/diagnostic.h"
#include "base/lookup.h"
#include "nox/call/calls.h"
#include "nox/rules/ignore.h"
#include "nox/settings/policy.h"
#include "workflow/discover.h"

struct cache_reference;
struct overview;
struct survey;

struct strs {
	LIST(struct str) list;
};

/* The settings of the user. All borrowed. */
struct plan_settings {
	struct nox_names names;
	struct str action;	/* the reference of the cache action; empty: chosen */
	struct strs hash_files; /* patterns; empty: the files that exist */
	enum fallback fallback;
	enum max_age max_age;
	struct str cache_version; /* a word of the key, or empty */
	bool keep_runs;		  /* --reuse=keep: no command is changed */
	bool no_install;	  /* --reuse=no-install: -R on an exact hit, if that is safe */
	bool tell_calls;	  /* keep what becomes of each call, for a report */
	bool keep_expectations;	  /* after verification: what becomes of scalars */
	bool drop_texts;	  /* then: nobody prints or writes the edits and the new text */
	bool drop_trees;	  /* and nobody looks at nodes */
	bool keep_plans;	  /* keep the whole plans of jobs, */
	struct str kept_job;	  /* of those with this id; empty: of all */
	bool preview;		  /* report the value of hashFiles() on this checkout */
	bool include_release;
	bool fix_existing;	      /* mend caches written by people */
	bool parse_all;		      /* every file: names that the user gave decide */
	rule_set ignored_rules;	      /* findings of these are not wanted, */
	enum severity least_severity; /* nor those below it, */
	bool unfixed_only;	      /* nor those that the planned edits remove */
	struct strs jobs;	      /* only these, where there are any */
	struct strs skip_jobs;
};

/* The repository around the file. All borrowed. */
struct plan_context {
	const struct plan_settings *settings;
	struct survey *survey; /* of the repository; filled on demand */
	enum platform platform;
	const struct cache_reference *reference; /* used in other places of the repository, or
						  * NULL */
	struct lookup
		known_jobs; /* ids of the jobs that run Nox, each with the number of its files */
	const struct overview *overview; /* of all its files; NULL: there is only this file */
	uint32_t file;			 /* number of the file in it; INDEX_NONE: it is not there */
	/* The file of that number, which stays in memory from then on; NULL if it cannot be read, or is
	 * known to have no caches. */
	const struct workflow *(*workflow_at)(void *files, uint32_t number);
	void *files;
};

/* Is the text in the list? */
bool strs_contain(const struct strs *strs, struct str text);

#endif
