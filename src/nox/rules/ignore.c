/* SPDX-License-Identifier: MIT */
/* Comments have no node, so they are found by their words. The mark without brackets is for the
 * planner: findings about an existing cache are also reported in a job that is left unchanged. */
#include "config.h"

#include "nox/rules/ignore.h"

#include "nox/rules/marks.h"
#include "yaml/layout.h"

#include <stdlib.h>

#define LIST_MARK IGNORE_MARK "["

/* The rules named in the brackets that end on the first line of the text. diagnostics may be NULL. */
static rule_set read_names(struct str text, const struct source *source,
			   struct diagnostics *diagnostics)
{
	size_t end = str_find_char(text, ']', 0), line = str_find_char(text, '\n', 0);
	rule_set set = 0;

	if (end == STR_NONE || (line != STR_NONE && line < end))
		return 0;
	text = str_slice(text, 0, end);
	for (;;) {
		size_t comma = str_find_char(text, ',', 0);
		struct str name = str_trim(str_slice(text, 0, comma));
		const struct rule *rule = rule_named(name), *near = rule_near(name);
		size_t at = (size_t)(name.p - source->bytes.p);

		if (rule)
			set |= RULE_BIT(rule_index(rule));
		else if (diagnostics)
			diagnostic_at(diagnostics, SEVERITY_WARNING,
				      (struct range){ at, at + name.len },
				      "unknown rule '%.*s'%s%s%s", STR_ARG(name),
				      near ? ": did you mean " : "", near ? near->name : "",
				      near ? "?" : "");
		if (comma == STR_NONE)
			return set;
		text = str_slice(text, comma + 1, text.len);
	}
}

static rule_set read_marks(const struct tree *tree, const struct node *node, bool whole,
			   struct diagnostics *diagnostics)
{
	struct str text = layout_comments(tree, node, whole);
	static const struct str mark = STR(IGNORE_MARK);
	rule_set set = 0;

	for (size_t at = str_find(text, mark, 0); at != STR_NONE; at = str_find(text, mark, at)) {
		at += mark.len;
		if (at < text.len && text.p[at] == '[')
			set |= read_names(str_slice(text, at + 1, text.len), tree->source,
					  diagnostics);
		else
			set = RULES_ALL;
	}
	return set;
}

rule_set ignore_rules(const struct tree *tree, const struct node *node, bool whole)
{
	return read_marks(tree, node, whole, NULL);
}

bool ignore_node(const struct tree *tree, const struct node *node, bool whole)
{
	return ignore_rules(tree, node, whole) & RULE_BIT(RULE_MISSING_CACHE);
}

/* Bytes for which a comment ignores rules. */
struct span {
	struct range range;
	rule_set rules;
};

struct spans {
	LIST(struct span) list;
};

static int compare_spans(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->range.start > y->range.start) - (x->range.start < y->range.start);
}

static void add_span(struct spans *spans, struct arena *arena, struct range range, rule_set rules)
{
	if (rules != 0 && rules != RULES_ALL)
		list_add(arena, &spans->list, (struct span){ range, rules });
}

static void sort(struct spans *spans)
{
	if (spans->list.len > 1)
		qsort(spans->list.at, spans->list.len, sizeof(*spans->list.at), compare_spans);
}

/* The rules ignored at an offset by spans that do not overlap. */
static rule_set rules_at(const struct spans *spans, size_t at)
{
	size_t low = 0, high = spans->list.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (spans->list.at[middle].range.start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && at <= spans->list.at[low - 1].range.end ? spans->list.at[low - 1].rules
								  : 0;
}

/* The spans of jobs and those of steps; a step is inside its job. */
static void find_spans(struct spans *jobs, struct spans *steps, struct diagnostics *diagnostics,
		       const struct workflow *workflow)
{
	const struct tree *tree = workflow->tree;
	struct arena *arena = diagnostics->arena;

	for (size_t i = 0; i < workflow->jobs.len; i++) {
		const struct job *job = &workflow->jobs.at[i];

		if (job->key)
			add_span(jobs, arena,
				 (struct range){ node_range(job->key).start,
						 node_range(job->body).end },
				 read_marks(tree, job->key, false, diagnostics));
		for (size_t k = 0; k < job->steps.len; k++)
			add_span(steps, arena, node_range(job->steps.at[k].body),
				 read_marks(tree, job->steps.at[k].body, true, diagnostics));
	}
	sort(jobs);
	sort(steps);
}

void ignore_findings(struct diagnostics *diagnostics, const struct workflow *workflow,
		     rule_set ignored)
{
	struct spans jobs = { 0 }, steps = { 0 };
	size_t kept = 0;

	if (str_contains(workflow->tree->source->bytes, LIST_MARK))
		find_spans(&jobs, &steps, diagnostics, workflow);
	for (size_t i = 0; i < diagnostics->list.len; i++) {
		const struct diagnostic *d = &diagnostics->list.at[i];
		rule_set here = ignored;

		if (d->rule)
			here |= rules_at(&jobs, diagnostic_range(d).start) |
				rules_at(&steps, diagnostic_range(d).start);
		if (d->rule && here & RULE_BIT(rule_index(d->rule)))
			continue;
		diagnostics->list.at[kept++] = *d;
	}
	list_cut(&diagnostics->list, kept);
}
