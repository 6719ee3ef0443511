/* SPDX-License-Identifier: MIT */
/* Splits template strings such as "text ${{ expression }} text", the scalars of a workflow. An
 * expression ends at the first "}}" outside of its strings (actions/runner,
 * TemplateReader.ParseScalar; act and its derivatives, rewriteSubExpression). */
#ifndef WORKFLOW_TEMPLATE_H
#define WORKFLOW_TEMPLATE_H

#include "base/lookup.h"
#include "workflow/expression.h"

enum template_kind {
	TEMPLATE_TEXT,
	TEMPLATE_EXPRESSION,
	TEMPLATE_OPEN, /* "${{" without "}}" and the rest of the text: rejected by the runner */
};

struct template_part {
	enum template_kind kind;
	struct range range; /* in the template; an expression includes its braces */
	struct str text;    /* of an expression: the text between the braces, trimmed */
};

/* The part at *at (a byte offset), which is set to its end. Returns false at the end of the text.
 * Reading all parts takes linear time. */
bool template_next(struct str text, size_t *at, struct template_part *part);

/* The range of the first expression at or after from, including its braces. */
bool template_find(struct str text, size_t from, struct range *range);

bool has_expression(struct str text);

/* Whether the text may be used in an inserted step: it is printable, and each of its expressions is
 * complete, valid and usable (expression_is_usable). */
bool template_is_usable(struct arena *arena, struct str text);
/* The same for several texts that repeat expressions: those found usable are known, and then added. */
bool template_is_usable_again(struct arena *arena, struct str text, struct lookup *known);

/* Iterates over references. Set the text and the arena, zero-initialise the rest. */
struct references {
	struct arena *arena;
	struct expression *nodes; /* memory for the nodes; may be shared by several iterations */
	struct str text;
	bool condition; /* a text without "${{" is one expression, as in `if:` */
	size_t at;	/* end of the current part */
	size_t node;	/* number of nodes of it that were processed */
	bool whole;	/* the expression was parsed to its end */
};

/* The next reference of the text, borrowed until the next call. Of an invalid expression only the
 * references before the error that name a member. Returns false at the end. */
bool references_next(struct references *references, struct reference *reference);

/* All references of a text in canonical form ("matrix.os"); the arena's. */
struct reference_paths {
	LIST(struct str) list;
};

void reference_paths_find(struct reference_paths *paths, struct arena *arena, struct str text);

/* Whether the path is one of them, ignoring case. */
bool reference_paths_contain(const struct reference_paths *paths, struct str path);

#endif
