/* SPDX-License-Identifier: MIT */
/* Compares the records of a new text with the old tree, and its bytes where they matter. Neither the plan nor
 * the edits are trusted: any difference that is not expected, or expectation that is not met, is a
 * failure. That bytes outside the edits stay needs no proof: the new text is made of the old one's. */
#include "config.h"

#include "yaml/verify.h"

#include "base/lookup.h"
#include "yaml/records_load.h"
#include "yaml/tree.h"
#include "yaml/verify_scalar.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

/* An old node with an anchor, and the bytes that an alias of it stands for in the new text. */
struct anchored {
	const struct node *node;
	uint32_t size;
};

struct key {
	unsigned long long hash;
	uint32_t len;
};

struct verifier {
	struct arena *arena;
	const struct tree *old;
	struct edited text; /* the new one */
	struct records records;
	struct record now; /* the record that is compared next, unless ended */
	bool ended;
	size_t documents;
	uint32_t starts[YAML_DEPTH_MAX + 1]; /* of the open collections of the new text */
	size_t depth;
	uint32_t end;	       /* of the last compared record with bytes of its own */
	LIST(struct key) keys; /* new keys of the open maps */
	LIST(struct anchored) anchored;
	struct lookup anchors; /* name -> index of the last node of that name in anchored */
	uint32_t aliased;      /* as in struct builder of tree.c */
	const struct expectation **sorted; /* by_place; the arena's */
	size_t count;
	unsigned char *marks; /* a bit by number_of: a node has an expectation */
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
	v->marks = arena_alloc(v->arena, v->mask / CHAR_BIT + 1, sizeof(*v->marks));
	for (size_t i = 0; i < v->count; i++) {
		size_t number = number_of(v, v->sorted[i]->node);

		v->marks[number / CHAR_BIT] |= (unsigned char)(1 << number % CHAR_BIT);
	}
}

