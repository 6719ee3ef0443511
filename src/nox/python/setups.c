/* SPDX-License-Identifier: MIT */
/* Finds what sets up Python. What an action reports follows its source: the output of setup-python
 * is the last version of its list (src/setup-python.ts), setup-uv returns its input
 * (src/setup-uv.ts), wntrblm/nox passes its list to setup-python. */
#include "config.h"

#include "nox/python/setups.h"

#include "base/ascii.h"
#include "script/wrapper.h"
#include "workflow/template.h"
#include "workflow/values.h"
#include "workflow/variables.h"

enum {
	ACTIONS_MAX = 4, /* local actions that use local actions */
	/* Read per job; actions count each time they are used. */
	READ_MAX = 16 * 1024 * 1024, /* bytes of scripts */
	STEP_COST = 1000,	     /* what a step counts as */
};

/* Actions that set up Python and report the exact version. */
static const struct setup_action {
	const char *name;
	const char *input;    /* names the version, or several */
	const char *id;	      /* for a step without one; NULL: no output, but pythonLocation is
			    * exported */
	const char *fallback; /* the input's default */
} setup_actions[] = {
	{ "actions/setup-python", "python-version", "setup-python", "" },
	{ "MatteoH2O1999/setup-python", "python-version", "setup-python", "" },
	{ "wntrblm/nox", "python-versions", NULL, "3.9, 3.10" },
};

/* Where steps are read: a job, or an action used by one of its steps. */
struct reader {
	struct setups *setups;
	struct arena *arena;
	struct survey *survey;
	const struct workflow *workflow;
	const struct job *job;
	const struct reader *caller; /* NULL: the job itself */
	const struct step *step;     /* of the caller; it uses the action */
	bool conditional;
	unsigned depth;
	struct str runner; /* of the job, for the dialect of steps without a shell */
	enum dialect dialect;
};

static const struct setup_action *action_of(const struct uses *uses)
{
	for (size_t i = 0; i < sizeof(setup_actions) / sizeof(setup_actions[0]); i++)
		if (uses_is(uses, setup_actions[i].name))
			return &setup_actions[i];
	return NULL;
}

const char *setup_version_input(const struct uses *uses)
{
	const struct setup_action *action = action_of(uses);

	return action ? action->input : NULL;
}

static void add_setup(const struct reader *r, const struct step *step, struct setup setup)
{
	setup.conditional = r->conditional || step_field(step, STEP_IF);
	setup.step = step;
	for (const struct reader *up = r; up->caller; up = up->caller)
		setup.step = up->step;
	if (r->setups->list.len == SETUPS_MAX)
		r->setups->many = true;
	else
		list_add(r->arena, &r->setups->list, setup);
}

/* ------------------------------------------------------------------ versions as written */

/* The caller's value for an input of the action, or the input's default. */
static struct str input_value(const struct reader *r, struct str name)
{
	const char *key = arena_copy(r->arena, name).p;
	const struct node *given = map_get(step_field(r->step, STEP_WITH), key, NULL);
	const struct node *input = map_get(r->workflow->inputs, key, NULL);

	if (given)
		return scalar_value(r->caller->workflow->tree, given);
	return scalar_value(r->workflow->tree, map_get(input, "default", NULL));
}

/* A value as the job has it: if it is only a variable or an input, that is replaced. An expression
 * left over from an action has no meaning in the job: then *known is false. */
static struct str resolve(const struct reader *r, const struct step *step, struct str text,
			  enum dialect dialect, bool *known)
{
	struct expression nodes = { 0 };
	struct reference reference;

	*known = true;
	for (;;) {
		struct variables variables = { .workflow = r->workflow,
					       .arena = r->arena,
					       .job = r->job,
					       .step = step,
					       .dialect = dialect };

		text = str_trim(variables_replace(&variables, text));
		if (!r->caller || !has_expression(text))
			return text;
		if (!value_is_reference(&reference, r->arena, &nodes, text) ||
		    reference.count != 1 || !str_is_nocase(reference.context, "inputs")) {
			*known = false;
			return text;
		}
		text = input_value(r, reference.members[0].text);
		step = r->step;
		r = r->caller;
		dialect = DIALECT_NONE;
	}
}

/* Finds the values of a single expression of the job. Returns false if the matrix does not show
 * them. */
static bool matrix_values(const struct reader *r, struct str text, struct values *values)
{
	struct expression nodes = { 0 };
	struct reference reference;

	ARENA_AUTO struct arena scratch = { 0 };

	while (r->caller)
		r = r->caller;
	if (!value_is_reference(&reference, r->arena, &nodes, text) ||
	    !str_is_nocase(reference.context, "matrix"))
		return false;
	values_of_matrix(values, &scratch, r->workflow->tree, job_field(r->job, JOB_MATRIX),
			 &reference);
	return values->kind != VALUES_UNKNOWN;
}

