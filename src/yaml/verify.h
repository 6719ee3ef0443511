/* SPDX-License-Identifier: MIT */
/* Verifies that a new text is the old one plus the planned changes and nothing else. Every result
 * is verified before it is printed or written. */
#ifndef YAML_VERIFY_H
#define YAML_VERIFY_H

#include "yaml/edit.h"
#include "yaml/tree.h"

/* One element of a new node, in text order: RECORD_MAP, RECORD_SCALAR, RECORD_SCALAR,
 * RECORD_MAP_END, … */
struct shape {
	enum record_kind kind : 8;
	uint32_t len;  /* of the value of a scalar, */
	const char *p; /* and its bytes */
};

static inline struct shape shape_of(enum record_kind kind, struct str text)
{
	return (struct shape){ kind, (uint32_t)text.len, text.p };
}

static inline struct str shape_text(const struct shape *shape)
{
	return (struct str){ shape->p, shape->len };
}

struct shapes {
	LIST(struct shape) list;
};

enum expectation_kind {
	EXPECT_ITEM, /* a new item of the sequence `node`, before its child number `index` */
	EXPECT_PAIR, /* a new key and value of the map `node`, before its child number `index` */
	EXPECT_TEXT, /* the scalar `node` has the value `text` */
	EXPECT_MOVE, /* the item `moved` of the sequence `node` is before its child number `index` */
};

/* One planned change relative to the old tree. A file may have thousands. */
struct expectation {
	enum expectation_kind kind : 8;
	uint32_t index; /* number of children of the old node before it; EXPECT_TEXT: 0 */
	const struct node *node;
	union {
		struct shapes shapes;	  /* EXPECT_ITEM, EXPECT_PAIR: the new nodes */
		struct str text;	  /* EXPECT_TEXT */
		const struct node *moved; /* EXPECT_MOVE */
	};
};

struct expectations {
	LIST(struct expectation) list;
};

/* Parses the new text in its worker and compares it with the old tree. Nodes, styles, anchors, tags and values must be
 * the same except for the expectations, which must all be met, and the bytes must be the same
 * except for the edits. Otherwise returns STATUS_INVALID with one diagnostic (about the old
 * source). */
CHECKED enum status edits_verify(const struct tree *old, const struct edits *edits,
				 const struct expectations *expectations, const struct source *now,
				 struct diagnostics *diagnostics);

#endif
