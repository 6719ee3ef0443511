/* SPDX-License-Identifier: MIT */
/* Names the Python in the key of a cache that a person wrote. Its step may come long before Nox runs:
 * what is asked there must have the same answer. */
#include "config.h"

#include "nox/plan/mend.h"

#include "nox/findings/leg_text.h"
#include "workflow/hosted.h"

/* Does every line of a script call a Python that each hosted runner has? */
static bool asks_python(struct str run)
{
	struct str line;

	while (str_next_line(&run, &line))
		if (!str_starts(line, "python"))
			return false;
	return true;
}

/* Why a step before the cache step may not find the Python of Nox, or NULL: a step between the two sets
 * it up or may install it. */
static const char *why_unknown(const struct planner *p, const struct job_plan *job, size_t from,
			       size_t to, const struct probe_step *probe)
{
	bool hosted = !job_field(job->job, JOB_CONTAINER) &&
		      runner_is_hosted(p->arena, p->workflow, job->job, p->context->platform);

	for (size_t i = 0; i < job->setups.list.len; i++) {
		size_t at = job->setups.list.at[i].step->index;

		if (at > from && at < to)
			return "Python is set up after this step";
	}
	if (probe->id.len == 0 || from + 1 >= to || (hosted && asks_python(probe->run)))
		return NULL;
	return "the Python that runs Nox may not be there yet when this step runs";
}

/* Can a step be inserted before the cache step, and for this job alone? */
static bool takes_probe(struct mend_python *python, const struct planner *p,
			const struct step *step)
{
	return python->probe.id.len == 0 ||
	       (step_written(step) == step->body && !node_has_anchor(p->tree, step->body) &&
		layout_of_item(&python->layout, p->tree, step_written(step)));
}

/* Where the cache step is in the end. */
static const struct step *place_of(const struct cache *cache)
{
	return cache->moved ? cache->moved : cache->step;
}

void mend_python_find(struct mend_python *python, struct planner *p, const struct job_plan *job,
		      const struct cache *cache, size_t number, const struct cache_group *group)
{
	*python = (struct mend_python){ .why = NULL };
	python->part = compose_python(p->arena, p->workflow, group, &p->naming, &python->probe);
	python->judged = str_contains(python->part, ".outputs.") ? STR("${{ " LEG_TEXT_PYTHON " }}")
								 : python->part;
	if (!cache->moved)
		python->why = why_unknown(p, job, cache->step->index,
					  job->calls.at[number].call->step->index, &python->probe);
	if (!python->why && python->part.len == 0)
		python->why = "the Python that runs Nox cannot be known";
	else if (!python->why && !takes_probe(python, p, place_of(cache)))
		python->why = "there is no line for a step that asks for the Python";
}

void mend_python_insert(const struct mend_python *python, struct planner *p,
			const struct cache *cache)
{
	const struct node *written = step_written(place_of(cache));
	struct shapes shapes = { 0 };
	size_t at = python->layout.insert_at;

	if (python->probe.id.len == 0)
		return;
	probe_step_shapes(&shapes, p->arena, &python->probe, &python->layout);
	list_add(p->arena, &p->now.expectations.list,
		 expect_shapes(EXPECT_ITEM, node_parent(written), written->index, &shapes));
	list_add(p->arena, &p->now.steps.list,
		 edit_insert(at, probe_step_text(p->arena, &python->probe, &python->layout)));
}
