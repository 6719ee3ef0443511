/* SPDX-License-Identifier: MIT */
/* The search for the Python of a job: the last set-up step that always runs decides. A version
 * goes into a key only as one line without a comma, which actions/cache refuses. */
#include "config.h"

#include "nox/python.h"

#include "workflow/expression.h"
#include "workflow/uses.h"

/* What an action that sets Python up tells about it. */
enum tells {
	TELLS_OUTPUT,	/* the output python-version: the exact version */
	TELLS_INPUT,	/* the output python-version repeats the input */
	TELLS_LOCATION, /* exports pythonLocation, as the setup-python inside it does */
	TELLS_TEXT,	/* only its input names the version */
};

/* Read in the actions' own action.yml. */
static const struct setup_action {
	const char *name;
	enum tells tells;
	const char *input; /* that names the version */
} setup_actions[] = {
	{ "actions/setup-python", TELLS_OUTPUT, "python-version" },
	{ "astral-sh/setup-uv", TELLS_INPUT, "python-version" },
	{ "wntrblm/nox", TELLS_LOCATION, "python-versions" },
	{ "conda-incubator/setup-miniconda", TELLS_TEXT, "python-version" },
	{ "deadsnakes/action", TELLS_TEXT, "python-version" },
	{ "MatteoH2O1999/setup-python", TELLS_OUTPUT, "python-version" },
	{ "mamba-org/setup-micromamba", TELLS_TEXT, "create-args" },
};

static const struct setup_action *setup_of(const struct tree *tree, struct arena *arena,
					   const struct step *step)
{
	struct uses uses = uses_read(scalar_value(tree, arena, step->uses));

	if (!step->uses || step->nested)
		return NULL;
	for (size_t i = 0; i < sizeof(setup_actions) / sizeof(setup_actions[0]); i++)
		if (uses_is(&uses, setup_actions[i].name))
			return &setup_actions[i];
	return NULL;
}

/* The text as it may stand in a key, or empty. */
static struct str key_text(struct str text)
{
	text = str_trim(text);
	if (str_find_char(text, ',', 0) != STR_NONE && !has_expression(text))
		return STR("");
	return text.len > 100 || str_find_char(text, '\n', 0) != STR_NONE ? STR("") : text;
}

struct str python_output(struct arena *arena, struct str id)
{
	return arena_printf(arena, "${{ steps.%.*s.outputs.python-version }}", STR_ARG(id));
}

static void use_setup(struct python *python, struct arena *arena, const struct tree *tree,
		      const struct setup_action *action, const struct step *step)
{
	struct str input = scalar_value(tree, arena, map_get(tree, step->with, action->input, NULL));
	struct str id = scalar_value(tree, arena, step->id);
	enum tells tells = action->tells;

	/* Without a version setup-uv sets no Python up; and the exact one in front of it says more. */
	if (tells == TELLS_INPUT && (input.len == 0 || python->exact))
		return;
	if (tells == TELLS_OUTPUT || tells == TELLS_INPUT) {
		*python = (struct python){ .origin = PYTHON_OUTPUT,
					   .setup = step,
					   .exact = tells == TELLS_OUTPUT };
		if (id.len > 0)
			python->text = python_output(arena, id);
		else
			python->needs_id = step;
	} else if (tells == TELLS_LOCATION) {
		*python = (struct python){ .origin = PYTHON_LOCATION,
					   .text = STR("${{ env.pythonLocation }}"),
					   .setup = step,
					   .exact = true };
	} else if (key_text(input).len > 0 && (str_contains(input, "3") || has_expression(input))) {
		*python = (struct python){ .origin = PYTHON_TEXT, .text = key_text(input), .setup = step };
	}
}

/* Only conditional set-up steps: whichever ran has the output. */
static bool join_conditional(struct python *python, struct arena *arena,
			     const struct workflow *workflow, const struct job *job, size_t before)
{
	struct str joined = STR("");

	for (size_t i = 0; i < job->steps.len && job->steps.at[i].index < before; i++) {
		const struct step *step = &job->steps.at[i];
		const struct setup_action *action = setup_of(workflow->tree, arena, step);
		struct str id = scalar_value(workflow->tree, arena, step->id);

		if (!action || action->tells != TELLS_OUTPUT || id.len == 0)
			continue;
		joined = joined.len == 0
				 ? arena_printf(arena, "steps.%.*s.outputs.python-version", STR_ARG(id))
				 : arena_printf(arena, "%.*s || steps.%.*s.outputs.python-version",
						STR_ARG(joined), STR_ARG(id));
		python->setup = step;
	}
	if (joined.len == 0)
		return false;
	python->origin = PYTHON_OUTPUT;
	python->exact = true;
	python->text = arena_printf(arena, "${{ %.*s }}", STR_ARG(joined));
	return true;
}

static bool use_container(struct python *python, struct arena *arena, const struct tree *tree,
			  const struct job *job)
{
	const struct node *container = node_resolve(job->container);
	const struct node *image = map_get(tree, container, "image", NULL);
	struct str text = key_text(scalar_value(tree, arena, image ? image : container));

	if (text.len == 0)
		return false;
	*python = (struct python){ .origin = PYTHON_CONTAINER, .text = text };
	return true;
}

/* A matrix key, variable or input that is named after Python. */
static bool names_python(struct str path)
{
	struct str leaf = str_slice(path, str_rfind_char(path, '.') + 1, path.len);

	return str_starts(leaf, "py") || str_starts(leaf, "PY") || str_contains(leaf, "python");
}

static bool use_matrix(struct python *python, struct arena *arena, const struct tree *tree,
		       const struct job *job)
{
	const struct node *matrix = node_resolve(job->matrix);

	for (const struct node *key = matrix && matrix->kind == NODE_MAP ? matrix->first : NULL;
	     key && key->next; key = key->next->next) {
		struct str name = scalar_value(tree, arena, key);

		if (!names_python(name) || node_resolve(key->next)->kind != NODE_SEQ)
			continue;
		*python = (struct python){ .origin = PYTHON_TEXT,
					   .text = arena_printf(arena, "${{ matrix.%.*s }}",
								STR_ARG(name)) };
		return true;
	}
	return false;
}

bool python_of(struct python *python, struct arena *arena, const struct workflow *workflow,
	       const struct job *job, size_t before)
{
	const struct tree *tree = workflow->tree;

	*python = (struct python){ 0 };
	for (size_t i = 0; i < job->steps.len && job->steps.at[i].index < before; i++) {
		const struct step *step = &job->steps.at[i];
		const struct setup_action *action = setup_of(tree, arena, step);

		if (action && !step->condition)
			use_setup(python, arena, tree, action, step);
	}
	if (python->origin == PYTHON_UNKNOWN && !join_conditional(python, arena, workflow, job, before) &&
	    !use_container(python, arena, tree, job))
		(void)use_matrix(python, arena, tree, job);
	return !arena->failed;
}
