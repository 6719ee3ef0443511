/* SPDX-License-Identifier: MIT */
/* What is planned for the jobs of a file. */
#ifndef NOX_JOB_PLAN_H
#define NOX_JOB_PLAN_H

#include "nox/caches.h"
#include "nox/context.h"
#include "nox/gain.h"
#include "nox/generators.h"
#include "nox/legs.h"
#include "nox/reuse.h"
#include "nox/setups.h"
#include "nox/step.h"

struct overview_job;

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

/* The new cache step that serves a call of the job, or NULL. */
const struct insertion *insertion_for(const struct job_plan *job, const struct nox_call *call);

/* May the call's command be given -r? */
bool plan_adds_reuse(const struct plan_settings *settings, const struct judged_call *judged);

#endif
