/* SPDX-License-Identifier: MIT */
/* Reading actions/checkout: its path: and repository: inputs. */
#include "config.h"

#include "nox/checkout.h"

#include "nox/folder.h"
#include "workflow/uses.h"

/* The path inside a folder; false where it is not in there. */
static bool inside(struct str folder, struct str path, struct str *inner)
{
	if (folder.len == 0) {
		*inner = path;
		return path.len > 0 && path.p[0] != '/';
	}
	if (path.len <= folder.len || path.p[folder.len] != '/' ||
	    !str_eq(str_slice(path, 0, folder.len), folder))
		return false;
	*inner = str_slice(path, folder.len + 1, path.len);
	return true;
}

static bool is_own(struct str repository)
{
	return repository.len == 0 || str_contains(repository, "github.repository }}") ||
	       str_contains(repository, "head.repo.full_name");
}

static bool is_checkout(const struct tree *tree, struct arena *arena, const struct step *step)
{
	struct uses uses = uses_read(scalar_value(tree, arena, step->uses));

	return uses_is(&uses, "actions/checkout");
}

/* A composite action works in its caller's checkout, a runner of one's own may keep one. Elsewhere
 * the files come from where the workflow does not say (an artifact, git clone). */
static bool stays_checked_out(struct arena *arena, const struct workflow *workflow,
			      const struct job *job)
{
	return workflow->kind == WORKFLOW_ACTION ||
	       str_contains(job_runner(arena, workflow, job), "self-hosted");
}

struct checkout checkout_of(struct arena *arena, const struct workflow *workflow,
			    const struct job *job, size_t before, struct str path)
{
	const struct tree *tree = workflow->tree;
	struct checkout best = { .own = false };
	bool any = false, found = false;

	for (size_t i = 0; i < job->steps.len && job->steps.at[i].index < before; i++) {
		const struct step *step = &job->steps.at[i];
		struct folder workspace = { STR(""), true };
		struct checkout checkout;
		struct folder folder;

		if (!step->uses || !is_checkout(tree, arena, step))
			continue;
		any = true;
		folder = folder_join(arena, workspace,
				     scalar_value(tree, arena, map_get(step->with, "path", NULL)));
		checkout.folder = folder.path;
		checkout.own = is_own(
			scalar_value(tree, arena, map_get(step->with, "repository", NULL)));
		if (!inside(checkout.folder, path, &checkout.inner) ||
		    (found && checkout.folder.len < best.folder.len))
			continue;
		best = checkout;
		found = true;
	}
	if (!any && stays_checked_out(arena, workflow, job) && inside(STR(""), path, &best.inner))
		best.own = true;
	if (!best.own)
		best.inner = STR("");
	return best;
}
