/* SPDX-License-Identifier: MIT */
/* Is a new text the old one plus what was planned, and nothing else? Asked of every result before
 * anything is shown or written. */
#ifndef YAML_VERIFY_H
#define YAML_VERIFY_H

#include "yaml/edit.h"
#include "yaml/tree.h"

/* One piece of a node that is to appear, in the order of the text: RECORD_MAP, RECORD_SCALAR,
 * RECORD_SCALAR, RECORD_MAP_END, … */
struct shape {
	enum record_kind kind;
	struct str text; /* scalars: the value */
};

struct shapes {
	LIST(struct shape) list;
};

enum expectation_kind {
	EXPECT_ITEM, /* a new item of the sequence `node`, in front of its child number `index` */
	EXPECT_PAIR, /* a new key and value of the map `node`, in front of its child number `index` */
	EXPECT_TEXT, /* the scalar `node` reads `text` now */
};

/* One planned change, told against the old tree. */
struct expectation {
	enum expectation_kind kind;
	const struct node *node;
	size_t index;	      /* children of the old node that stand before, from 0; EXPECT_TEXT: 0 */
	struct shapes shapes; /* EXPECT_ITEM, EXPECT_PAIR: the new nodes */
	struct str text;      /* EXPECT_TEXT */
};

struct expectations {
	LIST(struct expectation) list;
};

/* Parses `now` and compares it with the old tree: the same nodes, styles, anchors, tags and values
 * but for the expectations, each of which must have come true; and the same bytes but for the
 * edits. STATUS_INVALID with one diagnostic (about the old source) where it is not so. */
CHECKED enum status verify(const struct tree *old, const struct edits *edits,
			   const struct expectations *expectations, struct str now,
			   struct arena *arena, struct diagnostics *diagnostics);

#endif
