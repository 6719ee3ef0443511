/* SPDX-License-Identifier: MIT */
/* The Nox calls of a job: the step, the folder and the folder of environments of each. */
#ifndef NOX_CALLS_H
#define NOX_CALLS_H

#include "nox/call/checkout.h"
#include "nox/call/command.h"
#include "nox/call/container.h"
#include "nox/survey/generators.h"
#include "workflow/folder.h"
#include "workflow/workflow.h"

struct nox_call {
	const struct step *step;
	struct range range;	/* the command, bytes of the source */
	struct str shown;	/* the command on one line; the arena's */
	struct str own;		/* the same without what is for the sessions (after "--") */
	bool runs;		/* it runs sessions */
	const char *skipped;	/* static: why a cache does not help, or NULL */
	struct nox_command nox; /* empty for a step that calls an action */
	bool indirect; /* Nox is run by something that takes none of its options: an action,
			        * make */
	const struct node *script; /* the scalar that contains the call; NULL for an action */
	size_t option_index;	   /* where " -r" may be inserted: offset in the script's value, */
	size_t option_at;	   /* and in the source; STR_NONE: nowhere */
	struct str interpreter;	   /* the command that starts the Python that Nox runs under */
	struct str backend;	   /* requested by the command or by variables, or empty */
	struct folder folder;	   /* of the noxfile */
	struct str noxfile;	   /* its path in the workspace; the arena's */
	struct checkout checkout;  /* the checkout that contains the noxfile */
	struct folder envdir;	   /* the folder to cache */
	const struct container *container; /* the container in which it runs, started by the script;
					    * or NULL */
	bool made;			   /* the script itself may have created the folder */
};

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
bool job_runs_nox(struct arena *arena, const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names);

#endif
