/* SPDX-License-Identifier: MIT */
/* Where the runner's workspace holds the repository. */
#ifndef NOX_CHECKOUT_H
#define NOX_CHECKOUT_H

#include "base/lookup.h"
#include "workflow/workflow.h"

/* A path of the workspace, seen from the checkout that holds it. Borrowed. */
struct checkout {
	struct str folder; /* of the checkout in the workspace; "" is the workspace itself */
	struct str inner;  /* the path inside the repository; empty where it is not ours */
	bool own;	   /* the repository of the workflow itself is checked out there */
};

/* The checkouts of a job as far as they are read. Initialise workflow and job. */
struct checkouts {
	const struct workflow *workflow;
	const struct job *job;
	bool asked, stays;	      /* was it asked whether a checkout is there before, and is it */
	size_t next;		      /* number of the first step that is not read yet */
	LIST(struct checkout) list;   /* inner is not said */
	struct lookup folders;	      /* of them; each with the number of its last checkout */
};

/* Judges by the actions/checkout steps in front of the step number before (its index in the job), in
 * which the path is. Without any, a composite action and a self-hosted runner have a checkout that
 * was there before. To be asked for steps in their order. */
struct checkout checkout_of(struct checkouts *checkouts, struct arena *arena, size_t before,
			    struct str path);

#endif
