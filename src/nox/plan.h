/* SPDX-License-Identifier: MIT */
/* What is to be done to one workflow file: which cache steps go where, and the edits for that. */
#ifndef NOX_PLAN_H
#define NOX_PLAN_H

#include "nox/age.h"
#include "nox/caches.h"
#include "nox/comment.h"
#include "nox/gain.h"
#include "nox/generators.h"
#include "nox/ignore.h"
#include "nox/legs.h"
#include "nox/reference.h"
#include "nox/reuse.h"
#include "nox/step.h"
#include "nox/survey.h"
#include "nox/overview.h"

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

/* One call of Nox, judged. */
struct judged_call {
	struct nox_call call;
	struct reuse_judgement reuse;
	size_t covered_by;   /* index of the step that caches its environments, or STR_NONE */
	bool covered_by_ours; /* this program maintains that step */
	enum gain gain;	     /* of a call for which a cache is made */
	bool may_skip;	     /* --reuse=no-install would be right for it; it was not asked for */
	const char *skipped; /* why no cache is made for it, or NULL; static or the arena's */
	struct strs reads; /* files that its sessions' installs read, seen from the noxfile's folder */
};

struct insertion {
	const struct step *step; /* the first step that it serves; it stands in front of it */
	struct cache_step cache;
	bool leaves; /* a partial hit leaves what is no longer required */
	struct str hash; /* what hashFiles() gives, where asked for: hexadecimal, or empty */
};

struct job_plan {
	const struct job *job;
	const struct overview_job *overviewed;
	const char *skipped; /* why the whole job is left alone, or NULL; static or the arena's */
	bool guarded;	     /* a run for a tag is to restore no cache of the job */
	struct leg_reads reads; /* what tells its legs apart */
	struct setups setups;   /* what sets its Python up */
	struct generators generators; /* what makes the projects that it tests */
	LIST(struct judged_call) calls;
	LIST(struct insertion) insertions;
	struct caches caches;		   /* what the job has */
};

struct plan {
	LIST(struct job_plan) jobs; /* those that call Nox, runs or not */
	struct edits edits;	    /* sorted */
	struct expectations expectations;
};

/* Plans one file. Findings go to the diagnostics. STATUS_INVALID where two edits meet. */
CHECKED enum status plan_make(struct plan *plan, struct arena *arena,
			      const struct workflow *workflow, const struct plan_context *context,
			      struct diagnostics *diagnostics);

/* The new cache step that serves a call of the job, or NULL. */
const struct insertion *insertion_for(const struct job_plan *job, const struct nox_call *call);

/* May the call's command be given -r? */
bool plan_adds_reuse(const struct plan_settings *settings, const struct judged_call *judged);

/* Does a step of the job run Nox sessions? For plan_context.known_jobs. */
bool job_runs_nox(struct arena *arena, const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names);

#endif
