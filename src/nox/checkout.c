/* SPDX-License-Identifier: MIT */
/* Reading actions/checkout: its path: and repository: inputs. */
#include "config.h"

#include "nox/checkout.h"

#include "nox/folder.h"
#include "nox/variables.h"
#include "workflow/uses.h"

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
static bool stays_checked_out(struct checkouts *c, struct arena *arena)
{
	if (!c->asked)
		c->stays = c->workflow->kind == WORKFLOW_ACTION ||
			   str_contains(job_runner(arena, c->workflow, c->job), "self-hosted");
	c->asked = true;
	return c->stays;
}

/* Reads the steps in front of the given one. */
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

		if (!step->uses || !is_checkout(tree, arena, step))
			continue;
		variables_enter(&variables, step, DIALECT_NONE, STR(""));
		path = scalar_value(tree, arena, map_get(step->with, "path", NULL));
		path = variables_replace(&variables, path);
		checkout.folder = folder_join(arena, workspace, path).path;
		checkout.own = is_own(
			scalar_value(tree, arena, map_get(step->with, "repository", NULL)));
		number = lookup_put(&c->folders, arena, checkout.folder, 0, NULL);
		list_add(arena, &c->list, checkout);
		*number = c->list.len - 1;
	}
}

struct checkout checkout_of(struct checkouts *c, struct arena *arena, size_t before, struct str path)
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
	if (c->list.len == 0 && path.len > 0 && !absolute && stays_checked_out(c, arena))
		return (struct checkout){ .folder = STR(""), .inner = path, .own = true };
	return none;
}