/* May the text name several versions? separators separate the list. */
static bool names_several(const struct reader *r, struct str text, const char *separators)
{
	struct template_part part;
	struct values values;
	size_t at = 0;

	if (matrix_values(r, text, &values))
		return values.several;
	while (template_next(text, &at, &part)) {
		if (part.kind == TEMPLATE_EXPRESSION &&
		    (str_contains(part.text, "versions") || str_contains(part.text, "join(")))
			return true;
		for (size_t i = 0; part.kind == TEMPLATE_TEXT && i < part.text.len; i++)
			if (str_find_char(str_from(separators), part.text.p[i], 0) != STR_NONE)
				return true;
	}
	return false;
}

/* Does a file of the repository name several versions, one per line? */
static bool file_names_several(const struct reader *r, struct str path)
{
	const struct repository_file *file;
	struct str rest, line;
	size_t lines = 0;

	if (path.len == 0)
		path = STR(".python-version");
	if (!str_ends(path, ".python-version") || has_expression(path))
		return false;
	file = repository_read(r->survey->repository, path);
	for (rest = file->bytes; str_next_line(&rest, &line);) {
		line = str_trim(line);
		lines += line.len > 0 && line.p[0] != '#';
	}
	return lines > 1;
}

/* ------------------------------------------------------------------ actions */

/* Does a step have an id, or can it get one? It cannot if it has an invalid id, or if it is a pair
 * without braces. */
static bool has_name(const struct reader *r, const struct step *step)
{
	struct str id = scalar_value(r->workflow->tree, step_field(step, STEP_ID));

	if (step_field(step, STEP_ID))
		return id.len > 0 && str_is_line(id) && !str_contains(id, "}}") &&
		       !str_contains(id, "${{");
	return step->body->style == STYLE_FLOW || !node_in_flow(step->body);
}

static void read_setup_action(const struct reader *r, const struct step *step,
			      const struct setup_action *action)
{
	const struct tree *tree = r->workflow->tree;
	const struct node *input = map_get(step_field(step, STEP_WITH), action->input, NULL);
	struct str file = scalar_value(
		tree, map_get(step_field(step, STEP_WITH), "python-version-file", NULL));
	struct str text = input ? scalar_value(tree, input) : str_from(action->fallback);
	bool known;
	struct str version = resolve(r, step, text, DIALECT_NONE, &known);
	enum setup_kind kind = r->caller || !action->id ? SETUP_LOCATION : SETUP_OUTPUT;

	if (kind == SETUP_OUTPUT && !has_name(r, step)) {
		add_setup(r, step, (struct setup){ .kind = SETUP_UNKNOWN });
		return;
	}
	/* Several versions for setup-python: lines. For wntrblm/nox also commas. */
	if (names_several(r, version, action->id ? "\n" : ",\n") ||
	    (version.len == 0 && file_names_several(r, file)))
		kind = SETUP_SEVERAL;
	add_setup(r, step,
		  (struct setup){
			  .kind = kind, .id = action->id, .version = known ? version : STR("") });
}

static void read_steps(struct reader *r);

/* An action that set up no Python once never does. */
static void read_local(struct reader *inner)
{
	struct lookup *no_setups = &inner->survey->no_setups;
	struct str path = inner->workflow->tree->source->path;
	size_t before = inner->setups->list.len;

	if (lookup_get(no_setups, path))
		return;
	read_steps(inner);
	if (inner->setups->list.len <= before && !inner->setups->many &&
	    inner->depth != ACTIONS_MAX)
		lookup_put(no_setups, inner->survey->arena, path, 1, NULL);
}

static void read_uses(const struct reader *r, const struct step *step)
{
	struct uses uses = step_uses(r->workflow->tree, step);
	const struct setup_action *action = action_of(&uses);
	const struct workflow *local = uses.local ? survey_action(r->survey, uses.name) : NULL;
	struct reader inner = { .setups = r->setups,
				.arena = r->arena,
				.survey = r->survey,
				.workflow = local,
				.caller = r,
				.step = step,
				.conditional = r->conditional || step_field(step, STEP_IF),
				.depth = r->depth + 1 };
	bool known;

	if (action) {
		read_setup_action(r, step, action);
		return;
	}
	if (uses_is(&uses, "astral-sh/setup-uv")) {
		struct variables variables = { .workflow = r->workflow,
					       .arena = r->arena,
					       .job = r->job };
		struct str version =
			scalar_value(r->workflow->tree,
				     map_get(step_field(step, STEP_WITH), "python-version", NULL));

		version = resolve(r, step, version, DIALECT_NONE, &known);
		if (version.len == 0) /* then UV_PYTHON counts, which others set */
			version = variable_value(&variables, STR("UV_PYTHON"));
		if (version.len > 0)
			add_setup(r, step,
				  (struct setup){ .kind = SETUP_UV,
						  .version = known ? version : STR("") });
		return;
	}
	if (!local || local->jobs.len == 0 || inner.depth > ACTIONS_MAX)
		return;
	inner.job = &local->jobs.at[0];
	read_local(&inner);
}

