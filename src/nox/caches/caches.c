/* SPDX-License-Identifier: MIT */
/* Reads existing cache steps. Paths are compared as folders of the workspace. */
#include "config.h"

#include "nox/caches/caches.h"

#include "nox/rules/marks.h"
#include "workflow/uses.h"
#include "yaml/layout.h"

/* Actions with the inputs path, key and restore-keys of actions/cache. */
static const char *const cache_actions[] = {
	"actions/cache",    "buildjet/cache", "runs-on/cache",	      "useblacksmith/cache",
	"WarpBuilds/cache", "ubicloud/cache", "tespkg/actions-cache",
};

static bool is_cache(const struct uses *uses)
{
	for (size_t i = 0; i < sizeof(cache_actions) / sizeof(cache_actions[0]); i++)
		if (uses_is(uses, cache_actions[i]))
			return true;
	return false;
}

/* Recognises a step of this program by its name, its id and the mark in its comment. To maintain
 * the step by hand, a person removes the mark. A step in a list on one line has no comment. The
 * action does not matter (--action). */
bool cache_step_is_ours(const struct tree *tree, const struct step *step)
{
	return str_is(scalar_value(tree, step_field(step, STEP_NAME)), CACHE_STEP_NAME) &&
	       str_starts(scalar_value(tree, step_field(step, STEP_ID)), CACHE_STEP_ID) &&
	       (node_parent(step_written(step))->style == STYLE_FLOW ||
		layout_has_mark(tree, step->body, false, COMMENT_MARK));
}

static bool names_tags(const struct tree *tree, const struct node *value)
{
	return str_contains(scalar_value(tree, value), "refs/tags/");
}

/* Finds the folders that the lines of a cache's path name. A pattern for everything in a folder
 * counts as the folder. */
static void read_folders(struct cache *cache, struct arena *arena)
{
	struct folder workspace = { STR(""), true };
	struct str rest = cache->path, line;

	while (str_next_line(&rest, &line)) {
		line = str_trim(line);
		if (line.len == 0 || line.p[0] == '!')
			continue;
		if (str_starts(line, "**/"))
			line = str_slice(line, 3, line.len);
		while (str_ends(line, "/*"))
			line = str_slice(line, 0, line.len - 2);
		while (str_ends(line, "/**"))
			line = str_slice(line, 0, line.len - 3);

		struct folder path = folder_join(arena, workspace, line);

		if (path.known)
			list_add(arena, &cache->folders, path.path);
	}
}

/* Whether a step is a cache itself. */
static bool is_cache_step(const struct tree *tree, const struct step *step, const struct uses *uses)
{
	return is_cache(uses) || cache_step_is_ours(tree, step);
}

static void add_cache(struct caches *caches, struct arena *arena, const struct tree *tree,
		      const struct step *step, const struct uses *uses)
{
	struct cache cache = { .step = step, .inner = step };

	if (caches->list.len == CACHES_MAX) {
		caches->many = true;
		return;
	}
	cache.path = scalar_value(tree, map_get(step_field(step, STEP_WITH), "path", NULL));
	cache.key = scalar_value(tree, map_get(step_field(step, STEP_WITH), "key", NULL));
	cache.restore_keys =
		scalar_value(tree, map_get(step_field(step, STEP_WITH), "restore-keys", NULL));
	cache.id = scalar_value(tree, step_field(step, STEP_ID));
	cache.guarded = names_tags(tree, step_field(step, STEP_IF)) ||
			names_tags(tree, map_get(step_field(step, STEP_WITH), "lookup-only", NULL));
	cache.restores = !str_is(uses->path, "save");
	cache.saves = !str_is(uses->path, "restore");
	cache.ours = cache_step_is_ours(tree, step);
	read_folders(&cache, arena);
	list_add(arena, &caches->list, cache);
}

/* The caches of a local action count as caches of the step that uses it. */
static void add_action_caches(struct caches *caches, struct arena *arena, const struct step *step,
			      struct survey *survey, struct str folder)
{
	const struct surveyed_steps *steps =
		survey_action_steps(survey, folder, SURVEYED_CACHES, is_cache);

	for (size_t i = 0; steps && i < steps->list.len && !caches->many; i++) {
		const struct step *inner = steps->list.at[i];
		const struct tree *tree = steps->action->tree;
		struct uses uses = step_uses(tree, inner);
		size_t count = caches->list.len;

		add_cache(caches, arena, tree, inner, &uses);
		for (; count < caches->list.len; count++) {
			caches->list.at[count].step = step;
			caches->list.at[count].ours = false;
			caches->list.at[count].in_action = true;
			caches->list.at[count].action = steps->action;
		}
	}
}

void caches_find(struct caches *caches, struct arena *arena, const struct tree *tree,
		 const struct job *job, struct survey *survey)
{
	for (size_t i = 0; i < job->steps.len; i++) {
		const struct step *step = &job->steps.at[i];
		struct uses uses = step_uses(tree, step);

		if (!step_field(step, STEP_USES))
			continue;
		if (is_cache_step(tree, step, &uses))
			add_cache(caches, arena, tree, step, &uses);
		if (uses.local)
			add_action_caches(caches, arena, step, survey, uses.name);
	}
}

bool caches_are_possible(const struct workflow *workflow)
{
	for (size_t i = 0; i < workflow->jobs.len; i++)
		for (size_t k = 0; k < workflow->jobs.at[i].steps.len; k++) {
			const struct step *step = &workflow->jobs.at[i].steps.at[k];
			struct uses uses = step_uses(workflow->tree, step);

			if (step_field(step, STEP_USES) &&
			    (uses.local || is_cache_step(workflow->tree, step, &uses)))
				return true;
		}
	return false;
}
