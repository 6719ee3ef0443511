/* SPDX-License-Identifier: MIT */
/* A scalar's text, and where in the source each byte of it stands. */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "yaml/node.h"

struct text {
	struct str value; /* the arena's, or the source's where the bytes are the same */
	const size_t *at; /* value.len + 1 offsets into the source: where each byte of value is
			   * written (of a folded line break the break, of an escape its
			   * backslash), and last where the content ends. The arena's. */
};

/* Decodes a scalar of any style with its map. False when the node is no scalar, or
 * when libfyaml reads another text than we do: then no byte of it can be
 * placed, and nothing may be edited in it. */
bool scalar_text(const struct tree *tree, struct arena *arena, const struct node *node,
		 struct text *text);

/* The value alone; the empty text in every case in which scalar_text fails. Aliases are resolved. It
 * is decoded once where the arena is the tree's, so that asking again costs nothing. */
struct str scalar_value(const struct tree *tree, struct arena *arena, const struct node *node);

/* The source's offset right behind the value's first index bytes: of a folded line break in front of
 * the blanks before it. index may be value.len. */
size_t text_behind(const struct source *source, const struct text *text, size_t index);

/* Is the text of a block scalar indented deeper than what holds it, as YAML 1.2, production 187
 * (l+block-scalar) demands? libfyaml 0.7.12 takes it without, and may then lose bytes of it. */
bool scalar_is_indented(const struct source *source, const struct node *node);

#endif
