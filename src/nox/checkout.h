/* SPDX-License-Identifier: MIT */
/* Where the runner's workspace holds the repository. */
#ifndef NOX_CHECKOUT_H
#define NOX_CHECKOUT_H

#include "workflow/workflow.h"

/* A path of the workspace, seen from the checkout that holds it. Borrowed. */
struct checkout {
	struct str folder; /* of the checkout in the workspace; "" is the workspace itself */
	struct str inner;  /* the path inside the repository; empty where it is not ours */
	bool own;	   /* the repository of the workflow itself is checked out there */
};

/* Judges by the actions/checkout steps in front of the step number before (its index in the job).
 * Without any, a composite action and a self-hosted runner have a checkout that was there before. */
struct checkout checkout_of(struct arena *arena, const struct workflow *workflow,
			    const struct job *job, size_t before, struct str path);

#endif
