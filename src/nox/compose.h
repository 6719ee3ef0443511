/* SPDX-License-Identifier: MIT */
/* The cache step for a group of Nox calls of one job: its paths, its key, its comment. */
#ifndef NOX_COMPOSE_H
#define NOX_COMPOSE_H

#include "nox/comment.h"
#include "nox/generators.h"
#include "nox/naming.h"
#include "nox/plan.h"

/* A noxfile that the calls of a group run, and what the installs of their sessions read. */
struct group_noxfile {
	const struct nox_call *call; /* the first that runs it */
	struct strs reads;
};

/* The calls of one job that one new cache step is to serve. */
struct group {
	const struct job *job;
	/* Of the job. */
	const struct leg_reads *reads;
	const struct setups *setups;
	const struct generators *generators;
	const struct step *first; /* it stands in front of this step */
	size_t last;		  /* index of the last step that it serves */
	bool guarded;		  /* a run for a tag is to restore nothing */
	bool leaves; /* the installs of a session may leave what is no longer required */
	const char *reuser;	  /* what reuses a restored environment: "`nox -r`", "Nox"; or NULL */
	struct str interpreter;	  /* the command that starts the Python which Nox runs under */
	const struct container *container; /* that all its calls run in, or NULL */
	struct folders envdirs;
	LIST(struct group_noxfile) noxfiles;
};

/* Composes the step but for its id and its action; a step that sets Python up and has no id is given one
 * (it is in naming->named then). Where nothing is explained yet, this step shall do it. */
void compose(struct cache_step *step, struct arena *arena, const struct workflow *workflow,
	     const struct plan_context *context, const struct group *group, struct naming *naming,
	     const struct explanation *explained);

#endif
