/* SPDX-License-Identifier: MIT */
/* What becomes of the jobs of a file, as reports, messages and totals tell it. It outlives the plans of the
 * jobs. */
#ifndef NOX_OUTCOME_H
#define NOX_OUTCOME_H

#include "nox/reuse/gain.h"

#include <stdint.h>

/* What a new cache step says. Those of most jobs say the same. */
struct new_cache {
	struct str path; /* as in struct cache_step */
	struct str uses;
	struct str key;
	struct str restore_keys;
	struct str hash; /* as in struct insertion */
	bool leaves;	 /* the same */
};

/* A new cache step. */
struct cache_outcome {
	const struct step *step; /* it is inserted before this one */
	const struct new_cache *cache;
};

/* What becomes of a call of Nox. Calls that follow each other mostly share one. */
struct call_fate {
	const char *skipped; /* why it gets no cache, or NULL */
	struct str envdir;   /* the folder of its environments */
	uint32_t covered_by; /* index of the step that caches its environments, or INDEX_NONE */
	uint32_t inserted;   /* number of the new cache step that serves it, or INDEX_NONE */
	bool runs;	     /* it runs sessions */
	bool may_skip;	     /* --reuse=no-install is safe for it, but is not set */
	enum reuse reuse;
	enum gain gain; /* of one that gets a cache */
};

/* A call of Nox. A file may have thousands. */
struct call_outcome {
	const struct step *step;
	const struct call_fate *fate;
	const char *shown; /* see call_outcome_shown */
	uint32_t shown_len;
	uint32_t at; /* offset of the command in the source */
};

/* The command on one line. */
static inline struct str call_outcome_shown(const struct call_outcome *call)
{
	return (struct str){ call->shown, call->shown_len };
}

struct job_details {
	LIST(struct call_outcome) calls;
	LIST(struct cache_outcome) insertions; /* the new cache steps, */
	LIST(const struct step *) ours;	       /* and the older ones of this program */
};

/* A job that calls Nox. */
struct job_outcome {
	const struct job *job;
	bool runs;	     /* a call runs sessions */
	bool cached;	     /* one of them has a cache */
	bool adds_reuse;     /* one of them gets -r, so that it reuses its environments */
	bool deselected;     /* by --job or --skip-job */
	const char *skipped; /* why the first of them that is left alone is; or NULL */
	struct str key;	     /* of its first new cache step; empty: it gets none */
	struct str sign;     /* why it is a release job; empty: it is none */
	const struct job_details *details; /* empty without plan_settings.tell_calls */
};

#endif
