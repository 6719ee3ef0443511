/* SPDX-License-Identifier: MIT */
/* Where a job runs, and whether its workspace has the same path in every run. */
#ifndef NOX_HOSTED_H
#define NOX_HOSTED_H

#include "workflow/discover.h"
#include "workflow/workflow.h"

/* Is the path of the workspace known to be the same in every run? It is in a container and on
 * GitHub's own runners. Self-hosted runners may have several work folders, and act and Forgejo's
 * runner in host mode create a new one for each run. A runner chosen by an expression or by the
 * caller of a composite action may be any of these. */
bool workspace_is_fixed(struct arena *arena, const struct workflow *workflow, const struct job *job,
			enum platform platform);

/* Is the runner certainly hosted by GitHub? Never in a composite action, whose callers choose
 * it. */
bool runner_is_hosted(struct arena *arena, const struct workflow *workflow, const struct job *job,
		      enum platform platform);

/* Is it a label of a runner that GitHub hosts (docs.github.com, "GitHub-hosted runners reference")? */
bool label_is_hosted(struct str label);

#endif
