/* SPDX-License-Identifier: MIT */
/* Which reference a cache step uses: the repository's own habit first. */
#ifndef NOX_REFERENCE_H
#define NOX_REFERENCE_H

#include "workflow/discover.h"
#include "workflow/workflow.h"

struct cache_reference {
	struct str uses;    /* "actions/cache@v6" */
	struct str comment; /* what stands behind it on its line ("v6.1.0"), or empty */
};

/* The reference to actions/cache that the workflow uses already, with its pin and the comment
 * behind it; false where there is none that still works. GitHub serves no cache to releases before
 * v4.2 but v3.4 (github.com/actions/cache, README), and no runner starts the node16 of v3. */
bool cache_reference_used(struct cache_reference *reference, struct arena *arena,
			  const struct workflow *workflow);

/* Does the action have the input lookup-only? actions/cache has it since v3.3 (its releases); of
 * others nothing is known. */
bool cache_reference_looks_up(struct str uses);

/* The reference for a workflow of a repository that has none: a digest with its version where the
 * workflow pins its actions, with the host that its other actions are taken from. */
struct cache_reference cache_reference_default(struct arena *arena, const struct workflow *workflow,
					       enum platform platform);

#endif
