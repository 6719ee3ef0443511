/* SPDX-License-Identifier: MIT */
/* The decoded value of a scalar, and the position of each of its bytes in the source. */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "yaml/node.h"

struct text {
	struct str value;   /* the arena's, or the source's if the bytes are the same */
	const uint32_t *at; /* value.len + 1 offsets into the source: for each byte of value (for a
	                   * folded line break, of the break; for an escape, of its backslash),
	                   * and then the end of the content. The arena's. */
};

/* Decodes a scalar of any style with its offsets. Returns false if the node is not a scalar, or if
 * libfyaml decodes it differently: then the position of its bytes is unknown, and it must not be
 * edited. */
bool scalar_text(const struct tree *tree, struct arena *arena, const struct node *node,
		 struct text *text);

/* The value of a scalar that differs from its source; see scalar_value. */
struct str scalar_decoded(const struct tree *tree, struct arena *arena, const struct node *node);

/* The value only, or the empty text if scalar_text fails. Aliases are resolved. A short value is cached with
 * the tree; a long one only if the arena is the tree's. */
static inline struct str scalar_value(const struct tree *tree, struct arena *arena,
				      const struct node *node)
{
	node = node_resolve(node);
	if (!node || node->kind != NODE_SCALAR)
		return STR("");
	return node->decoded == 0 ? node_source(tree, node) : scalar_decoded(tree, arena, node);
}

/* The offset in the source after the first index bytes of value: before the blanks that precede a
 * folded line break. index may be value.len. */
size_t text_behind(const struct source *source, const struct text *text, size_t index);

/* Whether the text of a block scalar is indented deeper than its parent, as YAML 1.2, production
 * 187 (l+block-scalar) requires. libfyaml 0.7.12 accepts other text, but may lose bytes of it. */
bool scalar_is_indented(const struct source *source, const struct node *node);

#endif
