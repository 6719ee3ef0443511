/* SPDX-License-Identifier: MIT */
/* Each line is made from the data of the decision; nothing is judged again. */
#include "config.h"

#include "nox/findings/why.h"

#include "nox/key/hashed.h"
#include "nox/python/python.h"
#include "nox/release/overview.h"
#include "nox/step/compose.h"
#include "nox/survey/dependencies.h"

struct explainer {
	struct why *why;
	struct arena *arena;
	const struct workflow *workflow;
	const struct plan_context *context;
	const struct job_plan *job;
	const char *topic; /* of the next line */
};

static void add(struct explainer *e, struct str text)
{
	list_add(e->arena, &e->why->lines, (struct finding_line){ e->topic, text });

	e->topic = NULL;
}

/* "step 3 (line 24)" */
static struct str step_name(const struct explainer *e, const struct step *step)
{
	return arena_printf(
		e->arena, "step %u (line %zu)", step->index,
		source_position(e->workflow->tree->source, node_range(step->body).start).line);
}

static void add_calls(struct explainer *e)
{
	e->topic = "calls of Nox";
	for (size_t i = 0; i < e->job->calls.len; i++) {
		const struct nox_call *call = e->job->calls.at[i].call;

		add(e, arena_printf(e->arena, "%.*s: %.*s%s%s", STR_ARG(step_name(e, call->step)),
				    STR_ARG(call->shown), call->runs ? "" : "; runs no session: ",
				    call->runs || !call->skipped ? "" : call->skipped));
	}
}

/* Does an earlier call that runs have the same noxfile and environments? */
static bool is_repeated(const struct explainer *e, size_t index)
{
	const struct nox_call *call = e->job->calls.at[index].call;

	for (size_t i = 0; i < index; i++) {
		const struct nox_call *other = e->job->calls.at[i].call;

		if (other->runs && str_eq(other->place->noxfile, call->place->noxfile) &&
		    str_eq(other->place->envdir.path, call->place->envdir.path))
			return true;
	}
	return false;
}

static void add_environments(struct explainer *e)
{
	e->topic = "environments";
	for (size_t i = 0; i < e->job->calls.len; i++) {
		const struct nox_call *call = e->job->calls.at[i].call;
		const char *origin = call->place->envdir_said ? "set by the command"
				     : call->place->container ? "mounted in the container"
							      : "beside the noxfile";

		if (!call->runs || is_repeated(e, i))
			continue;
		add(e, call->place->envdir.known
			       ? arena_printf(e->arena, "%.*s, %s",
					      STR_ARG(call->place->envdir.path), origin)
			       : arena_printf(e->arena, "%.*s: not known from the file",
					      STR_ARG(call->place->envdir.path)));
	}
}

/* Adds what a step before the cache step asks. */
static void add_question(struct explainer *e, const struct python *python)
{
	const struct question *question = &python->question;
	const char *prefix = python->changed == STR_NONE ? "nothing names it: " : "";

	if (question->path)
		add(e, STR("a step asks for all versions on the path, as set-up steps report only "
			   "the last one"));
	for (size_t i = 0; i < question->interpreters.len; i++) {
		const struct interpreter *asked = &question->interpreters.at[i];
		struct str version = asked->version.len > 0 ? asked->version : question->value;
		struct str text = arena_printf(
			e->arena, "%sa step asks %.*s%.*s", prefix,
			STR_ARG(asked->command.len > 0 ? asked->command : STR("uv python find ")),
			STR_ARG(asked->command.len > 0 ? STR("") : version));

		add(e, text);
	}
}

static void add_pythons(struct explainer *e, const struct python *python, bool inside)
{
	for (size_t i = 0; i < python->outputs.len; i++)
		add(e, arena_printf(e->arena, "the version that %.*s sets up",
				    STR_ARG(step_name(e, python->outputs.at[i]->step))));
	if (python->text.len > 0 && !inside)
		add(e, python->image
			       ? arena_printf(e->arena, "the job's container, %.*s",
					      STR_ARG(python->text))
			       : STR("the exact path in env.pythonLocation, as an action sets it"));
	add_question(e, python);
}

static void add_python(struct explainer *e, const struct nox_call *call)
{
	struct python python = { .changed = STR_NONE };
	size_t before = call->step->index;

	e->topic = "Python";
	if (!call->place->container) {
		python_find(&python, e->arena, e->workflow, e->job->job, &e->job->setups, before,
			    call->place->interpreter);
		add_pythons(e, &python, false);
		return;
	}
	python_find_inside(&python, e->arena, e->workflow, e->job->job,
			   call->place->container->image, before, call->place->interpreter);
	add_pythons(e, &python, true);
	if (call->place->container->image.len > 0)
		add(e, arena_printf(e->arena, "in a container of %.*s",
				    STR_ARG(call->place->container->image)));
}

