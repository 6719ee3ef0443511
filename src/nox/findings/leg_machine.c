/* SPDX-License-Identifier: MIT */
/* The texts are joined. Beyond a limit that no job written by people reaches, each leg counts as
 * another machine. */
#include "config.h"

#include "nox/findings/leg_text.h"

#include "base/buf.h"

enum { MACHINE_MAX = 16 * 1024 }; /* bytes */

void leg_add_text(struct leg_scope *scope, struct buf *out, size_t most, struct str text)
{
	if (out->len > most)
		return;
	if (text.len > most)
		buf_printf(out, "leg %zu", scope->number);
	else
		buf_add(out, leg_text_of(scope, text).text);
	buf_add_c(out, LEG_SEPARATOR);
}

void leg_add_values(struct leg_scope *scope, struct buf *out, size_t most, const struct tree *tree,
		    const struct node *map)
{
	map = node_resolve(map);
	for (const struct node *k = map && map->kind == NODE_MAP ? node_first(map) : NULL; k;
	     k = node_next(k))
		leg_add_text(scope, out, most, scalar_value(tree, k));
}

/* Adds the inputs of actions that may set a Python up: those that name it, and all of an action of the
 * repository. */
static void add_inputs(struct leg_scope *scope, struct buf *out, const struct step *step)
{
	const struct tree *tree = scope->workflow->tree;
	const struct node *with = node_resolve(step_field(step, STEP_WITH));
	bool local = str_starts(scalar_value(tree, step_field(step, STEP_USES)), "./");
	const struct node *key = with && with->kind == NODE_MAP ? node_first(with) : NULL;

	for (; key && node_next(key); key = node_next(node_next(key)))
		if (local || str_contains_nocase(scalar_value(tree, key), STR("python")))
			leg_add_text(scope, out, MACHINE_MAX, scalar_value(tree, node_next(key)));
}

/* Adds what steps set up, and the scripts that set variables for later steps (docs.github.com, "Workflow commands"). */
static void add_steps(struct leg_scope *scope, struct buf *out, const struct workflow *workflow,
		      const struct job *job)
{
	for (size_t i = 0; i < job->steps.len && out->len <= MACHINE_MAX; i++) {
		const struct step *step = &job->steps.at[i];
		struct str script = scalar_value(workflow->tree, step_field(step, STEP_RUN));

		scope->step = step;
		if (step_field(step, STEP_USES) && workflow == scope->workflow)
			add_inputs(scope, out, step);
		if (!str_contains(script, "GITHUB_ENV") && !str_contains(script, "set-env"))
			continue;
		leg_add_text(scope, out, MACHINE_MAX, script);
		leg_add_values(scope, out, MACHINE_MAX, workflow->tree, step_field(step, STEP_ENV));
	}
}

/* Where the machine of the leg is kept for other keys of the job, or NULL if it is of this key alone. */
static struct str *known_machine(const struct leg_scope *s)
{
	struct machines *known = s->setups && !s->action ? s->setups->machines : NULL;
	size_t number = s->leg ? s->number + 1 : 0;

	while (known && known->list.len <= number)
		list_add(known->arena, &known->list, (struct str){ NULL, 0 });
	return known ? &known->list.at[number] : NULL;
}

struct str leg_machine(struct leg_scope *s)
{
	const struct node *image = map_get(job_field(s->job, JOB_CONTAINER), "image", NULL);
	struct leg_scope scope = *s;
	struct str *known = known_machine(s);
	BUF_AUTO struct buf out = { 0 };

	if (!s->machine.p && known)
		s->machine = *known;
	if (s->machine.p)
		return s->machine;
	scope.machine = STR(""); /* for the texts in it */
	scope.spent = 0;
	scope.depth = 0;
	scope.action = NULL;
	scope.step = NULL;
	buf_printf(&out, "%.*s" LEG_SEPARATOR "%.*s" LEG_SEPARATOR, STR_ARG(s->os),
		   STR_ARG(s->arch));
	leg_add_text(
		&scope, &out, MACHINE_MAX,
		scalar_value(s->workflow->tree, image ? image : job_field(s->job, JOB_CONTAINER)));
	for (size_t i = 0; s->setups && i < s->setups->list.len; i++)
		leg_add_text(&scope, &out, MACHINE_MAX, s->setups->list.at[i].version);
	leg_add_values(&scope, &out, MACHINE_MAX, s->workflow->tree, job_field(s->job, JOB_ENV));
	add_steps(&scope, &out, s->workflow, s->job);
	if (s->action && s->action->jobs.len > 0) {
		scope.action = s->action;
		add_steps(&scope, &out, s->action, &s->action->jobs.at[0]);
	}
	if (out.len > MACHINE_MAX)
		buf_printf(&out, "leg %zu", s->number);
	s->machine = buf_keep(&out, known ? s->setups->machines->arena : s->arena);
	if (known)
		*known = s->machine;
	return s->machine;
}

struct str leg_found(struct leg_scope *s, const struct step *step)
{
	const struct workflow *workflow = s->action ? s->action : s->workflow;
	struct str machine = leg_machine(s);
	struct leg_scope scope = *s;
	BUF_AUTO struct buf out = { 0 };

	if (!step || machine.len == 0)
		return machine;
	scope.machine = STR("");
	scope.spent = 0;
	scope.step = step;
	leg_add_text(&scope, &out, MACHINE_MAX,
		     scalar_value(workflow->tree, step_field(step, STEP_RUN)));
	leg_add_values(&scope, &out, MACHINE_MAX, workflow->tree, step_field(step, STEP_WITH));
	leg_add_values(&scope, &out, MACHINE_MAX, workflow->tree, step_field(step, STEP_ENV));
	return arena_printf(s->arena, "%.*s%.*s", STR_ARG(machine), STR_ARG(buf_str(&out)));
}