/* ------------------------------------------------------------------ uv python install */

/* Is it one version in a form that every uv accepts? */
static bool is_version(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.p[i];

		if (!ascii_is_alphanumeric(c) && str_find_char(STR(".@+-"), c, 0) == STR_NONE)
			return false;
	}
	return text.len > 0 && text.p[0] != '-' && text.p[0] != '@' && text.p[0] != '+';
}

/* Is it an expression with certainly one version, and usable in another step? */
static bool is_version_expression(const struct reader *r, struct str text)
{
	struct expression nodes = { 0 };
	struct reference reference;
	struct values values;

	if (!value_is_reference(&reference, r->arena, &nodes, text) ||
	    !template_is_usable(r->arena, text))
		return false;
	if (matrix_values(r, text, &values))
		return !values.several && values.kind == VALUES_FIT;
	return value_is_short_by_name(reference.members[reference.count - 1].text);
}

static void add_install(const struct reader *r, const struct step *step, const struct word *word,
			enum dialect dialect)
{
	bool known = true;
	struct str version = STR("");

	if (word)
		version = resolve(r, step, arena_copy(r->arena, word->value),
				  word->literal ? DIALECT_NONE : dialect, &known);

	if (!known ||
	    !(has_expression(version) ? is_version_expression(r, version) : is_version(version)))
		version = STR("");
	add_setup(r, step, (struct setup){ .kind = SETUP_INSTALL, .version = version });
}

/* The options of `uv python install` that take a value. */
static bool takes_value(struct str option)
{
	static const char *const options[] = { "-i",
					       "--install-dir",
					       "--mirror",
					       "--pypy-mirror",
					       "--python-downloads-json-url",
					       "--directory",
					       "--project",
					       "--config-file",
					       "--cache-dir",
					       "--color",
					       "--allow-insecure-host" };

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (str_is(option, options[i]))
			return true;
	return false;
}

static void read_command(const struct reader *r, const struct step *step, const struct program *p,
			 enum dialect dialect)
{
	bool any = false;

	if (!str_is(p->name, "uv") || p->argument_count < 2 ||
	    !str_is(p->arguments[0].value, "python") || !str_is(p->arguments[1].value, "install"))
		return;
	for (size_t i = 2; i < p->argument_count; i++) {
		struct str word = p->arguments[i].value;

		if (takes_value(word)) {
			i++;
		} else if (!str_starts(word, "-")) {
			any = true;
			add_install(r, step, &p->arguments[i], dialect);
		}
	}
	if (!any)
		add_install(r, step, NULL, dialect);
}

static void read_run(const struct reader *r, const struct step *step)
{
	struct str text = scalar_value(r->workflow->tree, step_field(step, STEP_RUN));
	enum dialect dialect =
		step_field(step, STEP_SHELL)
			? dialect_of(scalar_value(r->workflow->tree, step_field(step, STEP_SHELL)),
				     r->runner)
			: r->dialect;
	ARENA_AUTO struct arena scratch = { 0 };
	struct script script = { 0 };

	r->setups->read += text.len;
	if (!str_contains(text, "python install"))
		return;
	script_scan(&script, &scratch, text, dialect);
	for (size_t i = 0; i < script.commands.len; i++) {
		struct program program = { 0 };

		program_of(&program, &scratch, &script.commands.at[i]);
		read_command(r, step, &program, dialect);
	}
}

/* ------------------------------------------------------------------ all steps */

static void read_steps(struct reader *r)
{
	r->runner = job_runner(r->arena, r->workflow, r->job);
	r->dialect = dialect_of(job_shell(r->workflow, r->job), r->runner);
	for (size_t i = 0; i < r->job->steps.len; i++) {
		const struct step *step = &r->job->steps.at[i];

		if (step->nested)
			continue;
		r->setups->read += STEP_COST;
		if (r->setups->read > READ_MAX)
			r->setups->many = true;
		if (r->setups->many)
			return;
		if (step_field(step, STEP_USES))
			read_uses(r, step);
		if (step_field(step, STEP_RUN))
			read_run(r, step);
	}
}

void setups_find(struct setups *setups, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, struct survey *survey)
{
	struct reader r = {
		.setups = setups, .arena = arena, .survey = survey, .workflow = workflow, .job = job
	};

	setups->machines = arena_new(arena, struct machines);
	setups->machines->arena = arena;
	read_steps(&r);
}
