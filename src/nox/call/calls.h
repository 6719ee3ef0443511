/* SPDX-License-Identifier: MIT */
/* The Nox calls of a job: the step, the folder and the folder of environments of each. */
#ifndef NOX_CALLS_H
#define NOX_CALLS_H

#include "nox/call/command.h"
#include "nox/call/place.h"
#include "nox/survey/generators.h"
#include "workflow/workflow.h"

/* A script may have thousands. All texts are the arena's or the source's. */
struct nox_call {
	const struct step *step;
	const struct call_place *place;
	const struct node *script; /* the scalar that contains the call; NULL for an action */
	struct str shown;	   /* the command on one line */
	const char *skipped;	   /* static: why a cache does not help, or NULL */
	LIST(struct session_name) sessions;
	struct short_range bytes; /* the command, in the source: see call_range */
	uint32_t own_len;	  /* of shown without what is for the sessions (after "--") */
	uint32_t option_index;	  /* where " -r" may be inserted: offset in the script's value, */
	uint32_t option_at;	  /* and in the source; see call_takes_option */
	bool filtered;		  /* it selects sessions in other ways: by keywords or tags */
	bool runs;		  /* it runs sessions */
	bool indirect; /* Nox is run by something that takes none of its options: an action, make */
	enum reuse reuse : 8; /* what it says about it */
};

static inline struct range call_range(const struct nox_call *call)
{
	return long_range(call->bytes);
}

/* What is for Nox itself of the command on one line. */
static inline struct str call_own(const struct nox_call *call)
{
	return (struct str){ call->shown.p, call->own_len };
}

/* Is there a place for " -r"? */
static inline bool call_takes_option(const struct nox_call *call)
{
	return call->option_at != INDEX_NONE;
}

/* Further calls are ignored: no file written by people has so many. */
enum { NOX_CALLS_MAX = 20 * 1000 };

struct nox_calls {
	LIST(struct nox_call) list;
	bool many;		      /* there are more than NOX_CALLS_MAX */
	struct generators generators; /* the templates from which the job's scripts generate
				       * projects */
};

/* The user's settings for what runs Nox. */
struct nox_names {
	struct words commands;	  /* additional command words */
	LIST(struct str) actions; /* additional actions, as patterns of str_match */
};

/* Finds the calls of all steps of the job, in the order of the text, including those that run
 * nothing. */
void nox_calls_find(struct nox_calls *calls, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const struct nox_names *names);

/* Does a step of the job run Nox sessions? */
bool job_runs_nox(const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names);

#endif
