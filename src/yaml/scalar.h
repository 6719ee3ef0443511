/* SPDX-License-Identifier: MIT */
/* The decoded value of a scalar, and the position of each of its bytes in the source. */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "yaml/node.h"

/* Bytes of a value that follow each other in the source too: a line of a script, for example. */
struct text_run {
	uint32_t first; /* index in the value of the first of them, */
	uint32_t at;	/* and its offset in the source */
};

/* All memory is the arena's. */
struct text {
	struct str value;
	LIST(struct text_run) runs; /* in the order of the value, without gaps */
	size_t end;		    /* offset of the end of the content */
};

/* The offset in the source of a byte of the value: for a folded line break, of the break; for an escape, of
 * its backslash. For value.len the end of the content. */
size_t text_at(const struct text *text, size_t index);

/* Decodes a scalar of any style with its offsets. Returns false if the node is not a scalar, or if
 * libfyaml decodes it differently: then the position of its bytes is unknown, and it must not be
 * edited. */
bool scalar_text(const struct tree *tree, struct arena *arena, const struct node *node,
		 struct text *text);

/* A part of the value, from the byte index on, for longer than the value lives: the same bytes of the source, or a
 * copy in the arena where the source has others. */
struct str text_keep(const struct text *text, const struct source *source, size_t index,
		     struct str part, struct arena *arena);

/* The value of a scalar that differs from its source; see scalar_value. */
struct str scalar_decoded(const struct tree *tree, const struct node *node);

/* The value only, or the empty text if scalar_text fails. Aliases are resolved. A decoded value is kept with
 * the tree. */
static inline struct str scalar_value(const struct tree *tree, const struct node *node)
{
	node = node_resolve(node);
	if (!node || node->kind != NODE_SCALAR)
		return STR("");
	return node->decoded == 0 ? node_source(tree, node) : scalar_decoded(tree, node);
}

/* The offset in the source after the first index bytes of value: before the blanks that precede a
 * folded line break. index may be value.len. */
size_t text_behind(const struct source *source, const struct text *text, size_t index);

/* Whether the text of a block scalar is indented deeper than its parent, as YAML 1.2, production
 * 187 (l+block-scalar) requires. libfyaml 0.7.12 accepts other text, but may lose bytes of it. */
bool scalar_is_indented(const struct source *source, const struct node *node);

#endif
