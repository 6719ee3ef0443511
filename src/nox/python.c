/* SPDX-License-Identifier: MIT */
/* The search for the Python of a job: the last set-up step that always runs decides. A version
 * goes into a key only as one line without a comma, which actions/cache refuses. */
#include "config.h"

#include "nox/python.h"

#include "base/buf.h"
#include "workflow/expression_write.h"
#include "workflow/template.h"
#include "workflow/uses.h"

enum { KEY_TEXT_MAX = 100 }; /* bytes */

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
	const char *id;	   /* for a step that has none */
} setup_actions[] = {
	{ "actions/setup-python", TELLS_OUTPUT, "python-version", "setup-python" },
	{ "astral-sh/setup-uv", TELLS_INPUT, "python-version", "setup-uv" },
	{ "wntrblm/nox", TELLS_LOCATION, "python-versions", NULL },
	{ "conda-incubator/setup-miniconda", TELLS_TEXT, "python-version", NULL },
	{ "deadsnakes/action", TELLS_TEXT, "python-version", NULL },
	{ "MatteoH2O1999/setup-python", TELLS_OUTPUT, "python-version", "setup-python" },
	{ "mamba-org/setup-micromamba", TELLS_TEXT, "create-args", NULL },
};

/* An action of the repository that sets Python up by setup-python inside it. */
static const struct setup_action local_setup = { "./", TELLS_LOCATION, "", NULL };

/* What python_of works on. */
struct search {
	struct python *python;
	struct arena *arena;
	const struct tree *tree;
	const struct job *job;
	size_t after; /* index of the first step that counts, */
	size_t before; /* and of the first that does not */
	struct survey *survey;
	struct str interpreter;
};

static const struct setup_action *setup_of(const struct search *s, const struct step *step)
{
	struct uses uses = uses_read(scalar_value(s->tree, s->arena, step->uses));

	if (!step->uses || step->nested)
		return NULL;
	if (uses.local)
		return survey_action_names(s->survey, uses.name, "actions/setup-python@") ? &local_setup : NULL;
	for (size_t i = 0; i < sizeof(setup_actions) / sizeof(setup_actions[0]); i++)
		if (uses_is(&uses, setup_actions[i].name))
			return &setup_actions[i];
	return NULL;
}

/* The text, a template string, as it may stand in a key, or empty. */
static struct str key_text(struct arena *arena, struct str text)
{
	struct template_part part;
	size_t at = 0;

	text = str_trim(text);
	if (text.len > KEY_TEXT_MAX || !template_is_usable(arena, text))
		return STR("");
	while (template_next(text, &at, &part))
		if (part.kind == TEMPLATE_TEXT && str_find_char(part.text, ',', 0) != STR_NONE)
			return STR("");
	return text;
}

static void add_output(struct buf *out, struct str id, const char *name)
{
	buf_add_c(out, "steps");
	expression_add_member(out, id);
	buf_add_c(out, ".outputs.");
	buf_add_c(out, name);
}

struct str python_outputs(struct arena *arena, const struct str *ids, size_t count)
{
	BUF_AUTO struct buf out = { 0 };

	buf_add_c(&out, "${{ ");
	for (size_t i = 0; i < count; i++) {
		buf_add_c(&out, i > 0 ? " || " : "");
		add_output(&out, ids[i], "python-version");
	}
	buf_add_c(&out, " }}");
	return buf_keep(&out, arena);
}

struct str python_probed(struct arena *arena, struct str id)
{
	BUF_AUTO struct buf out = { 0 };

	buf_add_c(&out, "${{ ");
	add_output(&out, id, "version");
	buf_add_c(&out, " }}");
	return buf_keep(&out, arena);
}

/* May the text name a step or a member in an expression? */
static bool is_name(struct str text)
{
	return text.len > 0 && expression_can_hold(text) && !str_contains(text, "${{");
}

/* Does it have an id, or can it be given one? Not where one is written that names nothing, nor where
 * the step is a pair without braces. */
static bool has_name(const struct search *s, const struct step *step)
{
	if (step->id)
		return is_name(scalar_value(s->tree, s->arena, step->id));
	return step->body->style == STYLE_FLOW || !node_in_flow(step->body);
}

static bool use_output(const struct search *s, const struct setup_action *action,
		       const struct step *step)
{
	s->python->origin = PYTHON_OUTPUT;
	s->python->text = STR("");
	s->python->setup = step;
	s->python->exact = action->tells == TELLS_OUTPUT;
	s->python->id = action->id;
	return list_add(s->arena, &s->python->outputs, step);
}

/* The step that an earlier run of this program put in front of its cache step. */
static bool is_probe(const struct search *s, const struct step *step)
{
	struct str id = scalar_value(s->tree, s->arena, step->id);
	struct str run, asked;

	if (!str_starts(id, PYTHON_PROBE_ID) || !is_name(id))
		return false;
	run = scalar_value(s->tree, s->arena, step->run);
	asked = str_slice(run, 0, str_find(run, STR(" -c \"" PYTHON_PROBE_CODE "\""), 0));
	return asked.len < run.len && (s->interpreter.len == 0 || str_eq(asked, s->interpreter));
}

static bool is_asked(const struct search *s, const struct python *python)
{
	return python->setup && is_probe(s, python->setup);
}

