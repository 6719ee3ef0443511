/* SPDX-License-Identifier: MIT */
/* The layout of the items of a sequence, so that a new item looks like its neighbours. */
#ifndef YAML_LAYOUT_H
#define YAML_LAYOUT_H

#include "yaml/tree.h"

/* Columns are 0-based and count bytes. */
struct layout {
	bool flow_list;	    /* the sequence is in flow style */
	bool own_line;	    /* flow style, but the item starts a line */
	bool flow_item;	    /* the item is a map in flow style */
	size_t insert_at;   /* offset of a new item: the start of a line or, in a flow sequence,
	                     * of the item */
	size_t dash_column; /* of the item's "-"; in flow style of the item */
	size_t key_column;  /* of the keys of the item's map */
	bool dash_alone;    /* there is a line break between "-" and the first key */
	bool blank_line;    /* items are separated by an empty line */
	size_t unit;	    /* indentation of a map inside an item */
	const char *newline;
	/* Flow style only: offset of a comment line above the whole, or STR_NONE, */
	size_t comment_at;
	size_t comment_column; /* and its column. */
};

/* The layout for a new item before an item of a list. Returns false if no line can be inserted
 * there, because the dash is not at the start of its line. */
bool layout_of_item(struct layout *layout, const struct tree *tree, const struct node *item);

/* The lines of an item of a block sequence, from those of its comments to the next item. Returns false if
 * others are on its lines too. */
bool layout_item_lines(struct range *range, const struct tree *tree, const struct node *item);

/* Whether there can be a comment line about the new item. False inside a flow sequence on one
 * line. */
bool layout_takes_comment(const struct layout *layout);

/* The lines that may have a comment about a key or an item: from the comment lines directly above
 * it to its first line or, if whole is set, its last. */
struct str layout_comments(const struct tree *tree, const struct node *node, bool whole);

/* Whether these lines contain mark. */
bool layout_has_mark(const struct tree *tree, const struct node *node, bool whole,
		     const char *mark);

/* The layout of a new "key: value" next to a key of a map. */
struct pair_layout {
	bool flow;	     /* "key: value, " before the key, otherwise on its own line */
	size_t insert_at;    /* offset in the source */
	size_t column;	     /* of the first byte of the line that is not blank */
	const char *newline; /* at the end of the line */
	size_t index;	     /* number of children of the map before the new key */
};

/* The layout for a new pair after the given key's pair or, in a flow map, before it. Returns false
 * if no line can be inserted there. */
bool layout_of_pair(struct pair_layout *layout, const struct tree *tree, const struct node *map,
		    const struct node *key);

#endif
