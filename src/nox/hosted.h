/* SPDX-License-Identifier: MIT */
/* Where a job runs: whether its workspace has the same path in every run. */
#ifndef NOX_HOSTED_H
#define NOX_HOSTED_H

#include "workflow/discover.h"
#include "workflow/workflow.h"

/* Is the workspace's path known to be the same in every run? It is in a container, and on GitHub's own
 * runners. Runners of one's own may have several work folders, and in host mode act and Forgejo's
 * runner make a new one for each run; so may whatever an expression or a composite action's caller
 * chooses. */
bool workspace_is_fixed(struct arena *arena, const struct workflow *workflow,
			const struct job *job, enum platform platform);

/* Is the runner surely one that GitHub hosts? Not in a composite action, whose callers choose it. */
bool runner_is_hosted(struct arena *arena, const struct workflow *workflow, const struct job *job,
		      enum platform platform);

/* Is it a label of a runner that GitHub hosts (docs.github.com, "GitHub-hosted runners reference")? */
bool label_is_hosted(struct str label);

#endif
