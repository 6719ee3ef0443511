/* SPDX-License-Identifier: MIT */
/* The nodes of a YAML tree, with their source ranges. */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include "base/source.h"
#include "yaml/record.h"

enum node_kind { NODE_SCALAR, NODE_ALIAS, NODE_MAP, NODE_SEQ };

enum { NODE_UP_BITS = 24, NODE_UP_MAX = (1 << NODE_UP_BITS) - 1 };
_Static_assert((int)YAML_RECORDS_MAX < (int)NODE_UP_MAX, "a distance has space in a node");

/* A node. Those of a tree are behind each other in the order of the text, each before its children, so that the
 * distance between two of them takes less memory than a pointer. A file has many nodes: what has only one kind
 * of node shares its memory with what has another. Use the functions below. */
struct node {
	enum node_kind kind : 2;
	enum style style : 4;
	bool last : 1;		    /* its parent has no child after it */
	bool properties : 1;	    /* there is an entry in tree->properties */
	unsigned up : NODE_UP_BITS; /* distance back to its parent; 0 at the root */
	uint32_t index;		    /* number of children of the parent before this one */
	struct short_range bytes;   /* see node_range */
	union {
		struct {			      /* scalars */
			unsigned long long text_hash; /* as in struct record */
			uint32_t text_len;
			uint32_t decoded; /* 1-based index in tree->values of a scalar whose value
			                   * differs from its source; otherwise 0 */
		};
		struct { /* collections */
			uint32_t children;
			uint32_t size; /* nodes in it, with itself */
			/* Of a map with more than MAP_FEW keys: the number of its scalar keys (including
			 * aliases to scalars), then the distances forth to them, sorted for map_get. */
			const uint32_t *keys;
		};
		const struct node *target; /* aliases: never an alias itself */
	};
};

struct node_properties {
	uint32_t node;		   /* number of the node in its tree, from 0 */
	struct short_range anchor; /* the name after "&", or empty */
	struct short_range tag;
};

struct tree {
	const struct source *source;
	const struct node *root; /* NULL if the document is empty */
	size_t count;		 /* of its nodes, which begin with the root */
	struct arena *arena;	 /* owns the nodes */
	struct str *values;	 /* cache of scalar_value; p is NULL if not decoded yet */
	const struct node_properties *properties; /* in the order of the nodes */
	size_t property_count;
};

enum { MAP_FEW = 6 };

/* Byte offsets in the source, as in struct record; a collection ends with its last child, a flow collection
 * includes both brackets. */
static inline struct range node_range(const struct node *node)
{
	return long_range(node->bytes);
}

/* NULL at the root. */
static inline const struct node *node_parent(const struct node *node)
{
	return node->up > 0 ? node - node->up : NULL;
}

/* The distance from a node to another one of the same tree, which takes half the memory of a pointer: 0 for
 * NULL. */
static inline int32_t node_distance(const struct node *from, const struct node *to)
{
	return to ? (int32_t)(to - from) : 0;
}

static inline const struct node *node_far(const struct node *from, int32_t distance)
{
	return distance != 0 ? from + distance : NULL;
}

/* The number of children, 0 for scalars and aliases. A map's children are key, value, key, value, … */
static inline size_t node_count(const struct node *node)
{
	return node->kind == NODE_MAP || node->kind == NODE_SEQ ? node->children : 0;
}

/* The first child, or NULL. */
static inline const struct node *node_first(const struct node *node)
{
	return node_count(node) > 0 ? node + 1 : NULL;
}

/* The child of its parent after it, or NULL. */
static inline const struct node *node_next(const struct node *node)
{
	if (node->last)
		return NULL;
	return node + (node->kind == NODE_MAP || node->kind == NODE_SEQ ? node->size : 1);
}

/* The child of its parent before it, or NULL. Takes as many steps as that one is deep. */
const struct node *node_before(const struct node *node);

/* The properties; empty if it has none. */
struct node_properties node_properties(const struct tree *tree, const struct node *node);

static inline bool node_has_anchor(const struct tree *tree, const struct node *node)
{
	return node_properties(tree, node).anchor.end > 0;
}

/* The node, or its target if it is an alias. NULL if node is NULL. */
static inline const struct node *node_resolve(const struct node *node)
{
	return node && node->kind == NODE_ALIAS ? node->target : node;
}

/* The order of the keys of a map: by hash, then length. */
int node_compare_key(unsigned long long hash, size_t len, const struct node *key);

/* The key of a map (or of an alias of one) with that hash and length, or NULL. */
const struct node *map_find(const struct node *map, unsigned long long hash, size_t len);

/* The value of a key in a map (aliases are resolved on both sides), or NULL if there is none or map is
 * not a map. *key, if not NULL, is set to the key's node. Takes logarithmic time. */
static inline const struct node *map_get_text(const struct node *map, struct str name,
					      const struct node **key)
{
	const struct node *found = map_find(map, str_quick_hash(name), name.len);

	if (found && key)
		*key = found;
	return found ? node_resolve(node_next(found)) : NULL;
}

static inline const struct node *map_get(const struct node *map, const char *name,
					 const struct node **key)
{
	return map_get_text(map, str_from(name), key);
}

/* The source text of the node. */
static inline struct str node_source(const struct tree *tree, const struct node *node)
{
	return str_slice(tree->source->bytes, node->bytes.start, node->bytes.end);
}

/* Whether the node is inside a flow collection. A pair without braces in a list ("[a: b]") is a map
 * in block style. */
bool node_in_flow(const struct node *node);

/* The start of the node's text including its anchor and tag. */
size_t node_start(const struct tree *tree, const struct node *node);

#endif
