/* SPDX-License-Identifier: MIT */
/* Finds where the workspace of the runner contains the repository. */
#ifndef NOX_CHECKOUT_H
#define NOX_CHECKOUT_H

#include "base/lookup.h"
#include "workflow/workflow.h"

/* A path of the workspace, split at the checkout that contains it. Borrowed. */
struct checkout {
	struct str folder; /* of the checkout, in the workspace; "" is the workspace itself */
	struct str inner;  /* the path inside the repository; empty if the checkout is not our
			    * own */
	bool own;	   /* the checkout is of the workflow's own repository */
};

/* The checkouts of a job, as far as they are read. Initialise workflow and job. */
struct checkouts {
	const struct workflow *workflow;
	const struct job *job;
	bool known, initial;	    /* whether a checkout exists before the first step, once this
				       * is known */
	size_t next;		    /* number of the first step that is not yet read */
	LIST(struct checkout) list; /* inner is not set */
	struct lookup folders;	    /* of the checkouts; each with the number of its last one */
};

/* Finds the checkout that contains a path, from the actions/checkout steps before the step with the
 * index `before`. If there are none, a composite action and a self-hosted runner are assumed to
 * start with a checkout. Call it for steps in their order. */
struct checkout checkout_find(struct checkouts *checkouts, struct arena *arena, size_t before,
			      struct str path);

#endif
