/* SPDX-License-Identifier: MIT */
/* Reads the path: and repository: inputs of actions/checkout. */
#include "config.h"

#include "nox/call/checkout.h"

#include "workflow/folder.h"
#include "workflow/uses.h"
#include "workflow/variables.h"

static bool is_own(struct str repository)
{
	return repository.len == 0 || str_contains(repository, "github.repository }}") ||
	       str_contains(repository, "head.repo.full_name");
}

/* A composite action runs in its caller's checkout, and a self-hosted runner may keep one. In other
 * jobs the files come from a source that the workflow does not show (an artifact, git clone). */
static bool has_initial_checkout(struct checkouts *c, struct arena *arena)
{
	if (!c->known)
		c->initial = c->workflow->kind == WORKFLOW_ACTION ||
			     str_contains(job_runner(arena, c->workflow, c->job), "self-hosted");
	c->known = true;
	return c->initial;
}

/* Reads the steps before the step with the index `before`. */
static void read_steps(struct checkouts *c, struct arena *arena, size_t before)
{
	const struct tree *tree = c->workflow->tree;
	struct variables variables = { .workflow = c->workflow, .arena = arena, .job = c->job };

	for (; c->next < c->job->steps.len && c->job->steps.at[c->next].index < before; c->next++) {
		const struct step *step = &c->job->steps.at[c->next];
		struct folder workspace = { STR(""), true };
		struct checkout checkout = { .inner = STR("") };
		struct str path;
		size_t *number;

		if (!step_field(step, STEP_USES) || !uses_is(step->action, "actions/checkout"))
			continue;
		variables_enter(&variables, step, DIALECT_NONE, STR(""));
		path = scalar_value(tree, map_get(step_field(step, STEP_WITH), "path", NULL));
		path = variables_replace(&variables, path);
		checkout.folder = folder_join(arena, workspace, path).path;
		checkout.own = is_own(scalar_value(
			tree, map_get(step_field(step, STEP_WITH), "repository", NULL)));
		number = lookup_put(&c->folders, arena, checkout.folder, 0, NULL);
		list_add(arena, &c->list, checkout);
		*number = c->list.len - 1;
	}
}

struct checkout checkout_find(struct checkouts *c, struct arena *arena, size_t before,
			      struct str path)
{
	struct checkout none = { .inner = STR("") };
	bool absolute = path.len > 0 && path.p[0] == '/';

	read_steps(c, arena, before);
	for (struct str folder = path; folder_up(&folder);) {
		const size_t *number = lookup_get(&c->folders, folder);
		struct checkout found;

		if (!number || (folder.len == 0 && absolute))
			continue;
		found = c->list.at[*number];
		if (found.own)
			found.inner = str_slice(path, folder.len + (folder.len > 0), path.len);
		return found;
	}
	if (c->list.len == 0 && path.len > 0 && !absolute && has_initial_checkout(c, arena))
		return (struct checkout){ .folder = STR(""), .inner = path, .own = true };
	return none;
}
