/* SPDX-License-Identifier: MIT */
/* What `${{ … }}` refers to. Expressions are read word by word, never evaluated. Grammar:
 * docs.github.com, "Evaluate expressions in workflows and actions". */
#ifndef WORKFLOW_EXPRESSION_H
#define WORKFLOW_EXPRESSION_H

#include "base/arena.h"

/* A reference such as matrix.os or matrix['os']. Borrowed from the text, but for a path that is
 * written with brackets, which is the arena's. */
struct reference {
	struct str context; /* "matrix" */
	struct str path;    /* "matrix.os", always with dots */
};

struct references {
	LIST(struct reference) list;
};

/* Adds what the ${{ }} parts of text refer to; each path once. False when memory is out. */
bool references_add(struct references *references, struct arena *arena, struct str text);

/* The same for a text that is an expression as a whole, as `if:` is. */
bool references_add_bare(struct references *references, struct arena *arena, struct str text);

/* The range of the first ${{ … }} at or after from (bytes of text), with both ends. */
bool expression_find(struct str text, size_t from, struct range *range);

bool has_expression(struct str text);

/* The path of a text that is one plain reference and nothing else ("${{ matrix.os }}"), or empty. */
struct str expression_sole_reference(struct str text);

#endif
