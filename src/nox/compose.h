/* SPDX-License-Identifier: MIT */
/* The cache step for a group of Nox calls of one job: its paths, its key, its comment. */
#ifndef NOX_COMPOSE_H
#define NOX_COMPOSE_H

#include "nox/naming.h"
#include "nox/plan.h"

/* The calls of one job that one new cache step is to serve. */
struct group {
	const struct job *job;
	const struct leg_reads *reads; /* of the job */
	const struct step *first; /* it stands in front of this step */
	size_t last;		  /* index of the last step that it serves */
	const char *reuser;	  /* what reuses a restored environment: "`nox -r`", "Nox"; or NULL */
	struct str interpreter;	  /* the command that starts the Python which Nox runs under */
	struct folders envdirs;
	LIST(const struct nox_call *) noxfiles; /* calls with different noxfiles */
};

/* Composes the step but for its id and its action; a step that sets Python up and has no id is given one
 * (it stands in naming->named then). explained_in is the job whose step has the long comment;
 * empty: this one shall have it. False when memory is out. */
CHECKED bool compose(struct cache_step *step, struct arena *arena,
		     const struct workflow *workflow, const struct plan_context *context,
		     const struct group *group, struct naming *naming, struct str explained_in);

#endif
