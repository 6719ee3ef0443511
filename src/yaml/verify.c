/* SPDX-License-Identifier: MIT */
/* Compares two trees and two texts. Neither the plan nor the edits are trusted: any difference that
 * is not expected, or expectation that is not met, is a failure. */
#include "config.h"

#include "yaml/verify.h"

#include "yaml/scalar.h"
#include "yaml/tree.h"

#include <stdint.h>
#include <stdlib.h>

struct verifier {
	struct arena *arena;
	const struct tree *old;
	const struct tree *now;
	const struct expectation **sorted; /* by_place; the arena's */
	size_t count;
	bool *marks; /* by number_of: some node of that number has an expectation */
	size_t mask;
	size_t met;		  /* expectations that were met */
	const struct node *where; /* the old node of the first difference */
};

static bool differ(struct verifier *v, const struct node *old)
{
	if (!v->where)
		v->where = old;
	return false;
}

/* Orders by node, kind and index. */
static int compare(const struct expectation *e, const struct node *node, enum expectation_kind kind,
		   size_t index)
{
	uintptr_t left = (uintptr_t)e->node, right = (uintptr_t)node;

	if (left != right)
		return left < right ? -1 : 1;
	if (e->kind != kind)
		return e->kind < kind ? -1 : 1;
	return (e->index > index) - (e->index < index);
}

static int by_place(const void *a, const void *b)
{
	const struct expectation *const *x = a, *const *y = b;
	int order = compare(*x, (*y)->node, (*y)->kind, (*y)->index);

	/* keep the order of addition */
	return order != 0 ? order : (*x > *y) - (*x < *y);
}

/* A number from 0 to v->mask that few nodes share. */
static size_t number_of(const struct verifier *v, const struct node *node)
{
	return ((uintptr_t)node / sizeof(struct node)) & v->mask;
}

/* Most nodes have no expectation; these show it without a search. */
static void mark_nodes(struct verifier *v)
{
	enum { EACH = 8 };

	while (v->mask < EACH * v->count)
		v->mask = 2 * v->mask + 1;
	v->marks = arena_alloc(v->arena, v->mask + 1, sizeof(*v->marks));
	for (size_t i = 0; i < v->count; i++)
		v->marks[number_of(v, v->sorted[i]->node)] = true;
}

static void sort_expectations(struct verifier *v, const struct expectations *expectations)
{
	v->count = expectations->list.len;
	v->sorted = arena_alloc(v->arena, v->count + 1, sizeof(struct expectation *));
	for (size_t i = 0; i < v->count; i++)
		v->sorted[i] = &expectations->list.at[i];
	if (v->count > 1)
		qsort(v->sorted, v->count, sizeof(*v->sorted), by_place);
	mark_nodes(v);
}

