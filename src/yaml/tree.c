/* SPDX-License-Identifier: MIT */
/* Builds nodes from records. The depth is limited by YAML_DEPTH_MAX and no alias refers to a node
 * that contains it, so that every recursive walk ends. */
#include "config.h"

#include "yaml/tree.h"

#include "base/lookup.h"
#include "yaml/records_load.h"
#include "yaml/scalar.h"

#include <stdlib.h>

enum { MANY_KEYS = 8 }; /* more are sorted by qsort(), which prepares itself */

struct builder {
	struct arena *arena;
	const struct source *source;
	struct diagnostics *diagnostics;
	struct node *open; /* the innermost open collection; NULL at the root */
	struct node *root;
	size_t documents;
	LIST(struct node *) anchored; /* in the order of the text */
	struct lookup anchors;	      /* name -> index of the last node of that name in anchored */
	size_t aliases;
	uint32_t aliased; /* bytes of their targets */
	uint32_t decoded; /* scalars whose value differs from their source */
};

static enum status refuse(struct builder *b, struct range range, const char *message)
{
	diagnostic_at(b->diagnostics, SEVERITY_ERROR, range, "%s", message);
	return STATUS_INVALID;
}

static int compare_keys(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;
	const struct node *left = node_resolve(*x);
	int order = node_compare_key(left->text_hash, left->text_len, *y);

	return order != 0 ? order
			  : ((*x)->range.start > (*y)->range.start) -
				    ((*x)->range.start < (*y)->range.start);
}

/* Sorts the keys of a map. Rejects duplicate keys, as runners do. */
static enum status sort_keys(struct builder *b, struct node *map)
{
	const struct node **keys;
	size_t count = 0;

	if (map->count == 0)
		return STATUS_OK;
	keys = arena_alloc(b->arena, (map->count + 1) / 2, sizeof(struct node *));
	for (const struct node *k = map->first; k && k->next; k = k->next->next)
		if (node_resolve(k)->kind == NODE_SCALAR)
			keys[count++] = k;
	if (count > MANY_KEYS)
		qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < count && count <= MANY_KEYS; i++)
		for (size_t k = i; k > 0 && compare_keys(&keys[k - 1], &keys[k]) > 0; k--) {
			const struct node *key = keys[k];

			keys[k] = keys[k - 1];
			keys[k - 1] = key;
		}
	for (size_t i = 1; i < count; i++) {
		const struct node *before = node_resolve(keys[i - 1]);

		if (node_compare_key(before->text_hash, before->text_len, keys[i]) == 0)
			return refuse(b, keys[i]->range, "found a duplicate key");
	}
	map->keys = keys;
	map->key_count = count;
	return STATUS_OK;
}

static enum status resolve_alias(struct builder *b, struct node *alias)
{
	struct str bytes = b->source->bytes;
	const size_t *found =
		lookup_get(&b->anchors, str_slice(bytes, alias->range.start, alias->range.end));
	struct node *target = found && *found < b->anchored.len ? b->anchored.at[*found] : NULL;

	if (++b->aliases > TREE_ALIASES_MAX)
		return refuse(b, alias->range, "found more than 10,000 aliases");
	if (!target)
		return refuse(b, alias->range, "found an alias without an anchor before it");
	for (const struct node *up = b->open; up; up = up->parent)
		if (up == target)
			return refuse(b, alias->range, "found an alias inside its own anchor");
	alias->target = target;
	/* At most YAML's longest input and TREE_ALIASED_MAX: no sum overflows. */
	alias->aliased = (uint32_t)(target->range.end - target->range.start) + target->aliased;
	b->aliased += alias->aliased;
	if (b->aliased > TREE_ALIASED_MAX)
		return refuse(b, alias->range,
			      "found aliases that expand to more than 1 MiB of text");
	return STATUS_OK;
}

static enum status add_anchor(struct builder *b, struct node *node)
{
	struct str bytes = b->source->bytes;
	size_t *number;

	if (b->anchored.len >= TREE_ALIASES_MAX)
		return refuse(b, long_range(node->anchor), "found more than 10,000 anchors");
	number = lookup_put(&b->anchors, b->arena,
			    str_slice(bytes, node->anchor.start, node->anchor.end), 0, NULL);
	list_add(b->arena, &b->anchored, node);
	*number = b->anchored.len - 1;
	return STATUS_OK;
}

