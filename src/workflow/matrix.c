/* SPDX-License-Identifier: MIT */
/* Combinations first, then `exclude`, then `include`, as the runner's server makes them
 * (actions/languageservices, workflow-parser; nektos/act, pkg/model, GetMatrixes). */
#include "config.h"

#include "workflow/matrix.h"

#include "workflow/template.h"

struct expander {
	struct matrix *matrix;
	struct arena *arena;
	const struct tree *tree;
};

const struct node *matrix_leg_value(const struct matrix_leg *leg, struct str name)
{
	for (size_t i = 0; i < leg->values.len; i++)
		if (str_eq_nocase(leg->values.at[i].name, name))
			return leg->values.at[i].value;
	return NULL;
}

/* Is a part of the node computed elsewhere? The tree's depth is bounded. */
static bool is_computed(const struct expander *e, const struct node *node)
{
	node = node_resolve(node);
	if (node && node->kind == NODE_SCALAR)
		return has_expression(scalar_value(e->tree, node));
	for (const struct node *child = node ? node_first(node) : NULL; child;
	     child = node_next(child))
		if (is_computed(e, child))
			return true;
	return false;
}

static bool is_same(const struct expander *e, const struct node *a, const struct node *b)
{
	a = node_resolve(a);
	b = node_resolve(b);
	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind || node_count(a) != node_count(b))
		return false;
	if (a->kind == NODE_SCALAR)
		return str_eq(scalar_value(e->tree, a), scalar_value(e->tree, b));
	for (a = node_first(a), b = node_first(b); a; a = node_next(a), b = node_next(b))
		if (!is_same(e, a, b))
			return false;
	return true;
}

static void set_value(const struct expander *e, struct matrix_leg *leg, struct str name,
		      const struct node *value)
{
	for (size_t i = 0; i < leg->values.len; i++)
		if (str_eq_nocase(leg->values.at[i].name, name)) {
			leg->values.at[i].value = value;
			return;
		}
	list_add(e->arena, &leg->values, (struct matrix_value){ name, value });
}

static void copy_leg(const struct expander *e, struct matrix_leg *copy,
		     const struct matrix_leg *leg)
{
	*copy = (struct matrix_leg){ .values = { .len = 0 } };
	for (size_t i = 0; i < leg->values.len; i++)
		list_add(e->arena, &copy->values, leg->values.at[i]);
}

/* Each leg so far with each of the values. */
static bool multiply(const struct expander *e, struct str name, const struct node *values)
{
	struct matrix before = *e->matrix;

	values = node_resolve(values);
	if (!values || values->kind != NODE_SEQ || node_count(values) == 0 ||
	    before.legs.len * node_count(values) > MATRIX_LEGS_MAX)
		return false;
	*e->matrix = (struct matrix){ .known = before.known };
	for (size_t i = 0; i < before.legs.len; i++)
		for (const struct node *v = node_first(values); v; v = node_next(v)) {
			struct matrix_leg leg;

			copy_leg(e, &leg, &before.legs.at[i]);
			set_value(e, &leg, name, node_resolve(v));
			list_add(e->arena, &e->matrix->legs, leg);
		}
	return true;
}

/* Does the leg have all that a map says? */
static bool fits(const struct expander *e, const struct matrix_leg *leg, const struct node *map)
{
	for (const struct node *k = node_first(map); k && node_next(k);
	     k = node_next(node_next(k))) {
		struct str name = scalar_value(e->tree, k);

		if (!is_same(e, matrix_leg_value(leg, name), node_next(k)))
			return false;
	}
	return true;
}

static bool exclude(const struct expander *e, const struct node *list)
{
	struct matrix *m = e->matrix;
	size_t kept;

	list = node_resolve(list);
	if (!list || list->kind != NODE_SEQ || node_count(list) > MATRIX_LEGS_MAX)
		return !list;
	for (const struct node *item = node_first(list); item; item = node_next(item)) {
		const struct node *map = node_resolve(item);

		if (map->kind != NODE_MAP)
			return false;
		kept = 0;
		for (size_t i = 0; i < m->legs.len; i++)
			if (!fits(e, &m->legs.at[i], map))
				m->legs.at[kept++] = m->legs.at[i];
		list_cut(&m->legs, kept);
	}
	return true;
}

/* Does what a map adds leave the leg's own values as they are? originals: how many of its values come
 * from the lists. */
static bool extends(const struct expander *e, const struct matrix_leg *leg, size_t originals,
		    const struct node *map)
{
	for (const struct node *k = node_first(map); k && node_next(k);
	     k = node_next(node_next(k))) {
		struct str name = scalar_value(e->tree, k);

		for (size_t i = 0; i < originals && i < leg->values.len; i++)
			if (str_eq_nocase(leg->values.at[i].name, name) &&
			    !is_same(e, leg->values.at[i].value, node_next(k)))
				return false;
	}
	return true;
}

static void add_all(const struct expander *e, struct matrix_leg *leg, const struct node *map)
{
	for (const struct node *k = node_first(map); k && node_next(k); k = node_next(node_next(k)))
		set_value(e, leg, scalar_value(e->tree, k), node_resolve(node_next(k)));
}

/* originals: values that each leg has from the lists; 0 where there are none, and each item is a leg. */
static bool include(const struct expander *e, const struct node *list, size_t originals)
{
	struct matrix *m = e->matrix;
	size_t legs = originals > 0 ? m->legs.len : 0;

	list = node_resolve(list);
	if (!list || list->kind != NODE_SEQ || node_count(list) > MATRIX_LEGS_MAX)
		return !list;
	list_cut(&m->legs, legs);
	for (const struct node *item = node_first(list); item; item = node_next(item)) {
		const struct node *map = node_resolve(item);
		struct matrix_leg leg = { .values = { .len = 0 } };
		bool extended = false;

		if (map->kind != NODE_MAP)
			return false;
		for (size_t i = 0; i < legs; i++)
			if (extends(e, &m->legs.at[i], originals, map)) {
				add_all(e, &m->legs.at[i], map);
				extended = true;
			}
		if (extended)
			continue;
		add_all(e, &leg, map);
		list_add(e->arena, &m->legs, leg);
	}
	return m->legs.len <= MATRIX_LEGS_MAX;
}

void matrix_expand(struct matrix *matrix, struct arena *arena, const struct tree *tree,
		   const struct node *node)
{
	struct expander e = { matrix, arena, tree };
	const struct node *excluded = NULL, *included = NULL;
	size_t originals = 0;
	bool known;

	*matrix = (struct matrix){ .known = true };
	list_add(arena, &matrix->legs, (struct matrix_leg){ .values = { .len = 0 } });
	node = node_resolve(node);
	if (!node)
		return;
	known = node->kind == NODE_MAP && !is_computed(&e, node);
	for (const struct node *k = known ? node_first(node) : NULL; known && k && node_next(k);
	     k = node_next(node_next(k))) {
		struct str name = scalar_value(tree, k);

		if (str_is_nocase(name, "include"))
			included = node_next(k);
		else if (str_is_nocase(name, "exclude"))
			excluded = node_next(k);
		else if (++originals > 0)
			known = multiply(&e, name, node_next(k));
	}
	matrix->known =
		known && exclude(&e, excluded) && (!included || include(&e, included, originals));
}
