/* SPDX-License-Identifier: MIT */
/* How the items of a sequence are written, so that a new one can look like its neighbours. */
#ifndef YAML_LAYOUT_H
#define YAML_LAYOUT_H

#include "yaml/tree.h"

/* Columns count bytes from 0. */
struct layout {
	bool flow_list;	    /* the sequence stands in brackets */
	bool own_line;	    /* in brackets, but the item begins its line */
	bool flow_item;	    /* the item is a map in braces */
	size_t insert_at;   /* offset where a new item's text begins: the start of a line, or of
			     * the item in a flow sequence */
	size_t dash_column; /* of the item's "-"; in brackets of the item */
	size_t key_column;  /* of the keys of the item's map */
	bool dash_alone;    /* a line break stands between "-" and the first key */
	bool blank_line;    /* items are set apart by an empty line */
	size_t unit;	    /* columns by which a map inside an item is indented */
	const char *newline;
	/* Flow only: where a comment line may be put above the whole, or STR_NONE, */
	size_t comment_at;
	size_t comment_column; /* and its column. */
};

/* The layout for a new item in front of an item of a list. False where no line can be put there: the
 * dash shares its line with something else. */
bool layout_of_item(struct layout *layout, const struct tree *tree, const struct node *item);

/* Is there a line for a comment about the new item? Not in the midst of brackets in one line. */
bool layout_takes_comment(const struct layout *layout);

/* The lines that may comment a key or an item: the comment lines right above it up to its first line,
 * or, with whole, to its last. */
struct str layout_comments(const struct tree *tree, const struct node *node, bool whole);

/* Is a mark in these lines? */
bool layout_has_mark(const struct tree *tree, const struct node *node, bool whole, const char *mark);

/* How a new "key: value" is written into a map next to one of its keys. */
struct pair_layout {
	bool flow;	     /* "key: value, " in front of the key, else a line of its own */
	size_t insert_at;    /* offset in the source */
	size_t column;	     /* of the line's first byte that is no blank */
	const char *newline; /* behind the line */
	size_t index;	     /* children of the map that stand before the new key */
};

/* The layout for a new pair behind the pair whose key is given; in a flow map in front of it.
 * False where no line can be put there. */
bool layout_of_pair(struct pair_layout *layout, const struct tree *tree, const struct node *map,
		    const struct node *key);

#endif
