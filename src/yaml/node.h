/* SPDX-License-Identifier: MIT */
/* The nodes of a YAML tree, with their source ranges. */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include "base/source.h"
#include "yaml/record.h"

enum node_kind { NODE_SCALAR, NODE_ALIAS, NODE_MAP, NODE_SEQ };

/* Ranges are byte offsets in the source. A map's children are key, value, key, value, … A file has many
 * nodes, so what has only one kind of node shares its memory with what has another. */
struct node {
	enum node_kind kind : 8;
	enum style style : 8;
	uint32_t index;	    /* number of children of the parent before this one */
	uint32_t count;	    /* number of children */
	uint32_t aliased;   /* bytes of the targets of the aliases in it */
	struct range range; /* as in struct record; a collection ends with its last child, a flow
	                     * collection includes both brackets */
	struct short_range anchor; /* the name after "&", or empty */
	struct short_range tag;
	struct node *parent;
	struct node *first;
	struct node *last;
	struct node *prev;
	struct node *next;
	union {
		struct {			      /* scalars */
			unsigned long long text_hash; /* as in struct record */
			uint32_t text_len;
			uint32_t decoded; /* 1-based index in tree->values of a scalar whose value
			                   * differs from its source; otherwise 0 */
		};
		struct {			  /* maps */
			const struct node **keys; /* the scalar keys (including aliases to
			                            * scalars), sorted for map_get */
			size_t key_count;
		};
		const struct node *target; /* aliases: never an alias itself */
	};
};

struct tree {
	const struct source *source;
	const struct node *root; /* NULL if the document is empty */
	struct arena *arena;	 /* owns the nodes */
	struct str *values;	 /* cache of scalar_value; p is NULL if not decoded yet */
};

/* The node, or its target if it is an alias. NULL if node is NULL. */
static inline const struct node *node_resolve(const struct node *node)
{
	return node && node->kind == NODE_ALIAS ? node->target : node;
}

/* The order of the keys of a map: by hash, then length. */
int node_compare_key(unsigned long long hash, size_t len, const struct node *key);

/* The key of a map (or of an alias of one) with that hash and length, or NULL. */
const struct node *map_find(const struct node *map, unsigned long long hash, size_t len);

/* The value of an ASCII key in a map (aliases are resolved on both sides), or NULL if there is none
 * or map is not a map. *key, if not NULL, is set to the key's node. Takes logarithmic time. */
static inline const struct node *map_get(const struct node *map, const char *name,
					 const struct node **key)
{
	struct str want = str_from(name);
	const struct node *found = map_find(map, str_quick_hash(want), want.len);

	if (found && key)
		*key = found;
	return found ? node_resolve(found->next) : NULL;
}

/* The source text of the node. */
static inline struct str node_source(const struct tree *tree, const struct node *node)
{
	return str_slice(tree->source->bytes, node->range.start, node->range.end);
}

/* Whether the node is inside a flow collection. A pair without braces in a list ("[a: b]") is a map
 * in block style. */
bool node_in_flow(const struct node *node);

/* The start of the node's text including its anchor and tag. */
size_t node_start(const struct node *node);

#endif
