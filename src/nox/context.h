/* SPDX-License-Identifier: MIT */
/* What a plan depends on besides its file: the user's settings and the repository. */
#ifndef NOX_CONTEXT_H
#define NOX_CONTEXT_H

#include "base/diagnostic.h"
#include "base/lookup.h"
#include "nox/calls.h"
#include "nox/policy.h"
#include "nox/ignore.h"
#include "workflow/discover.h"

struct cache_reference;
struct overview;
struct survey;

struct strs {
	LIST(struct str) list;
};

/* What the user asked for. All borrowed. */
struct plan_settings {
	struct nox_names names;
	struct str action; /* the cache action's reference; empty: chosen */
	struct strs hash_files; /* patterns; empty: the files that are there */
	enum fallback fallback;
	enum max_age max_age;
	struct str cache_version; /* a word of the key, or empty */
	bool keep_runs; /* --reuse=keep: no run is touched */
	bool no_install; /* --reuse=no-install: -R on an exact hit, where that is right */
	bool preview; /* say what hashFiles() gives on this checkout */
	bool include_release;
	rule_set ignored_rules;	       /* findings of these are not wanted, */
	enum severity least_severity; /* nor those below it */
	struct strs jobs; /* only these, where there are any */
	struct strs skip_jobs;
};

/* What is known of the repository around the file. All borrowed. */
struct plan_context {
	const struct plan_settings *settings;
	struct survey *survey; /* of the repository; grows as it is asked */
	enum platform platform;
	const struct cache_reference *reference; /* used elsewhere in the repository, or NULL */
	struct lookup known_jobs; /* ids of the jobs that run Nox, each with the number of its files */
	const struct overview *overview; /* of all its files; NULL: the file is alone */
};

/* Is the text in the list? */
bool strs_hold(const struct strs *strs, struct str text);

#endif
