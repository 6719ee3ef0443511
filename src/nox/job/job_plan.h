/* SPDX-License-Identifier: MIT */
/* The plan for the jobs of a file: judged calls, new cache steps and edits. */
#ifndef NOX_JOB_PLAN_H
#define NOX_JOB_PLAN_H

#include "nox/job/outcome.h"
#include "nox/key/legs.h"
#include "nox/python/setups.h"
#include "nox/settings/context.h"
#include "nox/step/step_text.h"
#include "nox/survey/generators.h"

struct overview_job;

/* One call of Nox, judged. A job may have thousands. */
struct judged_call {
	const struct nox_call *call; /* of those found in the job */
	struct reuse_judgement reuse;
	uint32_t covered_by;  /* index of the step that caches its environments, or INDEX_NONE */
	bool covered_by_ours; /* and this program maintains that step */
	bool covered_to_mend; /* or the step is correct after mending it (--fix-existing) */
	bool may_skip;	      /* --reuse=no-install is safe for it, but is not set */
	enum gain gain : 8;   /* of a call that gets a cache */
	const char *skipped;  /* why it gets no cache, or NULL; static or the arena's */
	struct strs reads;    /* files that its sessions' installs read, relative to the noxfile's
			    * folder */
};

struct insertion {
	const struct step *step; /* the first step that it serves; it is inserted before this
				  * step */
	struct cache_step cache;
	bool leaves;	 /* after a partial hit, packages no longer required stay */
	struct str hash; /* the value of hashFiles() in hexadecimal, if requested, or empty */
};

struct job_plan {
	const struct job *job;
	const struct overview_job *overviewed;
	const char *skipped;	/* why the whole job is skipped, or NULL; static or the arena's */
	bool deselected;	/* by --job or --skip-job: nothing is reported of it */
	bool guarded;		/* a run for a tag restores no cache of the job */
	struct leg_reads reads; /* what distinguishes its legs */
	struct setups setups;	/* the steps that set up its Python */
	struct nox_calls found; /* unjudged */
	LIST(struct judged_call) calls;
	LIST(struct insertion) insertions; /* by insertion_add */
	struct lookup served; /* a path of theirs -> the number of the last one that has it */
	struct caches caches; /* the existing caches of the job */
};

struct plan {
	LIST(struct job_outcome) outcomes; /* of the jobs that call Nox */
	LIST(struct job_plan) jobs;	   /* the same; with plan_settings.keep_plans */
	struct edits edits;		   /* sorted */
	struct expectations expectations;
};

/* What a plan belongs to. */
struct plan_memory {
	struct arena *arena;	/* all but */
	struct arena *texts;	/* the texts of the edits, */
	struct arena *expected; /* and the expectations */
};

/* Adds a new cache step to the job. */
void insertion_add(struct job_plan *job, struct arena *arena, struct insertion insertion);

/* The new cache step that serves a call of the job, or NULL. */
const struct insertion *insertion_for(const struct job_plan *job, const struct nox_call *call);

/* May -r be added to the command of the call? */
bool plan_adds_reuse(const struct plan_settings *settings, const struct judged_call *judged);

#endif
