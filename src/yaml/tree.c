/* SPDX-License-Identifier: MIT */
/* Records to nodes. The tree is as deep as TREE_DEPTH_MAX at most, and no alias leads back to a
 * node that holds it, so that every walk downwards ends. */
#include "config.h"

#include "yaml/tree.h"

#include "yaml/scalar.h"

#include <stdlib.h>

struct builder {
	struct arena *arena;
	const struct source *source;
	struct diagnostics *diagnostics;
	struct node *open; /* the innermost open collection, NULL above the root */
	size_t depth;
	struct node *root;
	size_t documents;
	LIST(struct node *) anchored; /* in the order of the text */
	size_t aliases;
};

const struct node *node_resolve(const struct node *node)
{
	return node && node->kind == NODE_ALIAS ? node->target : node;
}

struct str node_source(const struct tree *tree, const struct node *node)
{
	return str_slice(tree->source->bytes, node->range.start, node->range.end);
}

const struct node *map_get(const struct node *map, const char *name, const struct node **key)
{
	struct str want = str_from(name);
	unsigned long long hash = str_hash(want);

	map = node_resolve(map);
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *at = map->first; at && at->next; at = at->next->next) {
		const struct node *k = node_resolve(at);

		if (k->kind != NODE_SCALAR || k->text_len != want.len || k->text_hash != hash)
			continue;
		if (key)
			*key = at;
		return node_resolve(at->next);
	}
	return NULL;
}

bool node_in_flow(const struct node *node)
{
	for (const struct node *up = node->parent; up; up = up->parent)
		if (up->style == STYLE_FLOW)
			return true;
	return false;
}

size_t node_start(const struct node *node)
{
	size_t start = node->range.start;

	if (node->anchor.end > 0 && node->anchor.start - 1 < start)
		start = node->anchor.start - 1; /* the "&" */
	if (node->tag.end > 0 && node->tag.start < start)
		start = node->tag.start;
	return start;
}

static enum status refuse(struct builder *b, struct range range, const char *message)
{
	diagnostic_at(b->diagnostics, SEVERITY_ERROR, range, "%s", message);
	return STATUS_INVALID;
}

static int compare_hashes(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;

	if ((*x)->text_hash != (*y)->text_hash)
		return (*x)->text_hash < (*y)->text_hash ? -1 : 1;
	if ((*x)->range.start != (*y)->range.start)
		return (*x)->range.start < (*y)->range.start ? -1 : 1;
	return 0;
}

/* Runners refuse a map that says a key twice, and so does this program. */
static enum status check_keys(struct builder *b, const struct node *map)
{
	size_t count = 0;

	if (map->count < 4)
		return STATUS_OK;

	const struct node **keys = arena_alloc(b->arena, map->count / 2, sizeof(struct node *));

	if (!keys)
		return STATUS_NOMEM;
	for (const struct node *k = map->first; k && k->next; k = k->next->next)
		if (k->kind == NODE_SCALAR)
			keys[count++] = k;
	qsort(keys, count, sizeof(*keys), compare_hashes);
	for (size_t i = 1; i < count; i++)
		if (keys[i]->text_hash == keys[i - 1]->text_hash &&
		    keys[i]->text_len == keys[i - 1]->text_len)
			return refuse(b, keys[i]->range, "found a key that this map has already");
	return STATUS_OK;
}

static enum status resolve_alias(struct builder *b, struct node *alias)
{
	struct str bytes = b->source->bytes;
	struct str name = str_slice(bytes, alias->range.start, alias->range.end);

	if (++b->aliases > TREE_ALIASES_MAX)
		return refuse(b, alias->range, "found more than 10,000 aliases");
	for (size_t i = b->anchored.len; i > 0; i--) {
		struct node *target = b->anchored.at[i - 1];

		if (!str_eq(str_slice(bytes, target->anchor.start, target->anchor.end), name))
			continue;
		for (const struct node *up = b->open; up; up = up->parent)
			if (up == target)
				return refuse(b, alias->range, "found an alias inside its own anchor");
		alias->target = target;
		return STATUS_OK;
	}
	return refuse(b, alias->range, "found an alias whose anchor does not stand before it");
}

static enum status add_node(struct builder *b, const struct record *record, enum node_kind kind,
			    struct node **added)
{
	struct node *node = arena_new(b->arena, struct node);

	if (!node)
		return STATUS_NOMEM;
	*node = (struct node){ .kind = kind,
			       .style = record->style,
			       .range = record->range,
			       .anchor = record->anchor,
			       .tag = record->tag,
			       .text_len = record->text_len,
			       .text_hash = record->text_hash,
			       .parent = b->open };
	if (b->open) {
		if (b->open->last)
			b->open->last->next = node;
		else
			b->open->first = node;
		b->open->last = node;
		b->open->count++;
	} else {
		b->root = node;
	}
	*added = node;
	if (kind == NODE_SCALAR && !scalar_is_indented(b->source, node))
		return refuse(b, record->range,
			      "found a text that is not indented, expected it deeper than its key");
	if (node->anchor.end > 0 && b->anchored.len >= TREE_ALIASES_MAX)
		return refuse(b, node->anchor, "found more than 10,000 anchors");
	if (node->anchor.end > 0 && !list_add(b->arena, &b->anchored, node))
		return STATUS_NOMEM;
	return kind == NODE_ALIAS ? resolve_alias(b, node) : STATUS_OK;
}

static enum status open_collection(struct builder *b, const struct record *record,
				   enum node_kind kind)
{
	struct node *node = NULL;

	if (b->depth >= TREE_DEPTH_MAX)
		return refuse(b, record->range, "nested more than 100 levels deep");

	enum status status = add_node(b, record, kind, &node);

	b->open = node;
	b->depth++;
	return status;
}

static enum status close_collection(struct builder *b, const struct record *record)
{
	struct node *node = b->open;

	if (!node)
		return refuse(b, record->range, "not readable as YAML");
	if (node->style == STYLE_FLOW)
		node->range.end = record->range.end;
	else if (node->last)
		node->range.end = node->last->range.end;
	b->open = node->parent;
	b->depth--;
	return node->kind == NODE_MAP ? check_keys(b, node) : STATUS_OK;
}

static enum status add_record(struct builder *b, const struct record *record)
{
	struct node *node = NULL;

	switch (record->kind) {
	case RECORD_DOCUMENT:
		if (b->documents++ > 0)
			return refuse(b, record->range, "found a second document, expected one");
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
	struct records records = { 0 };
	enum status status = yaml_parse(&records, arena, source, diagnostics);

	for (size_t i = 0; i < records.list.len && status == STATUS_OK; i++)
		status = add_record(&b, &records.list.at[i]);
	if (status == STATUS_OK)
		*tree = (struct tree){ source, b.root };
	return status;
}
