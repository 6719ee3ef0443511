/* SPDX-License-Identifier: MIT */
/* What a planned edit is to make of the tree: new nodes, values and places. Verification holds the result
 * against it. */
#ifndef YAML_EXPECTATION_H
#define YAML_EXPECTATION_H

#include "yaml/node.h"

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

/* A text to insert into the value of a scalar. A file may have thousands. */
struct text_insertion {
	const struct node *node; /* the scalar */
	const char *text;	 /* as the value has it; it is written in the style of the scalar */
	uint32_t index;		 /* in the value: the text is inserted before that byte */
	uint32_t at;		 /* the same place in the source */
};

static inline struct text_insertion text_insertion(const struct node *node, size_t index, size_t at,
						   const char *text)
{
	return (struct text_insertion){ node, text, (uint32_t)index, (uint32_t)at };
}

enum expectation_kind {
	EXPECT_ITEM, /* a new item of the sequence `node`, before its child number `index` */
	EXPECT_PAIR, /* a new key and value of the map `node`, before its child number `index` */
	EXPECT_TEXT, /* the scalar `node` has another value */
	EXPECT_INSERTED, /* the scalar `node` has its old value with insertions */
	EXPECT_MOVE, /* the item `moved` of the sequence `node` is before its child number `index` */
};

/* One planned change relative to the old tree. A file may have thousands. Use the functions below for what it
 * points to. */
struct expectation {
	enum expectation_kind kind : 4;
	uint32_t len : 28; /* of the list or the text that it points to */
	uint32_t index;	   /* number of children of the old node before it; 0 of a scalar */
	const struct node *node;
	union {
		struct shape *shapes; /* EXPECT_ITEM, EXPECT_PAIR: the new nodes */
		const char *text;     /* EXPECT_TEXT */
		const struct text_insertion *insertions; /* EXPECT_INSERTED, in their order */
		const struct node *moved;		 /* EXPECT_MOVE */
	};
};

/* For the functions below. No file is so long that a length is cut. */
static inline struct expectation expectation_make(enum expectation_kind kind,
						  const struct node *node, size_t len)
{
	return (struct expectation){ .kind = kind,
				     .len = (uint32_t)len & UINT32_MAX >> 4,
				     .node = node };
}

/* Expectations of new nodes, of a value and of insertions (at least one, all of the same scalar), which are
 * borrowed. */
static inline struct expectation expect_shapes(enum expectation_kind kind, const struct node *node,
					       size_t index, const struct shapes *shapes)
{
	struct expectation new = expectation_make(kind, node, shapes->list.len);

	new.index = (uint32_t)index;
	new.shapes = shapes->list.at;
	return new;
}

static inline struct expectation expect_text(const struct node *node, struct str text)
{
	struct expectation new = expectation_make(EXPECT_TEXT, node, text.len);

	new.text = text.p;
	return new;
}

static inline struct expectation expect_insertions(const struct text_insertion *insertions,
						   size_t count)
{
	struct expectation new = expectation_make(EXPECT_INSERTED, insertions->node, count);

	new.insertions = insertions;
	return new;
}

/* The new nodes of EXPECT_ITEM and EXPECT_PAIR. */
static inline struct shapes expected_shapes(const struct expectation *expectation)
{
	uint32_t count = expectation->len;

	return (struct shapes){ .list = { expectation->shapes, count, count } };
}

struct expectations {
	LIST(struct expectation) list;
};

/* The new value of the scalar of EXPECT_TEXT and EXPECT_INSERTED; the arena's, or that of the expectation. */
struct str expected_value(const struct expectation *expectation, const struct tree *old,
			  struct arena *arena);

#endif
