/* SPDX-License-Identifier: MIT */
/* Builds the tree of a source's YAML document. */
#ifndef YAML_TREE_H
#define YAML_TREE_H

#include "base/diagnostic.h"
#include "yaml/node.h"

/* Limits that files written by people do not reach. Together with YAML_DEPTH_MAX they bound every
 * walk over the tree. */
enum {
	TREE_ALIASES_MAX = 10 * 1000,	/* and as many anchors */
	TREE_ALIASED_MAX = 1024 * 1024, /* bytes of the targets of all aliases */
};

/* Parses the source and builds its tree: its nodes in one arena, texts that are decoded from it in the other.
 * Rejects with a diagnostic what records_load rejects, several documents, duplicate keys, aliases without an
 * anchor or inside it, and exceeded limits. */
CHECKED enum status tree_load(struct tree *tree, struct arena *arena, struct arena *nodes,
			      const struct source *source, struct diagnostics *diagnostics);

#endif
