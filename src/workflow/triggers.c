/* SPDX-License-Identifier: MIT */
/* Reads `on:`: a name, a list of names, or a map of names with filters. */
#include "config.h"

#include "workflow/triggers.h"

static const struct {
	const char *name;
	unsigned bits;
} names[] = {
	{ "release", TRIGGER_TAG },
	{ "push", TRIGGER_PUSH },
	{ "schedule", TRIGGER_SCHEDULE },
	{ "workflow_dispatch", TRIGGER_MANUAL },
	{ "repository_dispatch", TRIGGER_MANUAL },
	{ "workflow_call", TRIGGER_CALL },
	{ "pull_request_target", TRIGGER_PULL_REQUEST_TARGET },
	{ "issue_comment", TRIGGER_ISSUE_COMMENT },
	{ "workflow_run", TRIGGER_WORKFLOW_RUN },
};

static unsigned bits_of(struct str name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is(name, names[i].name))
			return names[i].bits;
	return name.len > 0 ? TRIGGER_OTHER : 0;
}

static bool names_release(struct str branch)
{
	for (size_t i = 0; i + 7 <= branch.len; i++)
		if (str_is_nocase(str_slice(branch, i, i + 7), "release"))
			return true;
	return false;
}

static bool any_names_release(const struct tree *tree, const struct node *branches)
{
	branches = node_resolve(branches);
	if (!branches || branches->kind == NODE_SCALAR)
		return names_release(scalar_value(tree, branches));
	for (const struct node *item = node_first(branches); item; item = node_next(item))
		if (names_release(scalar_value(tree, item)))
			return true;
	return false;
}

/* A filter for only one kind of refs excludes the other kind (docs.github.com, "Workflow syntax",
 * on.push). */
static unsigned push_bits(const struct tree *tree, const struct node *push)
{
	const struct node *branches = map_get(push, "branches", NULL);
	bool tags = map_get(push, "tags", NULL) || map_get(push, "tags-ignore", NULL);
	unsigned bits = 0;

	if (branches || map_get(push, "branches-ignore", NULL))
		bits |= TRIGGER_OTHER;
	if (tags)
		bits |= TRIGGER_TAG;
	if (branches && any_names_release(tree, branches))
		bits |= TRIGGER_RELEASE_BRANCH;
	return bits ? bits : TRIGGER_PUSH;
}

unsigned triggers_of(const struct workflow *workflow)
{
	const struct tree *tree = workflow->tree;
	const struct node *on = node_resolve(workflow->on);
	unsigned bits = 0;

	if (!on)
		return 0;
	if (on->kind == NODE_SCALAR)
		return bits_of(scalar_value(tree, on));
	for (const struct node *item = node_first(on); item; item = node_next(item)) {
		struct str name = scalar_value(tree, item);
		const struct node *filter = NULL;

		if (on->kind == NODE_MAP && node_next(item))
			filter = item = node_next(item);
		bits |= filter && str_is(name, "push") ? push_bits(tree, node_resolve(filter))
						       : bits_of(name);
	}
	return bits;
}

static bool is_only(unsigned triggers, unsigned bit)
{
	return (triggers & bit) != 0 && (triggers & ~(bit | TRIGGER_MANUAL)) == 0;
}

bool triggers_are_tags(unsigned triggers)
{
	return is_only(triggers, TRIGGER_TAG);
}

bool triggers_are_schedule(unsigned triggers)
{
	return is_only(triggers, TRIGGER_SCHEDULE);
}

const char *triggers_untrusted(unsigned triggers)
{
	if (triggers & TRIGGER_PULL_REQUEST_TARGET)
		return "pull_request_target";
	if (triggers & TRIGGER_ISSUE_COMMENT)
		return "issue_comment";
	return triggers & TRIGGER_WORKFLOW_RUN ? "workflow_run" : NULL;
}

static bool is_plain(struct str condition)
{
	return !str_contains(condition, "!") && !str_contains(condition, "||");
}

bool condition_is_tags(struct str condition)
{
	return is_plain(condition) && (str_contains(condition, "refs/tags/") ||
				       str_contains(condition, "ref_type == 'tag'") ||
				       str_contains(condition, "event_name == 'release'") ||
				       str_contains(condition, "github.event.release"));
}

bool condition_is_schedule(struct str condition)
{
	return is_plain(condition) && str_contains(condition, "event_name == 'schedule'");
}
