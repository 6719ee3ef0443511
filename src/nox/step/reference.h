/* SPDX-License-Identifier: MIT */
/* Chooses the reference of the cache action, preferring the one that the repository already
 * uses. */
#ifndef NOX_REFERENCE_H
#define NOX_REFERENCE_H

#include "workflow/discover.h"
#include "workflow/workflow.h"

struct cache_reference {
	struct str uses;    /* "actions/cache@v6" */
	struct str comment; /* the comment after it on its line ("v6.1.0"), or empty */
};

/* The reference to actions/cache that the workflow already uses, with its pin and the comment after
 * it. Returns false if there is none that still works. GitHub serves no cache to releases before
 * v4.2 except v3.4 (github.com/actions/cache, README), and no runner starts the node16 of v3. */
bool cache_reference_used(struct cache_reference *reference, struct arena *arena,
			  const struct workflow *workflow);

/* Does the action have the input lookup-only? actions/cache has it since v3.3 (its releases); other
 * actions are unknown. */
bool cache_reference_looks_up(struct str uses);

/* The reference for a workflow in a repository without one: a digest with its version if the
 * workflow pins its actions, on the host from which its other actions come. */
struct cache_reference cache_reference_default(struct arena *arena, const struct workflow *workflow,
					       enum platform platform);

#endif
