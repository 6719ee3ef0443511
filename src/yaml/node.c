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

const struct node *map_find(const struct node *map, unsigned long long hash, size_t len)
{
	size_t low = 0, high;

	map = node_resolve(map);
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (high = map->key_count; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = node_compare_key(hash, len, map->keys[middle]);

		if (order == 0)
			return map->keys[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
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
