/* SPDX-License-Identifier: MIT */
/* The one YAML document of a source as a tree in which every node knows its bytes. */
#ifndef YAML_TREE_H
#define YAML_TREE_H

#include "yaml/parser.h"

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
	struct node *next;
	size_t count;              /* children */
	const struct node *target; /* alias: the node that it stands for, never an alias itself */
};

struct tree {
	const struct source *source;
	const struct node *root; /* NULL where the document is empty */
};

/* Limits, generous for what people write, that bound every walk over the tree. */
enum {
	TREE_DEPTH_MAX = YAML_DEPTH_MAX,
	TREE_ALIASES_MAX = 10 * 1000, /* and as many anchors */
};

/* Parses the source and builds its tree in the arena. Refused with a diagnostic: what yaml_parse
 * refuses, several documents, a key that a map has twice, an alias without its anchor, an alias
 * inside its own anchor, and what exceeds the limits. */
CHECKED enum status tree_load(struct tree *tree, struct arena *arena, const struct source *source,
			      struct diagnostics *diagnostics);

/* The node itself, or what it stands for where it is an alias. NULL stays NULL. */
const struct node *node_resolve(const struct node *node);

/* The value of a plain ASCII key in a map (aliases resolved on both sides), or NULL. *key, if not
 * NULL, receives the key's node. NULL also when map is NULL or no map. */
const struct node *map_get(const struct node *map, const char *name, const struct node **key);

/* The node's bytes as they stand in the source. */
struct str node_source(const struct tree *tree, const struct node *node);

/* Does the node stand in brackets? A pair without braces in a list ("[a: b]") is a map in block style. */
bool node_in_flow(const struct node *node);

/* The start of what writes the node: its anchor, tag or itself, whichever stands first. */
size_t node_start(const struct node *node);

#endif
