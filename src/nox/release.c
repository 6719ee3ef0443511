/* SPDX-License-Identifier: MIT */
/* The signs of a job that publishes: its triggers, its rights, its actions, its commands. */
#include "config.h"

#include "nox/release.h"

#include "workflow/uses.h"

static const char *const publishing_actions[] = {
	"pypa/gh-action-pypi-publish",	"softprops/action-gh-release", "ncipollo/release-action",
	"release-drafter/release-drafter", "actions/create-release",   "JS-DevTools/npm-publish",
	"docker/build-push-action",	"goreleaser/goreleaser-action", "actions/deploy-pages",
	"peaceiris/actions-gh-pages",	"JamesIves/github-pages-deploy-action",
	"google-github-actions/release-please-action", "python-semantic-release/python-semantic-release",
};

static const char *const publishing_commands[] = {
	"twine upload",	 "uv publish",	       "poetry publish", "flit publish", "hatch publish",
	"pdm publish",	 "gh release create", "npm publish",	  "cargo publish", "semantic-release publish",
	"gh-pages",
};

static bool contains_any(struct str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_contains(text, words[i]))
			return true;
	return false;
}

static bool uses_any(struct str value)
{
	struct uses uses = uses_read(value);

	for (size_t i = 0; i < sizeof(publishing_actions) / sizeof(publishing_actions[0]); i++)
		if (uses_is(&uses, publishing_actions[i]))
			return true;
	return false;
}

/* Runs for releases or pushed tags and for nothing else. */
static bool only_for_releases(const struct workflow *w)
{
	const struct tree *tree = w->tree;
	const struct node *on = node_resolve(w->on);
	const struct node *push = map_get(on, "push", NULL);

	if (on && on->kind == NODE_SEQ && on->count == 1)
		on = node_resolve(on->first);
	if (!on || on->kind != NODE_MAP)
		return on && on->kind == NODE_SCALAR && str_is(node_source(tree, on), "release");
	for (const struct node *key = on->first; key && key->next; key = key->next->next) {
		struct str name = node_source(tree, key);

		if (!str_is(name, "release") && !str_is(name, "push") &&
		    !str_is(name, "workflow_dispatch"))
			return false;
	}
	if (push)
		return map_get(push, "tags", NULL) && !map_get(push, "branches", NULL);
	return map_get(on, "release", NULL) != NULL;
}

static bool names_release_branch(struct arena *arena, const struct tree *tree,
				 const struct node *branches)
{
	branches = node_resolve(branches);
	for (const struct node *item = branches ? branches->first : NULL; item; item = item->next)
		if (str_contains(scalar_value(tree, arena, item), "release"))
			return true;
	return branches && str_contains(scalar_value(tree, arena, branches), "release");
}

static bool has_trigger(struct arena *arena, const struct workflow *workflow, const char *name)
{
	const struct tree *tree = workflow->tree;
	const struct node *on = node_resolve(workflow->on);

	if (!on || on->kind == NODE_MAP)
		return map_get(on, name, NULL) != NULL;
	for (const struct node *item = on->first; item; item = item->next)
		if (str_is(scalar_value(tree, arena, item), name))
			return true;
	return str_is(scalar_value(tree, arena, on), name);
}

bool release_triggers(struct arena *arena, const struct workflow *workflow)
{
	const struct tree *tree = workflow->tree;
	const struct node *on = node_resolve(workflow->on);
	const struct node *push = map_get(on, "push", NULL);

	return has_trigger(arena, workflow, "release") || map_get(push, "tags", NULL) ||
	       names_release_branch(arena, tree, map_get(push, "branches", NULL));
}

const char *untrusted_trigger(struct arena *arena, const struct workflow *workflow)
{
	static const char *const names[] = { "pull_request_target", "issue_comment", "workflow_run" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (has_trigger(arena, workflow, names[i]))
			return names[i];
	return NULL;
}

static bool condition_wants_tag(struct str condition)
{
	return str_contains(condition, "refs/tags/") || str_contains(condition, "ref_type == 'tag'") ||
	       str_contains(condition, "event_name == 'release'") ||
	       str_contains(condition, "github.event.release");
}

static bool is_negated(struct str condition)
{
	return str_contains(condition, "!") || str_contains(condition, "||");
}

const char *release_sign(struct arena *arena, const struct workflow *workflow, const struct job *job)
{
	const struct tree *tree = workflow->tree;
	struct str condition = scalar_value(tree, arena, job->condition);
	struct str right = scalar_value(tree, arena, map_get(job->permissions, "id-token", NULL));

	if (workflow->kind == WORKFLOW_FILE && only_for_releases(workflow))
		return "its workflow runs for releases only";
	if (condition_wants_tag(condition) && !is_negated(condition))
		return "it runs for tags only";
	if (str_is(right, "write"))
		return "it may write id tokens";
	for (size_t i = 0; i < job->steps.len; i++) {
		const struct step *step = &job->steps.at[i];

		if (step->uses && uses_any(scalar_value(tree, arena, step->uses)))
			return "it uses an action that publishes";
		if (step->run && contains_any(scalar_value(tree, arena, step->run), publishing_commands,
					      sizeof(publishing_commands) / sizeof(publishing_commands[0])))
			return "it runs a command that publishes";
	}
	return NULL;
}