static void add_files(struct explainer *e)
{
	struct cache_group group = { .job = e->job->job, .generators = &e->job->found.generators };
	bool given = e->context->settings->hash_files.list.len > 0;
	struct strs patterns = { .list = { .len = 0 } };

	e->topic = "files hashed";
	for (size_t i = 0; i < e->job->calls.len; i++) {
		const struct judged_call *judged = &e->job->calls.at[i];

		if (judged->call->runs && !is_repeated(e, i))
			list_add(e->arena, &group.noxfiles,
				 (struct group_noxfile){ judged->call, judged->reads });
	}
	hashed_patterns(&patterns, e->arena, e->workflow, e->context, &group);
	for (size_t i = 0; i < patterns.list.len; i++) {
		struct str pattern = patterns.list.at[i];
		const char *what = given ? "set by the user (--hash-file)"
				   : str_find_char(pattern, '*', 0) != STR_NONE
					   ? "all files that match in a run"
					   : dependencies_reason(pattern);

		add(e, arena_printf(e->arena, "%.*s: %s", STR_ARG(pattern), what));
	}
	if (patterns.list.len == 0)
		add(e, STR("none known"));
}

/* Adds the signs, from the job to the one that publishes. */
static void add_release(struct explainer *e)
{
	const struct overview *overview = e->context->overview;
	const struct overview_job *job = e->job->overviewed;

	e->topic = "release job";
	if (job->sign.len == 0) {
		add(e, STR("no: neither it nor a job that uses its product publishes"));
		return;
	}
	add(e, arena_printf(e->arena, "yes: %.*s", STR_ARG(job->sign)));
	while (overview && job->feeds != INDEX_NONE) {
		job = &overview->jobs.at[job->feeds];
		add(e,
		    arena_printf(e->arena, "job %.*s: %.*s", STR_ARG(job->id), STR_ARG(job->sign)));
	}
}

static void add_insertion(struct explainer *e, const struct insertion *insertion)
{
	struct str rest = insertion->cache.path, line;

	while (str_next_line(&rest, &line))
		add(e, arena_printf(e->arena, "%.*s is cached before step %u",
				    STR_ARG(str_trim(line)), insertion->step->index));
	add(e, arena_printf(e->arena, "key %.*s", STR_ARG(insertion->cache.key)));
}

static void add_decision(struct explainer *e)
{
	const char *reason = NULL;

	e->topic = "decided";
	for (size_t i = 0; i < e->job->insertions.len; i++)
		add_insertion(e, &e->job->insertions.at[i]);
	for (size_t i = 0; i < e->job->calls.len; i++) {
		const struct judged_call *judged = &e->job->calls.at[i];
		struct str step = step_name(e, judged->call->step);

		if (!judged->call->runs || (judged->skipped && judged->skipped == reason))
			continue;
		reason = judged->skipped;
		if (reason)
			add(e, arena_printf(e->arena, "%.*s is left alone: %s", STR_ARG(step),
					    reason));
		if (!reason && judged->covered_by != INDEX_NONE)
			add(e, arena_printf(e->arena, "%.*s is served by the cache of step %u",
					    STR_ARG(step), judged->covered_by));
	}
	for (size_t i = 0; i < e->job->calls.len; i++) {
		const struct judged_call *judged = &e->job->calls.at[i];

		if (!judged->skipped && insertion_for(e->job, judged->call))
			add(e, arena_printf(e->arena, "a hit saves %s", gain_text(judged->gain)));
	}
	if (e->job->guarded && e->job->insertions.len > 0)
		add(e, STR("its workflow runs for tags too: such a run restores nothing"));
}

static void explain(struct explainer *e)
{
	const struct nox_call *first = NULL;

	for (size_t i = 0; i < e->job->calls.len && !first; i++)
		if (e->job->calls.at[i].call->runs)
			first = e->job->calls.at[i].call;
	add_calls(e);
	if (first) {
		add_environments(e);
		add_python(e, first);
		add_files(e);
	}
	add_release(e);
	add_decision(e);
}

void why_job(struct why *why, struct arena *arena, const struct workflow *workflow,
	     const struct plan_context *context, const struct plan *plan, const struct job *job)
{
	struct explainer e = {
		.why = why, .arena = arena, .workflow = workflow, .context = context
	};

	for (size_t i = 0; i < plan->jobs.len; i++) {
		e.job = &plan->jobs.at[i];
		if (e.job->job == job) {
			explain(&e);
			return;
		}
	}
	e.topic = "calls of Nox";
	if (job_field(job, JOB_USES)) {
		add(&e,
		    arena_printf(arena, "none here: it calls %.*s",
				 STR_ARG(scalar_value(workflow->tree, job_field(job, JOB_USES)))));
		return;
	}
	add(&e, STR("none: no step runs Nox"));
}