static bool use_setup(const struct search *s, const struct setup_action *action,
		      const struct step *step)
{
	struct python *python = s->python;
	struct str input = scalar_value(s->tree, s->arena,
					map_get(step->with, action->input, NULL));
	struct str text = key_text(s->arena, input);

	switch (action->tells) {
	case TELLS_INPUT:
		/* Without a version setup-uv sets no Python up; the exact one before it says more, but
		 * for one that was asked for before. */
		if (input.len == 0 || (python->exact && !is_asked(s, python)))
			return true;
		*python = (struct python){ 0 };
		return use_output(s, action, step);
	case TELLS_OUTPUT:
		*python = (struct python){ 0 };
		return use_output(s, action, step);
	case TELLS_LOCATION:
		*python = (struct python){ .origin = PYTHON_LOCATION,
					   .text = STR("${{ env.pythonLocation }}"),
					   .exact = true };
		return true;
	case TELLS_TEXT:
		if (text.len > 0)
			*python = (struct python){ .origin = PYTHON_TEXT, .text = text, .setup = step };
		return true;
	}
	return true;
}

static void use_probe(const struct search *s, const struct step *step)
{
	struct str id = scalar_value(s->tree, s->arena, step->id);

	*s->python = (struct python){
		.origin = PYTHON_TEXT, .text = python_probed(s->arena, id), .setup = step, .exact = true
	};
}

/* The set-up steps in front; where all are conditional, the outputs of whichever ran. */
static bool use_steps(const struct search *s, bool conditional)
{
	for (size_t i = 0; i < s->job->steps.len && s->job->steps.at[i].index < s->before; i++) {
		const struct step *step = &s->job->steps.at[i];
		const struct setup_action *action = setup_of(s, step);

		if (step->index < s->after)
			continue;
		if (!conditional && is_probe(s, step))
			use_probe(s, step);
		if (!action || !has_name(s, step) || (step->condition != NULL) != conditional)
			continue;
		if (!conditional ? !use_setup(s, action, step)
				 : action->tells == TELLS_OUTPUT && !use_output(s, action, step))
			return false;
	}
	return true;
}

static void use_text(const struct search *s, enum python_origin origin, struct str text)
{
	if (s->python->origin == PYTHON_UNKNOWN && text.len > 0)
		*s->python = (struct python){ .origin = origin, .text = text };
}

static void use_container(const struct search *s)
{
	const struct node *container = node_resolve(s->job->container);
	const struct node *image = map_get(container, "image", NULL);

	use_text(s, PYTHON_CONTAINER,
		 key_text(s->arena, scalar_value(s->tree, s->arena, image ? image : container)));
}

/* A matrix key, variable or input that is named after Python. */
static bool names_python(struct str name)
{
	return str_starts(name, "py") || str_starts(name, "PY") || str_contains(name, "python") ||
	       str_is(name, "UV_PYTHON");
}

/* Does a member's value leave open that it is a version? */
static bool may_be_version(struct arena *arena, const struct tree *tree, const struct node *member,
			   const char *context)
{
	struct str value = scalar_value(tree, arena, member);

	member = node_resolve(member);
	if (member->kind == NODE_SCALAR && member->style != STYLE_PLAIN &&
	    key_text(arena, value).len == 0)
		return false;
	/* A variable such as PYTHONUNBUFFERED is none that names a version. */
	return !str_is(str_from(context), "env") || str_contains(value, "3");
}

/* Finds the first key of a map that is named after Python, where nothing was found before. */
static void find_member(struct python_named *named, struct arena *arena, const struct tree *tree,
			const struct node *map, const char *context)
{
	map = node_resolve(map);
	for (const struct node *key = map && map->kind == NODE_MAP ? map->first : NULL;
	     key && key->next && named->member.len == 0; key = key->next->next) {
		struct str name = scalar_value(tree, arena, key);
		BUF_AUTO struct buf text = { 0 };

		if (!names_python(name) || !is_name(name) || str_ends(name, "versions") ||
		    !may_be_version(arena, tree, key->next, context))
			continue;
		buf_printf(&text, "${{ %s", context);
		expression_add_member(&text, name);
		buf_add_c(&text, " }}");
		named->member = buf_keep(&text, arena);
	}
}

bool python_named_find(struct python_named *named, struct arena *arena,
		       const struct workflow *workflow, const struct job *job,
		       const struct python_named *in_workflow)
{
	const struct tree *tree = workflow->tree;

	*named = (struct python_named){ STR("") };
	if (job) {
		find_member(named, arena, tree, job->matrix, "matrix");
		find_member(named, arena, tree, job->env, "env");
		if (named->member.len == 0)
			*named = *in_workflow;
	} else {
		find_member(named, arena, tree, workflow->env, "env");
		find_member(named, arena, tree, workflow->inputs, "inputs");
	}
	return !arena->failed;
}

void python_asked(struct python *python, struct arena *arena, const struct workflow *workflow,
		  const struct job *job, size_t before, struct str interpreter)
{
	struct search s = { python, arena, workflow->tree, job, 0, before, NULL, interpreter };

	*python = (struct python){ 0 };
	for (size_t i = 0; i < job->steps.len && job->steps.at[i].index < before; i++)
		if (is_probe(&s, &job->steps.at[i]))
			use_probe(&s, &job->steps.at[i]);
}

bool python_of(struct python *python, struct arena *arena, const struct workflow *workflow,
	       const struct job *job, const struct python_named *named, size_t before,
	       struct survey *survey, struct str interpreter)
{
	struct search s = { python, arena, workflow->tree, job, 0, before, survey, interpreter };

	*python = (struct python){ 0 };
	if (!use_steps(&s, false))
		return false;
	/* What was asked before a conditional step says nothing of what that step set up. */
	bool probed = is_asked(&s, python);

	if (probed)
		s.after = python->setup->index;
	if ((probed || python->origin == PYTHON_UNKNOWN) && !use_steps(&s, true))
		return false;
	use_container(&s);
	use_text(&s, PYTHON_TEXT, named->member);
	return !arena->failed;
}
