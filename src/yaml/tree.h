/* SPDX-License-Identifier: MIT */
/* From a source to the tree of its one YAML document. */
#ifndef YAML_TREE_H
#define YAML_TREE_H

#include "base/diagnostic.h"
#include "yaml/node.h"

/* Limits, generous for what people write, that bound every walk over the tree; so does
 * YAML_DEPTH_MAX. */
enum {
	TREE_ALIASES_MAX = 10 * 1000,	    /* and as many anchors */
	TREE_ALIASED_MAX = 1024 * 1024,	    /* bytes that all aliases stand for: what a walk that
					     * follows them sees besides the file */
};

/* Parses the source and builds its tree in the arena. Refused with a diagnostic: what records_load
 * refuses, several documents, a key that a map has twice, an alias without its anchor, an alias
 * inside its own anchor, and what exceeds the limits. */
CHECKED enum status tree_load(struct tree *tree, struct arena *arena, const struct source *source,
			      struct diagnostics *diagnostics);

#endif
