/* SPDX-License-Identifier: MIT */
/* Labels of runners, as far as the workflow shows them. */
#include "config.h"

#include "workflow/hosted.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "workflow/expression.h"
#include "workflow/template.h"

/* "#" is a digit. */
static const char *const hosted_labels[] = {
	"ubuntu-latest",  "ubuntu-slim",	"ubuntu-##.##",	       "ubuntu-##.##-arm",
	"windows-latest", "windows-20##",	"windows-11-arm",      "windows-20##-vs20##",
	"macos-latest",	  "macos-latest-large", "macos-latest-xlarge", "macos-##",
	"macos-##-large", "macos-##-xlarge",	"macos-##-intel",
};

static bool fits(struct str label, struct str pattern)
{
	if (label.len != pattern.len)
		return false;
	for (size_t i = 0; i < label.len; i++) {
		char c = ascii_lower(label.p[i]);

		if (pattern.p[i] == '#' ? !ascii_is_digit(c) : c != pattern.p[i])
			return false;
	}
	return true;
}

bool label_is_hosted(struct str label)
{
	for (size_t i = 0; i < sizeof(hosted_labels) / sizeof(hosted_labels[0]); i++)
		if (fits(label, str_from(hosted_labels[i])))
			return true;
	return false;
}

/* ------------------------------------------------------------------ a label with one expression */

struct labels {
	const struct tree *tree;
	struct arena *arena;
	struct str before, after; /* the text around the expression */
	const struct reference *reference;
	size_t seen;
	bool hosted;
};

/* Adds one value of the matrix member, or what the further names of the reference select in it. */
static void add_value(struct labels *l, const struct node *value)
{
	value = node_resolve(value);
	for (size_t i = 1; value && i < l->reference->count; i++)
		value = context_member(l->tree, value, l->reference->members[i].text);
	if (!value || value->kind != NODE_SCALAR) {
		l->hosted = false;
		return;
	}

	struct str label = arena_join(l->arena, l->before, scalar_value(l->tree, value), l->after);

	l->seen++;
	l->hosted &= label_is_hosted(label);
}

/* Adds all values that the matrix gives the member. A leg without a value has no runner. */
static void add_matrix(struct labels *l, const struct node *matrix)
{
	struct str name = l->reference->members[0].text;
	const struct node *own = context_member(l->tree, matrix, name);
	const struct node *include = context_member(l->tree, matrix, STR("include"));

	if ((own && own->kind != NODE_SEQ) || (include && include->kind != NODE_SEQ)) {
		l->hosted = false;
		return;
	}
	for (const struct node *v = own ? node_first(own) : NULL; v; v = node_next(v))
		add_value(l, v);
	for (const struct node *i = include ? node_first(include) : NULL; i; i = node_next(i)) {
		const struct node *v = context_member(l->tree, i, name);

		if (v)
			add_value(l, v);
	}
}

static bool expands_to_hosted(struct arena *arena, const struct workflow *workflow,
			      const struct job *job, struct str text)
{
	struct labels l = { .tree = workflow->tree, .arena = arena, .hosted = true };
	struct expression expression = { .nodes = { .len = 0 } };
	struct template_part part;
	struct reference reference;
	size_t at = 0, node = 0;
	struct range range;

	if (!template_find(text, 0, &range))
		return false;
	l.before = str_slice(text, 0, range.start);
	l.after = str_slice(text, range.end, text.len);
	at = range.start;
	if (has_expression(l.after) || !template_next(text, &at, &part) ||
	    expression_read(&expression, arena, part.text) != STATUS_OK ||
	    !reference_next(&expression, &node, &reference) || reference.count == 0 ||
	    node != expression.nodes.len || !str_is_nocase(reference.context, "matrix"))
		return false;
	l.reference = &reference;
	add_matrix(&l, job_field(job, JOB_MATRIX));
	return l.hosted && l.seen > 0;
}

static bool is_hosted(struct arena *arena, const struct workflow *workflow, const struct job *job,
		      const struct node *label)
{
	struct str text = scalar_value(workflow->tree, label);

	return has_expression(text) ? expands_to_hosted(arena, workflow, job, text)
				    : label_is_hosted(str_trim(text));
}

/* ------------------------------------------------------------------ the job */

static bool is_container(const struct workflow *workflow, const struct job *job)
{
	const struct node *container = node_resolve(job_field(job, JOB_CONTAINER));
	const struct node *image = container;

	if (container && container->kind == NODE_MAP)
		image = map_get(container, "image", NULL);

	struct str text = scalar_value(workflow->tree, image);

	/* An image given by an expression may be empty: then there is no container. */
	return text.len > 0 && !has_expression(text);
}

bool runner_is_hosted(struct arena *arena, const struct workflow *workflow, const struct job *job,
		      enum platform platform)
{
	const struct node *runs_on = node_resolve(job_field(job, JOB_RUNS_ON));

	if (workflow->kind == WORKFLOW_ACTION || platform != PLATFORM_GITHUB || !runs_on)
		return false;
	if (runs_on->kind == NODE_SCALAR)
		return is_hosted(arena, workflow, job, runs_on);
	/* Several labels belong to one runner; a map names a group of runners. */
	return runs_on->kind == NODE_SEQ && node_first(runs_on) &&
	       !node_next(node_first(runs_on)) &&
	       is_hosted(arena, workflow, job, node_resolve(node_first(runs_on)));
}

bool workspace_is_fixed(struct arena *arena, const struct workflow *workflow, const struct job *job,
			enum platform platform)
{
	return workflow->kind != WORKFLOW_ACTION &&
	       (is_container(workflow, job) || runner_is_hosted(arena, workflow, job, platform));
}
