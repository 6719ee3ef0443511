/* SPDX-License-Identifier: MIT */
/* The calls of Nox in a job: which step makes them, in which folder, and where the environments
 * are kept. */
#ifndef NOX_CALLS_H
#define NOX_CALLS_H

#include "nox/checkout.h"
#include "nox/command.h"
#include "nox/container.h"
#include "nox/folder.h"
#include "nox/generators.h"
#include "workflow/workflow.h"

struct nox_call {
	const struct step *step;
	struct range range;    /* the command, bytes of the source */
	struct str shown;      /* the command on one line; the arena's */
	bool runs;	       /* it runs sessions */
	const char *skipped;   /* static: why no cache helps it, or NULL */
	struct nox_command nox; /* empty for a step that calls an action */
	bool by_action;	       /* something runs Nox that takes none of its options: an action, make */
	const struct node *script; /* the scalar that holds the call; NULL by an action */
	size_t option_index;   /* in the script's value: where " -r" may be put, */
	size_t option_at;      /* and in the source's bytes; STR_NONE: nowhere */
	struct str interpreter; /* the command that starts the Python which Nox runs under */
	struct str backend;    /* that the command or its surroundings ask for, or empty */
	struct folder folder;  /* of the noxfile */
	struct str noxfile;    /* its path in the workspace; the arena's */
	struct checkout checkout; /* that holds it: what of it can be read in the repository */
	struct folder envdir;  /* what is to be cached */
	const struct container *container; /* that it runs in, made for it by the script; or NULL */
	bool made; /* the script itself may have made the folder, where it was not there before */
};

/* More are not taken: no file that people write has so many. */
enum { NOX_CALLS_MAX = 20 * 1000 };

struct nox_calls {
	LIST(struct nox_call) list;
	bool many; /* there are more than NOX_CALLS_MAX */
	struct generators generators; /* what the scripts of the job generate projects from */
};

/* What the user said about what runs Nox. */
struct nox_names {
	struct words commands; /* further command words */
	LIST(struct str) actions; /* further actions, as patterns of str_match */
};

/* The calls of all steps of the job in the order of the text, those that run nothing included. */
void nox_calls_find(struct nox_calls *calls, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const struct nox_names *names);

/* Does a step of the job run Nox sessions? */
bool job_runs_nox(struct arena *arena, const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names);

#endif
