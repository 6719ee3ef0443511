/* SPDX-License-Identifier: MIT */
/* From references to key parts. A key that has a comma or more than 512 characters fails the job
 * (actions/toolkit, packages/cache, checkKey), so values are looked at where they are written. */
#include "config.h"

#include "nox/legs.h"

#include "workflow/uses.h"

enum { VALUE_MAX = 100 };

struct collector {
	struct arena *arena;
	const struct tree *tree;
	struct references references;
};

/* Adds what every scalar below a node refers to. The tree's depth is bounded. */
static bool collect(struct collector *c, const struct node *node, bool bare)
{
	node = node_resolve(node);
	if (!node)
		return true;
	if (node->kind == NODE_SCALAR) {
		struct str value = scalar_value(c->tree, c->arena, node);

		return bare && !has_expression(value)
			       ? references_add_bare(&c->references, c->arena, value)
			       : references_add(&c->references, c->arena, value);
	}
	for (const struct node *child = node->first; child; child = child->next)
		if (!collect(c, child, false))
			return false;
	return true;
}

/* Which commit is checked out changes nothing that the hash of the files does not tell, and what
 * another cache is keyed by nothing at all. */
static bool is_neutral(const struct collector *c, const struct step *step)
{
	struct uses uses = uses_read(scalar_value(c->tree, c->arena, step->uses));

	return uses_is(&uses, "actions/checkout") || uses_is(&uses, "actions/cache");
}

static bool collect_step(struct collector *c, const struct step *step)
{
	return collect(c, step->condition, true) && collect(c, step->env, false) &&
	       collect(c, step->with, false) && collect(c, step->run, false) &&
	       collect(c, step->shell, false) && collect(c, step->working_directory, false);
}

static bool collect_job(struct collector *c, const struct job *job, const struct python *python,
			size_t last)
{
	if (!collect(c, job->runs_on, false) || !collect(c, job->container, false) ||
	    !collect(c, job->env, false) || !collect(c, job->working_directory, false))
		return false;
	for (size_t i = 0; i < job->steps.len && job->steps.at[i].index <= last; i++) {
		const struct step *step = &job->steps.at[i];

		if ((step == python->setup && python->exact) || is_neutral(c, step))
			continue;
		if (!collect_step(c, step))
			return false;
	}
	return true;
}

enum value_kind { VALUE_ABSENT, VALUE_FITS, VALUE_UNKNOWN, VALUE_UNFIT }; /* from good to bad */

/* Judges one value of a matrix member; rest is the path below it ("" or "python"). */
static enum value_kind judge_value(const struct collector *c, const struct node *value,
				   struct str rest)
{
	value = node_resolve(value);
	while (rest.len > 0 && value && value->kind == NODE_MAP) {
		size_t dot = str_find_char(rest, '.', 0);
		struct str name = str_slice(rest, 0, dot);
		const struct node *below = NULL;

		for (const struct node *k = value->first; k && k->next; k = k->next->next)
			if (str_eq(scalar_value(c->tree, c->arena, k), name))
				below = node_resolve(k->next);
		rest = dot == STR_NONE ? STR("") : str_slice(rest, dot + 1, rest.len);
		if (!below)
			return VALUE_FITS; /* absent: the empty text */
		value = below;
	}
	if (!value || value->kind != NODE_SCALAR)
		return VALUE_UNFIT;

	struct str text = scalar_value(c->tree, c->arena, value);

	if (has_expression(text))
		return VALUE_UNKNOWN;
	return text.len > VALUE_MAX || str_find_char(text, ',', 0) != STR_NONE ||
			       str_find_char(text, '\n', 0) != STR_NONE
		       ? VALUE_UNFIT
		       : VALUE_FITS;
}

static enum value_kind worse(enum value_kind a, enum value_kind b)
{
	return a > b ? a : b;
}

static const struct node *member(const struct collector *c, const struct node *map, struct str name)
{
	map = node_resolve(map);
	for (const struct node *k = map && map->kind == NODE_MAP ? map->first : NULL; k && k->next;
	     k = k->next->next)
		if (str_eq(scalar_value(c->tree, c->arena, k), name))
			return node_resolve(k->next);
	return NULL;
}