/* Whether the value is the same as its source and needs no copy. */
static bool is_verbatim(const struct builder *b, const struct node *node)
{
	struct str text = str_slice(b->source->bytes, node->range.start, node->range.end);

	return node->style == STYLE_PLAIN && text.len == node->text_len &&
	       str_quick_hash(text) == node->text_hash;
}

/* Appends a node to the open collection. */
static void link_node(struct builder *b, struct node *node)
{
	struct node *parent = b->open;

	if (!parent) {
		b->root = node;
		return;
	}
	node->parent = parent;
	node->prev = parent->last;
	node->index = parent->count++;
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
}

static enum status add_node(struct builder *b, const struct record *record, enum node_kind kind,
			    struct node **added)
{
	struct node *node = arena_take(b->arena, 1, sizeof(*node));

	*node = (struct node){ .kind = kind,
			       .style = (enum style)record->style,
			       .range = long_range(record->range),
			       .anchor = record->anchor,
			       .tag = record->tag };
	link_node(b, node);
	*added = node;
	if (kind == NODE_SCALAR) {
		node->text_len = record->text_len;
		node->text_hash = record->text_hash;
		if (!is_verbatim(b, node))
			node->decoded = ++b->decoded;
		if (node->style > STYLE_DOUBLE && !scalar_is_indented(b->source, node))
			return refuse(b, long_range(record->range),
				      "found a text that is not indented, expected it "
				      "deeper than its key");
	}
	if (node->anchor.end > 0) {
		enum status status = add_anchor(b, node);

		if (status != STATUS_OK)
			return status;
	}
	return kind == NODE_ALIAS ? resolve_alias(b, node) : STATUS_OK;
}

static enum status open_collection(struct builder *b, const struct record *record,
				   enum node_kind kind)
{
	struct node *node = NULL;
	enum status status = add_node(b, record, kind, &node);

	if (node)
		node->aliased = b->aliased; /* the count so far; close_collection subtracts it */
	b->open = node;
	return status;
}

static enum status close_collection(struct builder *b, const struct record *record)
{
	struct node *node = b->open;

	if (!node)
		return refuse(b, long_range(record->range), "not readable as YAML");
	if (node->style == STYLE_FLOW)
		node->range.end = record->range.end;
	else if (node->last)
		node->range.end = node->last->range.end;
	node->aliased = b->aliased - node->aliased;
	b->open = node->parent;
	return node->kind == NODE_MAP ? sort_keys(b, node) : STATUS_OK;
}

static enum status add_record(struct builder *b, const struct record *record)
{
	struct node *node = NULL;

	switch (record->kind) {
	case RECORD_DOCUMENT:
		if (b->documents++ > 0)
			return refuse(b, long_range(record->range),
				      "found a second document, expected one");
		return STATUS_OK;
	case RECORD_SCALAR:
		return add_node(b, record, NODE_SCALAR, &node);
	case RECORD_ALIAS:
		return add_node(b, record, NODE_ALIAS, &node);
	case RECORD_MAP:
		return open_collection(b, record, NODE_MAP);
	case RECORD_SEQ:
		return open_collection(b, record, NODE_SEQ);
	case RECORD_MAP_END:
	case RECORD_SEQ_END:
		return close_collection(b, record);
	}
	return STATUS_OK;
}

enum status tree_load(struct tree *tree, struct arena *arena, const struct source *source,
		      struct diagnostics *diagnostics)
{
	struct builder b = { .arena = arena, .source = source, .diagnostics = diagnostics };
	struct records records;
	struct record record;
	enum status status = records_load(&records, source, diagnostics);

	while (status == STATUS_OK && records_next(&records, &record))
		status = add_record(&b, &record);
	if (status == STATUS_OK && !records_are_whole(&records)) {
		diagnostic_file(diagnostics, SEVERITY_ERROR, "not readable as YAML");
		status = STATUS_INVALID;
	}
	if (status != STATUS_OK)
		return status;
	*tree = (struct tree){ .source = source, .root = b.root, .arena = arena };
	tree->values = arena_alloc(arena, b.decoded + 1, sizeof(*tree->values));
	return STATUS_OK;
}
