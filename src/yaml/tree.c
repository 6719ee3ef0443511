/* SPDX-License-Identifier: MIT */
/* Builds nodes from records. The depth is limited by YAML_DEPTH_MAX and no alias refers to a node
 * that contains it, so that every recursive walk ends. */
#include "config.h"

#include "yaml/tree.h"

#include "base/lookup.h"
#include "yaml/records_load.h"
#include "yaml/scalar.h"

#include <stdlib.h>

/* A node that aliases may name. */
struct anchored {
	const struct node *node;
	uint32_t aliased; /* bytes of the targets of the aliases in it */
};

/* An open collection. */
struct level {
	struct node *node;
	struct node *last; /* child, or NULL */
	size_t anchored;   /* 1-based index of its anchor; 0: it has none */
	uint32_t aliased;  /* before it */
};

struct builder {
	struct arena *arena;
	const struct source *source;
	struct diagnostics *diagnostics;
	struct node *nodes;
	size_t len;
	struct level levels[YAML_DEPTH_MAX + 1]; /* the first is the document's */
	size_t depth;
	size_t documents;
	LIST(struct node_properties) properties;
	LIST(struct anchored) anchored; /* in the order of the text */
	struct lookup anchors; /* name -> index of the last node of that name in anchored */
	size_t aliases;
	uint32_t aliased; /* bytes of their targets */
	uint32_t decoded; /* scalars whose value differs from their source */
};

static enum status refuse(struct builder *b, struct short_range range, const char *message)
{
	diagnostic_at(b->diagnostics, SEVERITY_ERROR, long_range(range), "%s", message);
	return STATUS_INVALID;
}