/* Judges all values that a path such as matrix.entry.python may have. */
static enum value_kind judge_matrix(const struct collector *c, const struct node *matrix,
				    struct str path)
{
	struct str rest = str_slice(path, str_find_char(path, '.', 0) + 1, path.len);
	size_t dot = str_find_char(rest, '.', 0);
	struct str name = str_slice(rest, 0, dot);
	enum value_kind kind = VALUE_ABSENT;

	matrix = node_resolve(matrix);
	rest = dot == STR_NONE ? STR("") : str_slice(rest, dot + 1, rest.len);
	if (!matrix || matrix->kind != NODE_MAP)
		return VALUE_UNKNOWN;

	const struct node *values = member(c, matrix, name);
	const struct node *include = member(c, matrix, STR("include"));

	if (values && values->kind != NODE_SEQ)
		return VALUE_UNKNOWN;
	for (const struct node *v = values ? values->first : NULL; v; v = v->next)
		kind = worse(kind, judge_value(c, v, rest));
	if (include && include->kind != NODE_SEQ)
		return worse(kind, VALUE_UNKNOWN);
	for (const struct node *i = include ? include->first : NULL; i; i = i->next) {
		const struct node *v = member(c, i, name);

		if (v)
			kind = worse(kind, judge_value(c, v, rest));
	}
	return kind;
}

/* Of a value that is computed elsewhere only the name tells that it is a short word. */
static bool is_short_by_name(struct str path)
{
	static const char *const names[] = { "python", "py", "version", "os", "platform", "arch",
					     "runner", "image", "target" };
	struct str leaf = str_slice(path, str_rfind_char(path, '.') + 1, path.len);

	if (str_ends(leaf, "versions")) /* a list */
		return false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_starts(leaf, names[i]) || str_ends(leaf, names[i]))
			return true;
	return false;
}

/* Does a text refer to just this path, not to one that begins with it? */
static bool refers_to(struct str text, struct str path)
{
	for (size_t at = str_find(text, path, 0); at != STR_NONE; at = str_find(text, path, at + 1)) {
		struct str rest = str_slice(text, at + path.len, text.len);

		if (rest.len == 0 || str_find_char(STR(" }|)&=!<>,"), rest.p[0], 0) != STR_NONE)
			return true;
	}
	return false;
}

static bool add_part(struct legs *legs, struct arena *arena, struct str path,
		     const struct python *python)
{
	struct str part = arena_printf(arena, "${{ %.*s }}", STR_ARG(path));

	if (refers_to(python->text, path))
		return true;
	for (size_t i = 0; i < legs->parts.len; i++)
		if (str_eq(legs->parts.at[i], part))
			return true;
	return list_add(arena, &legs->parts, part);
}

bool legs_of(struct legs *legs, struct arena *arena, const struct workflow *workflow,
	     const struct job *job, const struct python *python, size_t last)
{
	struct collector c = { .arena = arena, .tree = workflow->tree };

	if (!collect_job(&c, job, python, last))
		return false;
	for (size_t i = 0; i < c.references.list.len; i++) {
		struct reference reference = c.references.list.at[i];
		struct str path = reference.path;
		bool is_matrix = str_is(reference.context, "matrix");

		/* What an input holds is known to the caller alone: only a short word is safe. */
		if (!is_matrix && !(str_is(reference.context, "inputs") && is_short_by_name(path)))
			continue;
		if (is_matrix && job->matrix) {
			enum value_kind kind = judge_matrix(&c, job->matrix, path);

			if (kind == VALUE_ABSENT) /* always the empty text */
				continue;
			if (kind == VALUE_UNFIT || (kind == VALUE_UNKNOWN && !is_short_by_name(path)))
				path = STR("strategy.job-index");
		}
		if (!add_part(legs, arena, path, python))
			return false;
	}
	return !arena->failed;
}
