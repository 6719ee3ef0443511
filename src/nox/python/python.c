/* SPDX-License-Identifier: MIT */
/* Chooses how the key gets the exact Pythons. The outputs of set-up steps cost nothing; an
 * interpreter is asked if they are not enough. A text in a key must be one line without a comma,
 * which actions/cache refuses. */
#include "config.h"

#include "nox/python/python.h"

#include "base/buf.h"
#include "workflow/expression_write.h"
#include "workflow/template.h"
#include "workflow/values.h"

enum { KEY_TEXT_MAX = 100 }; /* bytes */

#define UV_ANY STR("uv run --no-project python")

/* What python_find works on. */
struct search {
	struct python *python;
	struct arena *arena;
	const struct workflow *workflow;
	const struct job *job;
	const struct setups *setups;
	size_t before;
	struct str interpreter;
};

struct str python_outputs(struct arena *arena, const struct str *ids, size_t count)
{
	BUF_AUTO struct buf out = { 0 };

	for (size_t i = 0; i < count; i++) {
		buf_add_c(&out, i > 0 ? "-${{ steps" : "${{ steps");
		expression_add_member(&out, ids[i]);
		buf_add_c(&out, ".outputs.python-version }}");
	}
	return buf_keep(&out, arena);
}

bool python_has_setup(const struct python *python, const struct step *step)
{
	for (size_t i = 0; i < python->in_key.len; i++)
		if (python->in_key.at[i] == step)
			return true;
	return false;
}

/* The text, a template string, if it is allowed in a key, or empty. */
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

static struct str image_of(struct arena *arena, const struct workflow *workflow,
			   const struct job *job)
{
	const struct node *container = node_resolve(job_field(job, JOB_CONTAINER));
	const struct node *image = map_get(container, "image", NULL);

	return key_text(arena, scalar_value(workflow->tree, image ? image : container));
}

bool image_moves(struct arena *arena, const struct workflow *workflow, const struct job *job)
{
	struct str image = image_of(arena, workflow, job);
	struct expression nodes = { 0 };
	struct reference reference;
	struct values values;

	if (value_is_reference(&reference, arena, &nodes, image) &&
	    str_is_nocase(reference.context, "matrix")) {
		values_of_matrix(&values, arena, workflow->tree, job_field(job, JOB_MATRIX),
				 &reference);
		return !values.pinned;
	}
	return image.len > 0 && !str_contains(image, "@sha256:");
}

/* ------------------------------------------------------------------ set-up steps */

/* The set-ups before the step. */
struct tally {
	size_t always[SETUP_UNKNOWN + 1]; /* by kind, of those that always run */
	size_t all[SETUP_UNKNOWN + 1];
	size_t conditional;
	bool several; /* set-up steps report fewer versions than they set up */
};

static const struct setup *setup_at(const struct search *s, size_t number)
{
	const struct setup *setup = &s->setups->list.at[number];

	return setup->step->index < s->before ? setup : NULL;
}

static void count_setups(const struct search *s, struct tally *tally)
{
	size_t locations, outputs;

	for (size_t i = 0; i < s->setups->list.len; i++) {
		const struct setup *setup = setup_at(s, i);

		if (!setup)
			continue;
		s->python->changed = setup->step->index;
		tally->all[setup->kind]++;
		if (setup->conditional)
			tally->conditional++;
		else
			tally->always[setup->kind]++;
	}
	/* The location is the one of the last step. */
	locations = tally->all[SETUP_LOCATION];
	outputs = tally->all[SETUP_OUTPUT];
	tally->several = s->setups->many || tally->all[SETUP_SEVERAL] > 0 ||
			 (locations > 0 && locations + outputs > 1);
	if (tally->always[SETUP_OUTPUT] + tally->always[SETUP_LOCATION] +
		    tally->always[SETUP_SEVERAL] ==
	    0)
		tally->several = false;
}

/* ------------------------------------------------------------------ outputs */

/* Uses the outputs of all set-up steps, as sessions may use each of them. The output of a step that
 * does not run is empty. */
static void use_outputs(const struct search *s)
{
	struct python *python = s->python;

	for (size_t i = 0; i < s->setups->list.len; i++) {
		const struct setup *setup = setup_at(s, i);

		if (!setup || setup->kind != SETUP_OUTPUT)
			continue;
		list_add(s->arena, &python->outputs, setup);
		if (!setup->conditional)
			list_add(s->arena, &python->in_key, setup->step);
	}
}

static void use_location(const struct search *s)
{
	s->python->text = STR("${{ env.pythonLocation }}");
	for (size_t i = 0; i < s->setups->list.len; i++) {
		const struct setup *setup = setup_at(s, i);

		if (setup && setup->kind == SETUP_LOCATION && !setup->conditional)
			list_add(s->arena, &s->python->in_key, setup->step);
	}
}

/* ------------------------------------------------------------------ questions */

/* Asks for all versions that setup-python added to the path. */
static void use_path(const struct search *s)
{
	s->python->question.path = true;
	for (size_t i = 0; i < s->setups->list.len; i++) {
		const struct setup *setup = setup_at(s, i);

		if (setup && setup->kind <= SETUP_SEVERAL && !setup->conditional)
			list_add(s->arena, &s->python->in_key, setup->step);
	}
}

static void ask(const struct search *s, struct interpreter interpreter)
{
	struct question *question = &s->python->question;

	for (size_t i = 0; i < question->interpreters.len; i++)
		if (str_eq(question->interpreters.at[i].command, interpreter.command) &&
		    str_eq(question->interpreters.at[i].version, interpreter.version))
			return;
	list_add(s->arena, &question->interpreters, interpreter);
}