static bool is_marked(const struct verifier *v, const struct node *node)
{
	size_t number = number_of(v, node);

	return v->marks[number / CHAR_BIT] >> number % CHAR_BIT & 1;
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

	if (!is_marked(v, old))
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

static struct str old_text(const struct verifier *v, struct range range)
{
	return str_slice(v->old->source->bytes, range.start, range.end);
}

static bool new_is(struct verifier *v, struct short_range range, struct str expected)
{
	return range.end - range.start == expected.len &&
	       (expected.len == 0 || edited_is(&v->text, long_range(range), expected));
}

/* ------------------------------------------------------------------ the records of the new text */

static void advance(struct verifier *v)
{
	v->end = (uint32_t)v->records.end;
	while ((v->ended = !records_next(&v->records, &v->now)) == false &&
	       v->now.kind == RECORD_DOCUMENT)
		v->documents++;
}

static bool at_end(const struct verifier *v)
{
	return v->ended || v->now.kind == RECORD_MAP_END || v->now.kind == RECORD_SEQ_END;
}

/* Opens a collection. */
static void enter(struct verifier *v)
{
	v->starts[++v->depth] = v->now.range.start;
	advance(v);
}

/* Closes it, at its end. */
static void leave(struct verifier *v)
{
	v->depth--;
	advance(v);
}

/* Whether the scalar has this value. */
static bool reads(struct verifier *v, struct str expected)
{
	return scalar_reads(&v->text, &v->now, v->depth > 0, v->starts[v->depth], expected);
}

/* Whether the next record can be a key besides the new ones from index `first`, and those of the old map. */
static bool is_new_key(struct verifier *v, const struct node *old, size_t first)
{
	struct key key = { v->now.text_hash, v->now.text_len };

	if (v->ended || v->now.kind != RECORD_SCALAR || (old && map_find(old, key.hash, key.len)))
		return false;
	for (size_t i = first; i < v->keys.len; i++)
		if (v->keys.at[i].hash == key.hash && v->keys.at[i].len == key.len)
			return false;
	list_add(v->arena, &v->keys, key);
	return true;
}

/* ------------------------------------------------------------------ expected nodes */

/* Whether the next records have this shape. *next is advanced past it. */
static bool has_shape(struct verifier *v, const struct shapes *shapes, size_t *next)
{
	const struct shape *shape = *next < shapes->list.len ? &shapes->list.at[*next] : NULL;
	size_t first = v->keys.len;

	if (!shape || at_end(v) || shape->kind != v->now.kind || v->now.kind == RECORD_ALIAS ||
	    v->now.anchor.start < v->now.anchor.end || v->now.tag.start < v->now.tag.end)
		return false;
	++*next;
	if (v->now.kind == RECORD_SCALAR) {
		bool right = reads(v, shape_text(shape));

		advance(v);
		return right;
	}
	enter(v);
	for (size_t i = 0; !at_end(v); i++)
		if ((shape->kind == RECORD_MAP && i % 2 == 0 && !is_new_key(v, NULL, first)) ||
		    !has_shape(v, shapes, next))
			return false;
	list_cut(&v->keys, first);
	if (v->ended || *next == shapes->list.len || shapes->list.at[(*next)++].kind != v->now.kind)
		return false;
	leave(v);
	return true;
}

/* Skips the new children that are expected before old child number index. Keys from index first are in the
 * same map. */
static bool pass_new(struct verifier *v, const struct node *old, size_t index, size_t first)
{
	enum expectation_kind kind = old->kind == NODE_SEQ ? EXPECT_ITEM : EXPECT_PAIR;
	const struct expectation *e;

	for (size_t i = first_at(v, old, kind, index); (e = at_place(v, i, old, kind, index));
	     i++) {
		struct shapes shapes = expected_shapes(e);
		size_t next = 0;

		for (size_t k = 0; next < shapes.list.len; k++)
			if ((kind == EXPECT_PAIR && k % 2 == 0 && !is_new_key(v, old, first)) ||
			    !has_shape(v, &shapes, &next))
				return differ(v, old);
		v->met++;
	}
	return true;
}

static bool same(struct verifier *v, const struct node *old);

/* Skips the items that are expected to have moved before old child number index. */
static bool pass_moved(struct verifier *v, const struct node *old, size_t index)
{
	const struct expectation *e;

	for (size_t i = first_at(v, old, EXPECT_MOVE, index);
	     (e = at_place(v, i, old, EXPECT_MOVE, index)); i++) {
		if (!same(v, e->moved))
			return differ(v, old);
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

/* ------------------------------------------------------------------ old nodes */

static bool same_children(struct verifier *v, const struct node *old)
{
	bool changed = has_expectation(v, old);
	const struct node *child = node_first(old);
	size_t first = v->keys.len;

	enter(v);
	for (size_t index = 0;; index++) {
		if (changed && (!pass_new(v, old, index, first) || !pass_moved(v, old, index)))
			return false;
		if (changed && child && is_moved(v, old, child)) {
			child = node_next(child);
			continue;
		}
		if (!child || at_end(v))
			break;
		if (!same(v, child))
			return false;
		child = node_next(child);
	}
	list_cut(&v->keys, first);
	if (child || v->ended || !at_end(v))
		return differ(v, old);
	leave(v);
	return true;
}

/* For some block scalars (header on its own line, last line indented further) libfyaml 0.7.12
 * returns a value that ends in uninitialised bytes. They are equal if their sources are. */
static bool same_text(struct verifier *v, const struct node *old)
{
	return old->text_len == v->now.text_len &&
	       (old->text_hash == v->now.text_hash ||
		new_is(v, v->now.range, old_text(v, node_range(old))));
}

/* The expectation of a new value, or NULL. */
static const struct expectation *new_value_of(const struct verifier *v, const struct node *old)
{
	size_t first = first_at(v, old, EXPECT_TEXT, 0);
	const struct expectation *e = first < v->count ? v->sorted[first] : NULL;

	return e && e->node == old && (e->kind == EXPECT_TEXT || e->kind == EXPECT_INSERTED) ? e
											     : NULL;
}

static bool same_scalar(struct verifier *v, const struct node *old)
{
	ARENA_AUTO struct arena scratch = { 0 };
	const struct expectation *e = new_value_of(v, old);

	if (!e)
		return old->style == v->now.style && same_text(v, old);
	/* A new value may need quotes, but not another position. The keys of a map stay. */
	if ((old->style < STYLE_LITERAL) != (v->now.style < STYLE_LITERAL) ||
	    (node_parent(old) && node_parent(old)->kind == NODE_MAP && old->index % 2 == 0))
		return false;
	v->met++;
	return reads(v, expected_value(e, v->old, &scratch));
}

static bool same_alias(struct verifier *v, const struct node *old)
{
	struct str name = edited_slice(&v->text, v->arena, long_range(v->now.range));
	const size_t *found = lookup_get(&v->anchors, name);

	if (!found || v->anchored.at[*found].node != old->target ||
	    !str_eq(name, old_text(v, node_range(old))))
		return false;
	/* Both are at most TREE_ALIASED_MAX more than the longest input: the sum does not overflow. */
	v->aliased += v->anchored.at[*found].size;
	return v->aliased <= TREE_ALIASED_MAX;
}

static bool same_node(struct verifier *v, const struct node *old)
{
	bool right;

	switch (old->kind) {
	case NODE_SCALAR:
		right = same_scalar(v, old);
		break;
	case NODE_ALIAS:
		right = same_alias(v, old);
		break;
	default:
		return same_children(v, old);
	}
	if (!right)
		return differ(v, old);
	advance(v);
	return true;
}

/* The same, of a node with an anchor. */
static bool same_anchored(struct verifier *v, const struct node *old, struct short_range anchor)
{
	uint32_t start = v->now.range.start, aliased = v->aliased;
	size_t index = v->anchored.len;

	list_add(v->arena, &v->anchored, (struct anchored){ .node = old });
	*lookup_put(&v->anchors, v->arena, old_text(v, long_range(anchor)), 0, NULL) = index;
	if (!same_node(v, old))
		return false;
	v->anchored.at[index].size = v->end - start + v->aliased - aliased;
	return true;
}

/* Whether the next records are the old node, with what is expected of it. */
static bool same(struct verifier *v, const struct node *old)
{
	static const unsigned char kinds[] = { [NODE_SCALAR] = RECORD_SCALAR,
					       [NODE_ALIAS] = RECORD_ALIAS,
					       [NODE_MAP] = RECORD_MAP,
					       [NODE_SEQ] = RECORD_SEQ };
	struct node_properties properties = node_properties(v->old, old);

	if (v->ended || v->now.kind != kinds[old->kind] ||
	    (old->kind > NODE_ALIAS && old->style != v->now.style) ||
	    !new_is(v, v->now.anchor, old_text(v, long_range(properties.anchor))) ||
	    !new_is(v, v->now.tag, old_text(v, long_range(properties.tag))))
		return differ(v, old);
	return properties.anchor.end > 0 ? same_anchored(v, old, properties.anchor)
					 : same_node(v, old);
}

/* Whether all of the new text is as expected. */
static bool same_tree(struct verifier *v)
{
	const struct node *root = v->old->root;

	advance(v);
	if (root ? !same(v, root) : !v->ended)
		return false;
	return v->ended && v->documents <= 1 && records_are_whole(&v->records) &&
	       v->met == v->count;
}

static bool begins_character(struct str text, size_t at)
{
	return at >= text.len || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

/* Whether the edits are in order, and make UTF-8 of it. */
static bool are_sound(struct str old, const struct edits *edits)
{
	size_t end = 0;

	for (size_t i = 0; i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];

		if (e->bytes.start < end || e->bytes.end < e->bytes.start ||
		    e->bytes.end > old.len || !begins_character(old, e->bytes.start) ||
		    !begins_character(old, e->bytes.end) || !str_is_utf8(edit_text(e), NULL))
			return false;
		end = e->bytes.end;
	}
	return true;
}

static enum status refuse(struct diagnostics *diagnostics, struct range place)
{
	diagnostic_at(diagnostics, SEVERITY_ERROR, place,
		      "left as it is: the edit would change more than planned here");
	return STATUS_INVALID;
}

enum status edits_verify(const struct tree *old, const struct expectations *expectations,
			 const struct source *now, struct diagnostics *diagnostics)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct verifier v = { .arena = &scratch, .old = old };
	struct diagnostics parse = { .arena = &scratch };
	enum status status;

	if (!are_sound(now->bytes, now->edits))
		return refuse(diagnostics, (struct range){ 0, 0 });
	v.text = edited_of(now->bytes, now->edits);
	status = records_load(&v.records, now, &parse);
	if (status == STATUS_INVALID) {
		struct str why =
			parse.list.len > 0 ? diagnostic_message(&parse.list.at[0]) : STR("");

		diagnostic_file(diagnostics, SEVERITY_ERROR,
				"left as it is: the edited text would not be valid YAML (%.*s)",
				STR_ARG(why));
		return status;
	}
	if (status != STATUS_OK)
		return status;
	sort_expectations(&v, expectations);
	if (same_tree(&v))
		return STATUS_OK;
	return refuse(diagnostics, v.where ? node_range(v.where) : (struct range){ 0, 0 });
}
