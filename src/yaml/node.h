/* SPDX-License-Identifier: MIT */
/* A tree of nodes, each of which knows its bytes in the source. */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include "base/source.h"
#include "yaml/record.h"

enum node_kind { NODE_SCALAR, NODE_ALIAS, NODE_MAP, NODE_SEQ };

/* Ranges count bytes of the source. A map's children are key, value, key, value, … */
struct node {
	enum node_kind kind;
	enum style style;
	struct range range; /* as in struct record; of a collection up to its last child's end, of a
			     * flow collection with both brackets */
	struct range anchor; /* the name behind "&", or empty */
	struct range tag;
	size_t text_len; /* scalars, as in struct record */
	unsigned long long text_hash;
	struct node *parent;
	struct node *first;
	struct node *last;
	struct node *prev;
	struct node *next;
	size_t index;		   /* children of the parent that stand before */
	size_t count;		   /* children */
	const struct node **keys;  /* maps: the scalar keys (aliases to scalars among them), in the
				    * order in which map_get looks for them */
	size_t key_count;
	size_t aliased;		   /* bytes that the aliases in it stand for */
	size_t decoded;		   /* scalars that do not read as they are written: place in
				    * tree->values, from 1; else 0 */
	const struct node *target; /* alias: the node that it stands for, never an alias itself */
};

struct tree {
	const struct source *source;
	const struct node *root; /* NULL where the document is empty */
	struct arena *arena;	 /* that owns the nodes */
	struct str *values;	 /* what scalar_value has decoded; p is NULL before */
};

/* The node itself, or what it stands for where it is an alias. NULL stays NULL. */
const struct node *node_resolve(const struct node *node);

/* The order of the keys of a map: by hash, then length. */
int node_compare_key(unsigned long long hash, size_t len, const struct node *key);

/* The value of a plain ASCII key in a map (aliases resolved on both sides), or NULL. *key, if not
 * NULL, receives the key's node. NULL also when map is NULL or no map. Takes steps in the order of
 * the logarithm of the number of keys. */
const struct node *map_get(const struct node *map, const char *name, const struct node **key);

/* The node's bytes as they stand in the source. */
struct str node_source(const struct tree *tree, const struct node *node);

/* Does the node stand in brackets? A pair without braces in a list ("[a: b]") is a map in block style. */
bool node_in_flow(const struct node *node);

/* The start of what writes the node: its anchor, tag or itself, whichever stands first. */
size_t node_start(const struct node *node);

#endif
