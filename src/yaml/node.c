/* SPDX-License-Identifier: MIT */
/* Access to nodes. */
#include "config.h"

#include "yaml/node.h"

#include "base/lookup.h"

int node_compare_key(unsigned long long hash, size_t len, const struct node *key)
{
	const struct node *k = node_resolve(key);

	if (hash != k->text_hash)
		return hash < k->text_hash ? -1 : 1;
	return (len > k->text_len) - (len < k->text_len);
}

/* The same in a map with few keys. */
static const struct node *find_few(const struct node *map, unsigned long long hash, size_t len)
{
	for (const struct node *k = node_first(map); k; k = node_next(node_next(k)))
		if (node_resolve(k)->kind == NODE_SCALAR && node_compare_key(hash, len, k) == 0)
			return k;
	return NULL;
}

const struct node *map_find(const struct node *map, unsigned long long hash, size_t len)
{
	size_t low = 0, high;

	map = node_resolve(map);
	if (!map || map->kind != NODE_MAP)
		return NULL;
	if (map->children <= 2 * MAP_FEW)
		return find_few(map, hash, len);
	for (high = map->keys[0]; low < high;) {
		size_t middle = low + (high - low) / 2;
		const struct node *key = map + map->keys[1 + middle];
		int order = node_compare_key(hash, len, key);

		if (order == 0)
			return key;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct node_properties node_properties(const struct tree *tree, const struct node *node)
{
	static const struct node_properties none;
	size_t low = 0, high = tree->property_count;

	if (!node->properties)
		return none;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (tree->root + tree->properties[middle].node <= node)
			low = middle;
		else
			high = middle;
	}
	return tree->properties[low];
}

const struct node *node_before(const struct node *node)
{
	const struct node *before = node - 1, *parent = node_parent(node);

	if (node->index == 0)
		return NULL;
	while (node_parent(before) != parent)
		before = node_parent(before);
	return before;
}

bool node_in_flow(const struct node *node)
{
	while ((node = node_parent(node)))
		if (node->style == STYLE_FLOW)
			return true;
	return false;
}

size_t node_start(const struct tree *tree, const struct node *node)
{
	struct node_properties properties = node_properties(tree, node);
	size_t start = node->bytes.start;

	if (properties.anchor.end > 0 && properties.anchor.start - 1 < start)
		start = properties.anchor.start - 1; /* the "&" */
	if (properties.tag.end > 0 && properties.tag.start < start)
		start = properties.tag.start;
	return start;
}