static bool is_uv(struct str command)
{
	return str_starts(command, "uv ");
}

/* Asks for the Python that uv chooses: the one that Nox runs under, if uv starts Nox. */
static void ask_uv(const struct search *s)
{
	ask(s, (struct interpreter){ .command = is_uv(s->interpreter) ? s->interpreter : UV_ANY });
}

/* Asks for a version that uv has installed. One of them may be an expression. It is passed in a
 * variable, as an expression in a script is unsafe. */
static void ask_installed(const struct search *s, struct str version)
{
	struct question *question = &s->python->question;

	if (!has_expression(version)) {
		ask(s, (struct interpreter){ .version = version });
		return;
	}
	if (question->variable && !str_eq(question->value, version)) {
		ask_uv(s);
		return;
	}
	question->variable = question->variable ? question->variable : "PYTHON_VERSION";
	question->value = version;
	ask(s, (struct interpreter){ .version = STR("") });
}

/* Is the version of this set-up step known from another one: has a set-up step reported the version
 * that uv uses, or is uv set to use the version that it installs? */
static bool is_known_by_other(const struct search *s, const struct setup *setup)
{
	for (size_t i = 0; i < s->python->outputs.len; i++)
		if (setup->version.len > 0 &&
		    str_eq(s->python->outputs.at[i]->version, setup->version))
			return true;
	for (size_t i = 0; i < s->setups->list.len && setup->kind == SETUP_INSTALL; i++) {
		const struct setup *other = setup_at(s, i);

		if (other && other->kind == SETUP_UV && !other->conditional &&
		    setup->version.len > 0 && str_eq(other->version, setup->version))
			return true;
	}
	return false;
}

static void ask_about_uv(const struct search *s)
{
	for (size_t i = 0; i < s->setups->list.len; i++) {
		const struct setup *setup = setup_at(s, i);

		if (!setup || setup->conditional || is_known_by_other(s, setup))
			continue;
		if (setup->kind == SETUP_UV)
			ask_uv(s);
		if (setup->kind != SETUP_INSTALL)
			continue;
		/* Nox itself may run under another one than its sessions. */
		if (setup->version.len == 0 ||
		    (is_uv(s->interpreter) && !str_eq(s->interpreter, UV_ANY)))
			ask_uv(s);
		if (setup->version.len > 0)
			ask_installed(s, setup->version);
	}
}

/* If the step that runs Nox sets UV_PYTHON, the step that asks sets it too. */
static void ask_as_step(const struct search *s)
{
	for (size_t i = 0; i < s->job->steps.len; i++) {
		const struct step *step = &s->job->steps.at[i];
		struct str version;

		if (step->index != s->before || !is_uv(s->interpreter))
			continue;
		version = scalar_value(s->workflow->tree,
				       map_get(step_field(step, STEP_ENV), "UV_PYTHON", NULL));
		if (version.len == 0 || !template_is_usable(s->arena, version))
			return;
		s->python->question.variable = "UV_PYTHON";
		s->python->question.value = version;
		ask_uv(s);
		return;
	}
}

/* ------------------------------------------------------------------ all Pythons */

static bool is_known(const struct python *python)
{
	return python->outputs.len > 0 || python->text.len > 0 ||
	       !question_is_empty(&python->question);
}

static void choose(const struct search *s)
{
	struct python *python = s->python;
	struct tally tally = { .several = false };

	count_setups(s, &tally);
	if (tally.several)
		use_path(s);
	if (!tally.several && tally.always[SETUP_OUTPUT] > 0)
		use_outputs(s);
	if (!tally.several && tally.always[SETUP_LOCATION] > 0)
		use_location(s);
	ask_as_step(s);
	ask_about_uv(s);
	if (!is_known(python) && tally.conditional + tally.all[SETUP_UNKNOWN] == 0) {
		python->text = image_of(s->arena, s->workflow, s->job);
		python->image = python->text.len > 0;
		python->moves = python->image && image_moves(s->arena, s->workflow, s->job);
	}
	if (!is_known(python))
		ask(s, (struct interpreter){ .command = s->interpreter });
}

/* Finds the step of an earlier run that asks, after all steps that set up Python. */
static void find_answer(const struct search *s)
{
	struct python *python = s->python;
	struct question_scripts scripts = question_scripts(s->arena, &python->question);

	for (size_t i = 0; i < s->job->steps.len && s->job->steps.at[i].index < s->before; i++) {
		const struct step *step = &s->job->steps.at[i];

		if ((python->changed == STR_NONE || step->index > python->changed) &&
		    question_is_asked_by(&python->question, &scripts, s->workflow->tree, step))
			python->answer = scalar_value(s->workflow->tree, step_field(step, STEP_ID));
	}
}

void python_find(struct python *python, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, const struct setups *setups, size_t before,
		 struct str interpreter)
{
	struct search s = { python,
			    arena,
			    workflow,
			    job,
			    setups,
			    before,
			    interpreter.len > 0 ? interpreter : STR("python3") };

	*python = (struct python){ .changed = STR_NONE };
	choose(&s);
	if (!question_is_empty(&python->question))
		find_answer(&s);
}

void python_find_inside(struct python *python, struct arena *arena, const struct workflow *workflow,
			const struct job *job, struct str image, size_t before,
			struct str interpreter)
{
	struct search s = { python, arena, workflow, job, NULL, before, interpreter };

	*python = (struct python){ .text = image, .image = true, .changed = STR_NONE };
	ask(&s, (struct interpreter){ .command = interpreter });
	find_answer(&s);
}