/* Index of the first expectation for a place, or of its insertion point; v->count if the node has none. */
static size_t first_at(const struct verifier *v, const struct node *old, enum expectation_kind kind,
		       size_t index)
{
	size_t low = 0, high = v->count;

	if (!v->marks[number_of(v, old)])
		return v->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(v->sorted[middle], old, kind, index) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The expectation at index i if it is for that place, otherwise NULL. */
static const struct expectation *at_place(const struct verifier *v, size_t i,
					  const struct node *old, enum expectation_kind kind,
					  size_t index)
{
	return i < v->count && compare(v->sorted[i], old, kind, index) == 0 ? v->sorted[i] : NULL;
}

/* Whether new children are expected in the node. */
static bool has_expectation(const struct verifier *v, const struct node *old)
{
	size_t i = first_at(v, old, EXPECT_ITEM, 0);

	return i < v->count && v->sorted[i]->node == old;
}

static struct str range_text(const struct tree *tree, struct range range)
{
	return str_slice(tree->source->bytes, range.start, range.end);
}

/* Whether the scalar of the new tree has this value, both by libfyaml and by our own decoding. */
static bool reads(struct verifier *v, const struct node *node, struct str text)
{
	return node->text_len == text.len && node->text_hash == str_quick_hash(text) &&
	       str_eq(scalar_value(v->now, v->arena, node), text);
}

/* Whether the node has this shape. *next is advanced past it. */
static bool has_shape(struct verifier *v, const struct node *node, const struct shapes *shapes,
		      size_t *next)
{
	const struct shape *shape = *next < shapes->list.len ? &shapes->list.at[*next] : NULL;

	if (!shape || !node || node->anchor.start < node->anchor.end ||
	    node->tag.start < node->tag.end)
		return false;
	++*next;
	if (node->kind == NODE_SCALAR)
		return shape->kind == RECORD_SCALAR && reads(v, node, shape->text);
	if (node->kind == NODE_ALIAS ||
	    shape->kind != (node->kind == NODE_MAP ? RECORD_MAP : RECORD_SEQ))
		return false;
	for (const struct node *child = node->first; child; child = child->next)
		if (!has_shape(v, child, shapes, next))
			return false;

	enum record_kind end = node->kind == NODE_MAP ? RECORD_MAP_END : RECORD_SEQ_END;

	return *next < shapes->list.len && shapes->list.at[(*next)++].kind == end;
}

/* Skips the new children that are expected before old child number index. */
static bool pass_new(struct verifier *v, const struct node *old, size_t index,
		     const struct node **child)
{
	enum expectation_kind kind = old->kind == NODE_SEQ ? EXPECT_ITEM : EXPECT_PAIR;
	const struct expectation *e;

	for (size_t i = first_at(v, old, kind, index); (e = at_place(v, i, old, kind, index));
	     i++) {
		size_t next = 0;

		while (next < e->shapes.list.len) {
			if (!has_shape(v, *child, &e->shapes, &next))
				return differ(v, old);
			*child = (*child)->next;
		}
		v->met++;
	}
	return true;
}

static bool same(struct verifier *v, const struct node *old, const struct node *now);

/* Skips the items that are expected to have moved before old child number index. */
static bool pass_moved(struct verifier *v, const struct node *old, size_t index,
		       const struct node **child)
{
	const struct expectation *e;

	for (size_t i = first_at(v, old, EXPECT_MOVE, index);
	     (e = at_place(v, i, old, EXPECT_MOVE, index)); i++) {
		if (!*child || !same(v, e->moved, *child))
			return differ(v, old);
		*child = (*child)->next;
		v->met++;
	}
	return true;
}

/* Is the item expected elsewhere in its sequence? */
static bool is_moved(const struct verifier *v, const struct node *old, const struct node *item)
{
	for (size_t i = first_at(v, old, EXPECT_MOVE, 0);
	     i < v->count && v->sorted[i]->node == old && v->sorted[i]->kind == EXPECT_MOVE; i++)
		if (v->sorted[i]->moved == item)
			return true;
	return false;
}

static bool same_children(struct verifier *v, const struct node *old, const struct node *now)
{
	bool changed = has_expectation(v, old);
	const struct node *a = old->first;
	const struct node *b = now->first;

	for (size_t index = 0;; index++) {
		if (changed && (!pass_new(v, old, index, &b) || !pass_moved(v, old, index, &b)))
			return false;
		if (changed && a && is_moved(v, old, a)) {
			a = a->next;
			continue;
		}
		if (!a || !b)
			break;
		if (!same(v, a, b))
			return false;
		a = a->next;
		b = b->next;
	}
	return a || b ? differ(v, old) : true;
}

/* For some block scalars (header on its own line, last line indented further) libfyaml 0.7.12
 * returns a value that ends in uninitialised bytes. They are equal if their sources are. */
static bool same_text(const struct verifier *v, const struct node *old, const struct node *now)
{
	return old->text_len == now->text_len &&
	       (old->text_hash == now->text_hash ||
		str_eq(range_text(v->old, old->range), range_text(v->now, now->range)));
}

static bool same_scalar(struct verifier *v, const struct node *old, const struct node *now)
{
	const struct expectation *e =
		at_place(v, first_at(v, old, EXPECT_TEXT, 0), old, EXPECT_TEXT, 0);

	if (!e)
		return old->style == now->style && same_text(v, old, now) ? true : differ(v, old);
	if ((old->style < STYLE_LITERAL) != (now->style < STYLE_LITERAL))
		return differ(v, old); /* a new value may need quotes, but not another position */
	v->met++;
	return reads(v, now, e->text) ? true : differ(v, old);
}

static bool same(struct verifier *v, const struct node *old, const struct node *now)
{
	if (old->kind != now->kind || (old->kind != NODE_SCALAR && old->style != now->style) ||
	    !str_eq(range_text(v->old, long_range(old->anchor)),
		    range_text(v->now, long_range(now->anchor))) ||
	    !str_eq(range_text(v->old, long_range(old->tag)),
		    range_text(v->now, long_range(now->tag))))
		return differ(v, old);
	switch (old->kind) {
	case NODE_SCALAR:
		return same_scalar(v, old, now);
	case NODE_ALIAS:
		return str_eq(range_text(v->old, old->range), range_text(v->now, now->range))
			       ? true
			       : differ(v, old);
	default:
		return same_children(v, old, now);
	}
}

/* The new text without the inserted bytes must be the old text without the removed bytes. */
static bool same_bytes(struct str old, struct str now, const struct edits *edits)
{
	size_t a = 0, b = 0;

	for (size_t i = 0; i <= edits->list.len; i++) {
		const struct edit *e = i < edits->list.len ? &edits->list.at[i] : NULL;
		size_t kept = (e ? e->range.start : old.len) - a;

		if (!str_eq(str_slice(old, a, a + kept), str_slice(now, b, b + kept)))
			return false;
		b += kept;
		if (!e)
			return b == now.len;
		if (!str_eq(str_slice(now, b, b + e->text.len), e->text))
			return false;
		a = e->range.end;
		b += e->text.len;
	}
	return false;
}

enum status edits_verify(const struct tree *old, const struct edits *edits,
			 const struct expectations *expectations, struct str now,
			 struct diagnostics *diagnostics)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct source source = { 0 };
	struct tree tree = { 0 };
	struct diagnostics parse = { .arena = &scratch };

	source_init(&source, &scratch, old->source->path, now);
	source.worker = old->source->worker;

	enum status status = tree_load(&tree, &scratch, &source, &parse);

	if (status == STATUS_INVALID) {
		struct str why = parse.list.len > 0 ? parse.list.at[0].message : STR("");

		diagnostic_file(diagnostics, SEVERITY_ERROR,
				"left as it is: the edited text would not be valid YAML (%.*s)",
				STR_ARG(why));
		return status;
	}
	if (status != STATUS_OK)
		return status;

	struct verifier v = { .arena = &scratch, .old = old, .now = &tree };

	sort_expectations(&v, expectations);

	bool right = (!old->root && !tree.root) ||
		     (old->root && tree.root && same(&v, old->root, tree.root));

	if (right && v.met == v.count && same_bytes(old->source->bytes, now, edits))
		return STATUS_OK;
	diagnostic_at(diagnostics, SEVERITY_ERROR,
		      v.where ? v.where->range : (struct range){ 0, 0 },
		      "left as it is: the edit would change more than planned here");
	return STATUS_INVALID;
}