/* The order of two keys of a map; of the same key twice, that of the text. */
static int compare_key_pointers(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;
	const struct node *left = node_resolve(*x);
	int order = node_compare_key(left->text_hash, left->text_len, *y);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

static bool same_key(const struct node *x, const struct node *y)
{
	const struct node *left = node_resolve(x), *right = node_resolve(y);

	return left->kind == NODE_SCALAR && right->kind == NODE_SCALAR &&
	       left->text_hash == right->text_hash && left->text_len == right->text_len;
}

/* Sorts the keys of a map. */
static void sort_keys(struct builder *b, struct node *map)
{
	ARENA_AUTO struct arena scratch = { 0 };
	size_t most = map->children / 2;
	const struct node **order = arena_take(&scratch, most, sizeof(*order));
	uint32_t *keys = arena_take(b->arena, 1 + most, sizeof(*keys)), count = 0;

	for (const struct node *k = node_first(map); k; k = node_next(node_next(k)))
		if (node_resolve(k)->kind == NODE_SCALAR)
			order[count++] = k;
	if (count > 1)
		qsort(order, count, sizeof(*order), compare_key_pointers);
	for (size_t i = 0; i < count; i++)
		keys[1 + i] = (uint32_t)(order[i] - map);
	keys[0] = count;
	map->keys = keys;
}

/* The second of two equal keys of a map, or NULL. */
static const struct node *repeated_key(const struct node *map)
{
	if (map->children > 2 * MAP_FEW) {
		for (size_t i = 2; i <= map->keys[0]; i++)
			if (same_key(map + map->keys[i - 1], map + map->keys[i]))
				return map + map->keys[i];
		return NULL;
	}
	for (const struct node *k = node_first(map); k; k = node_next(node_next(k)))
		for (const struct node *other = node_first(map); other != k;
		     other = node_next(node_next(other)))
			if (same_key(other, k))
				return k;
	return NULL;
}

/* Prepares a map for map_get. Rejects duplicate keys, as runners do. */
static enum status close_map(struct builder *b, struct node *map)
{
	const struct node *repeated;

	if (map->children > 2 * MAP_FEW)
		sort_keys(b, map);
	repeated = repeated_key(map);
	return repeated ? refuse(b, repeated->bytes, "found a duplicate key") : STATUS_OK;
}

static enum status resolve_alias(struct builder *b, struct node *alias)
{
	struct str bytes = b->source->bytes;
	const size_t *found =
		lookup_get(&b->anchors, str_slice(bytes, alias->bytes.start, alias->bytes.end));
	const struct anchored *target =
		found && *found < b->anchored.len ? &b->anchored.at[*found] : NULL;

	if (++b->aliases > TREE_ALIASES_MAX)
		return refuse(b, alias->bytes, "found more than 10,000 aliases");
	if (!target)
		return refuse(b, alias->bytes, "found an alias without an anchor before it");
	for (size_t depth = b->depth; depth > 0; depth--)
		if (b->levels[depth].node == target->node)
			return refuse(b, alias->bytes, "found an alias inside its own anchor");
	alias->target = target->node;
	/* At most YAML's longest input and TREE_ALIASED_MAX: no sum overflows. */
	b->aliased += target->node->bytes.end - target->node->bytes.start + target->aliased;
	if (b->aliased > TREE_ALIASED_MAX)
		return refuse(b, alias->bytes,
			      "found aliases that expand to more than 1 MiB of text");
	return STATUS_OK;
}

static enum status add_anchor(struct builder *b, struct node *node, struct short_range anchor)
{
	struct str bytes = b->source->bytes;
	size_t *number;

	if (b->anchored.len >= TREE_ALIASES_MAX)
		return refuse(b, anchor, "found more than 10,000 anchors");
	number = lookup_put(&b->anchors, b->arena, str_slice(bytes, anchor.start, anchor.end), 0,
			    NULL);
	list_add(b->arena, &b->anchored, (struct anchored){ .node = node });
	*number = b->anchored.len - 1;
	return STATUS_OK;
}

/* Whether the value is the same as its source and needs no copy. */
static bool is_verbatim(const struct builder *b, const struct node *node)
{
	struct str text = str_slice(b->source->bytes, node->bytes.start, node->bytes.end);

	return node->style == STYLE_PLAIN && text.len == node->text_len &&
	       str_quick_hash(text) == node->text_hash;
}

/* Appends a node to the open collection. */
static void link_node(struct builder *b, struct node *node)
{
	struct level *level = &b->levels[b->depth];

	node->last = true;
	if (level->node) {
		node->up = (unsigned)(node - level->node) & NODE_UP_MAX;
		node->index = level->node->children++;
	}
	if (level->node && level->last)
		level->last->last = false;
	level->last = node;
}

static enum status add_node(struct builder *b, const struct record *record, enum node_kind kind)
{
	struct node *node = &b->nodes[b->len++];

	*node = (struct node){ .kind = kind,
			       .style = (enum style)record->style,
			       .bytes = record->range };
	link_node(b, node);
	if (record->anchor.end > 0 || record->tag.end > 0) {
		list_add(b->arena, &b->properties,
			 (struct node_properties){ (uint32_t)(node - b->nodes), record->anchor,
						   record->tag });
		node->properties = true;
	}
	if (kind == NODE_SCALAR) {
		node->text_len = record->text_len;
		node->text_hash = record->text_hash;
		if (!is_verbatim(b, node))
			node->decoded = ++b->decoded;
		if (node->style > STYLE_DOUBLE && !scalar_is_indented(b->source, node))
			return refuse(b, record->range,
				      "found a text that is not indented, expected it "
				      "deeper than its key");
	}
	if (record->anchor.end > 0) {
		enum status status = add_anchor(b, node, record->anchor);

		if (status != STATUS_OK)
			return status;
	}
	return kind == NODE_ALIAS ? resolve_alias(b, node) : STATUS_OK;
}

static enum status open_collection(struct builder *b, const struct record *record,
				   enum node_kind kind)
{
	enum status status = add_node(b, record, kind);

	b->levels[++b->depth] =
		(struct level){ .node = &b->nodes[b->len - 1],
				.anchored = record->anchor.end > 0 ? b->anchored.len : 0,
				.aliased = b->aliased };
	return status;
}

static enum status close_collection(struct builder *b, const struct record *record)
{
	const struct level *level = &b->levels[b->depth];
	struct node *node = level->node;

	if (b->depth == 0)
		return refuse(b, record->range, "not readable as YAML");
	if (node->style == STYLE_FLOW)
		node->bytes.end = record->range.end;
	else if (level->last)
		node->bytes.end = level->last->bytes.end;
	node->size = (uint32_t)(&b->nodes[b->len] - node);
	if (level->anchored > 0)
		b->anchored.at[level->anchored - 1].aliased = b->aliased - level->aliased;
	b->depth--;
	return node->kind == NODE_MAP ? close_map(b, node) : STATUS_OK;
}

static enum status add_record(struct builder *b, const struct record *record)
{
	switch (record->kind) {
	case RECORD_DOCUMENT:
		if (b->documents++ > 0)
			return refuse(b, record->range, "found a second document, expected one");
		return STATUS_OK;
	case RECORD_SCALAR:
		return add_node(b, record, NODE_SCALAR);
	case RECORD_ALIAS:
		return add_node(b, record, NODE_ALIAS);
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

enum status tree_load(struct tree *tree, struct arena *arena, struct arena *nodes,
		      const struct source *source, struct diagnostics *diagnostics)
{
	struct builder b = { .arena = nodes, .source = source, .diagnostics = diagnostics };
	struct records records;
	struct record record;
	struct packer packer = { .source = source->bytes };
	bool unpacks = source->packed && source->packed->count > 0;
	bool packs = source->packed && !unpacks;
	enum status status = STATUS_OK;

	if (unpacks)
		records_unpack(&records, source->packed, source->bytes);
	else
		status = records_load(&records, source, diagnostics);

	/* Not more nodes than records. Untouched memory costs nothing. */
	b.nodes = arena_take(nodes, records.len + 1, sizeof(*b.nodes));
	while (status == STATUS_OK && records_next(&records, &record)) {
		if (packs)
			packer_add(&packer, &record);
		status = add_record(&b, &record);
	}
	if (status == STATUS_OK && !records_are_whole(&records)) {
		diagnostic_file(diagnostics, SEVERITY_ERROR, "not readable as YAML");
		status = STATUS_INVALID;
	}
	packer_end(&packer, packs && status == STATUS_OK ? source->packed : NULL);
	if (status != STATUS_OK)
		return status;
	*tree = (struct tree){ .source = source,
			       .root = b.len > 0 ? b.nodes : NULL,
			       .count = b.len,
			       .arena = arena,
			       .values = arena_alloc(nodes, b.decoded + 1, sizeof(*tree->values)),
			       .properties = b.properties.at,
			       .property_count = b.properties.len };
	return STATUS_OK;
}
