/* SPDX-License-Identifier: MIT */
/* Reads the repository on demand, and remembers the results. */
#include "config.h"

#include "nox/survey/survey.h"

#include "nox/noxfile/modules.h"
#include "nox/noxfile/read.h"
#include "nox/survey/generators.h"
#include "nox/survey/hash_files.h"
#include "workflow/discover.h"
#include "yaml/tree.h"

/* A lookup cannot contain NULL, so a result that may be NULL is stored in a struct. */
struct answer {
	const void *found;
};

static const struct answer *remembered(const struct lookup *lookup, struct str key)
{
	return lookup_pointer(lookup, key);
}

static void remember(struct survey *s, struct lookup *lookup, struct str key, const void *found)
{
	struct answer *answer = arena_new(s->arena, struct answer);

	answer->found = found;
	lookup_add_pointer(lookup, s->arena, arena_copy(s->arena, key), answer);
}

/* ------------------------------------------------------------------ noxfiles */

static const struct noxfile *load_noxfile(struct survey *s, struct str path)
{
	const struct repository_file *file = repository_read(s->repository, path);
	struct noxfile *noxfile = arena_new(s->arena, struct noxfile);

	if (file->status != STATUS_OK)
		return NULL;
	noxfile_read(noxfile, s->arena, file->bytes);
	noxfile_modules_find(noxfile, s->arena, s->repository, path);
	return noxfile;
}

const struct noxfile *survey_noxfile(struct survey *s, struct str path)
{
	const struct answer *answer = remembered(&s->noxfiles, path);
	const struct noxfile *noxfile = NULL;

	if (answer)
		return answer->found;
	if (path.len > 0 && !str_contains(path, "${{"))
		noxfile = load_noxfile(s, path);
	remember(s, &s->noxfiles, path, noxfile);
	return noxfile;
}

/* ------------------------------------------------------------------ dependencies */

const struct dependencies *survey_dependencies(struct survey *s, struct str noxfile,
					       const struct str *reads, size_t count)
{
	BUF_AUTO struct buf key = { 0 };
	const struct answer *answer;
	struct dependencies *found;

	buf_add(&key, noxfile);
	for (size_t i = 0; i < count; i++) {
		buf_add_char(&key, '\n');
		buf_add(&key, reads[i]);
	}
	answer = remembered(&s->dependencies, buf_str(&key));
	if (answer)
		return answer->found;
	found = arena_new(s->arena, struct dependencies);
	dependencies_find(found, s->arena, s->repository, noxfile, reads, count);
	remember(s, &s->dependencies, buf_str(&key), found);
	return found;
}

const struct dependencies *survey_template(struct survey *s, struct str folder, bool copier)
{
	struct str key = arena_printf(s->arena, "%d%.*s", copier, STR_ARG(folder));
	const struct answer *answer = remembered(&s->templates, key);
	struct dependencies *found;

	if (answer)
		return answer->found;
	found = arena_new(s->arena, struct dependencies);
	generator_patterns(found, s->arena, s->repository, folder, copier);
	remember(s, &s->templates, key, found);
	return found;
}

/* ------------------------------------------------------------------ local actions */

void survey_add_action(struct survey *s, struct str path, const struct workflow *action)
{
	if (!remembered(&s->actions, path))
		remember(s, &s->actions, path, action);
}

static const struct workflow *load_action(struct survey *s, struct str path)
{
	const struct repository_file *file = repository_read(s->repository, path);
	struct diagnostics ignored = { .arena = s->arena };
	struct source *source = arena_new(s->arena, struct source);
	struct tree *tree = arena_new(s->arena, struct tree);
	struct workflow *action = arena_new(s->arena, struct workflow);

	if (file->status != STATUS_OK)
		return NULL;
	source_init(source, s->arena, file->path, file->bytes);
	source->worker = s->worker;
	source->remotes = s->remotes;
	if (tree_load(tree, s->arena, s->arena, source, &ignored) != STATUS_OK ||
	    workflow_read(action, s->arena, tree, &ignored) != STATUS_OK)
		return NULL;
	return action;
}

static const struct workflow *action_at(struct survey *s, struct str path)
{
	const struct answer *answer = remembered(&s->actions, path);
	const struct workflow *action;

	if (answer)
		return answer->found;
	action = load_action(s, path);
	remember(s, &s->actions, path, action);
	return action;
}

const struct workflow *survey_action(struct survey *s, struct str folder)
{
	struct str path;

	return discover_action(&path, s->arena, s->repository, folder) ? action_at(s, path) : NULL;
}

static void find_steps(struct surveyed_steps *steps, struct survey *s,
		       bool (*wanted)(const struct uses *uses))
{
	const struct workflow *action = steps->action;

	for (size_t i = 0; i < action->jobs.len; i++)
		for (size_t k = 0; k < action->jobs.at[i].steps.len; k++) {
			const struct step *step = &action->jobs.at[i].steps.at[k];
			struct uses uses = step_uses(action->tree, step);

			if (step_field(step, STEP_USES) && wanted(&uses))
				list_add(s->arena, &steps->list, step);
		}
}

const struct surveyed_steps *survey_action_steps(struct survey *s, struct str folder,
						 enum surveyed_kind kind,
						 bool (*wanted)(const struct uses *uses))
{
	const struct answer *answer;
	struct surveyed_steps *steps;
	struct str path;

	if (!discover_action(&path, s->arena, s->repository, folder))
		return NULL;
	answer = remembered(&s->steps[kind], path);
	if (answer)
		return answer->found;
	steps = arena_new(s->arena, struct surveyed_steps);
	steps->action = action_at(s, path);
	if (steps->action)
		find_steps(steps, s, wanted);
	else
		steps = NULL;
	remember(s, &s->steps[kind], path, steps);
	return steps;
}

/* ------------------------------------------------------------------ hashFiles() */

bool survey_matches_nothing(struct survey *s, const struct str *patterns, size_t count)
{
	static const bool yes = true;
	struct diagnostics ignored = { .arena = s->arena };
	BUF_AUTO struct buf key = { 0 };
	const struct answer *answer;
	enum status status;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		buf_add(&key, patterns[i]);
		buf_add_char(&key, '\n');
	}
	answer = remembered(&s->matches, buf_str(&key));
	if (answer)
		return answer->found != NULL;
	status = hash_files_match(&any, &s->matching, &ignored, s->repository, patterns, count);
	remember(s, &s->matches, buf_str(&key), status == STATUS_OK && !any ? &yes : NULL);
	return status == STATUS_OK && !any;
}
