/* SPDX-License-Identifier: MIT */
/* Reads for the overview which jobs of a file wait for which, and whose outputs they use. */
#include "config.h"

#include "nox/release/overview_maker.h"
#include "workflow/template.h"
#include "yaml/scalar.h"

/* Where jobs of a file are looked for. */
struct needs_reader {
	struct overview_maker *maker;
	struct arena *scratch;
	const struct workflow *workflow;
	uint32_t first;	     /* number of its first job */
	struct lookup jobs;  /* by id */
	const char *context; /* whose outputs are wanted: "needs" or "jobs" */
	struct expression nodes;
};

static void index_jobs(struct needs_reader *r)
{
	for (uint32_t i = 0; i < r->workflow->jobs.len; i++)
		(void)lookup_put(&r->jobs, r->scratch, r->workflow->jobs.at[i].id, r->first + i,
				 NULL);
}

/* Adds the job of that id, if there is one. */
static void add_number(struct needs_reader *r, struct str id)
{
	const size_t *job;

	if (!r->jobs.root)
		index_jobs(r);
	job = lookup_get(&r->jobs, id);
	if (job)
		list_add(r->maker->arena, &r->maker->overview->numbers, (uint32_t)*job);
}

/* Adds JOB of needs.JOB.outputs.x. */
static void add_outputs(struct needs_reader *r, struct str text)
{
	struct references references = { .arena = r->scratch, .nodes = &r->nodes, .text = text };
	struct reference reference;

	while (references_next(&references, &reference))
		if (str_is_nocase(reference.context, r->context) && reference.count >= 2 &&
		    str_is_nocase(reference.members[1].text, "outputs"))
			add_number(r, reference.members[0].text);
}

/* Adds the references in all scalars below a node. Conditions are left out: they decide whether,
 * not what. Aliases are not followed: their targets are read at their own places. */
static void collect(struct needs_reader *r, const struct node *node)
{
	const struct tree *tree = r->workflow->tree;

	if (node->kind == NODE_SCALAR) {
		add_outputs(r, scalar_value(tree, node));
		return;
	}
	for (const struct node *child = node_first(node); child; child = node_next(child)) {
		bool key = node->kind == NODE_MAP && node_next(child);

		if (key && str_is(node_source(tree, child), "if"))
			child = node_next(child);
		else
			collect(r, child);
	}
}

static struct short_range outputs_in(struct needs_reader *r, const char *context,
				     const struct node *node)
{
	uint32_t start = r->maker->overview->numbers.len;

	r->context = context;
	if (node)
		collect(r, node);
	return (struct short_range){ start, r->maker->overview->numbers.len };
}

static struct short_range needs_in(struct needs_reader *r, const struct node *needs)
{
	uint32_t start = r->maker->overview->numbers.len;
	const struct node *item = needs->kind == NODE_SEQ ? node_first(needs) : needs;

	for (; item; item = needs->kind == NODE_SEQ ? node_next(item) : NULL)
		add_number(r, scalar_value(r->workflow->tree, item));
	return (struct short_range){ start, r->maker->overview->numbers.len };
}

static void read_job(struct needs_reader *r, size_t index)
{
	const struct job *job = &r->workflow->jobs.at[index];
	struct overview_job *out = &r->maker->overview->jobs.at[r->first + index];
	const struct node *needs = map_get(job->body, "needs", NULL);

	if (!needs) /* then it knows no outputs of others either */
		return;
	out->needs = needs_in(r, needs);
	if (str_contains(node_source(r->workflow->tree, job->body), "outputs"))
		out->takes = outputs_in(r, "needs", job->body);
}

void overview_maker_read_needs(struct overview_maker *maker, uint32_t file,
			       const struct workflow *workflow)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct overview_file *out = &maker->overview->files.at[file];
	const struct node *returned =
		map_get(map_get(workflow->on, "workflow_call", NULL), "outputs", NULL);
	struct needs_reader r = {
		.maker = maker, .scratch = &scratch, .workflow = workflow, .first = out->first
	};

	if (workflow->kind != WORKFLOW_FILE)
		return;
	out->returned = outputs_in(&r, "jobs", returned);
	for (size_t i = 0; i < workflow->jobs.len; i++)
		read_job(&r, i);
}
