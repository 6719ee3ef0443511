/* SPDX-License-Identifier: MIT */
/* Template strings: "text ${{ expression }} text", as a workflow's scalars are. An expression ends at
 * the first "}}" outside of its strings (actions/runner, TemplateReader.ParseScalar; act and the
 * runners made of it, rewriteSubExpression). */
#ifndef WORKFLOW_TEMPLATE_H
#define WORKFLOW_TEMPLATE_H

#include "workflow/expression.h"

enum template_kind {
	TEMPLATE_TEXT,
	TEMPLATE_EXPRESSION,
	TEMPLATE_OPEN, /* "${{" and all behind it, where no "}}" ends it: the runner refuses it */
};

struct template_part {
	enum template_kind kind;
	struct range range; /* in the template; of an expression with its braces */
	struct str text;    /* of an expression: what stands between the braces, without blanks */
};

/* The part at *at (bytes of text), which becomes its end. False at the end of the text. Reading all
 * parts takes time that grows with the text alone. */
bool template_next(struct str text, size_t *at, struct template_part *part);

/* The range of the first expression at or after from, with its braces. */
bool template_find(struct str text, size_t from, struct range *range);

bool has_expression(struct str text);

/* May the text be used in a step of our own: is it printable, is each of its expressions complete,
 * readable and usable (expression_is_usable)? */
bool template_is_usable(struct arena *arena, struct str text);

/* Reading of references: begin with the text and the arena, the rest zero. */
struct references {
	struct arena *arena;
	struct expression *nodes; /* memory for the nodes, shared by many readings */
	struct str text;
	bool condition; /* a text without "${{" is an expression as a whole, as `if:` is */
	size_t at;	/* end of the part whose nodes are being read, */
	size_t node;	/* and how many of them are */
	bool whole;	/* they are all of their expression */
};

/* The next reference of the text; it is borrowed until the next call. Of an expression that cannot
 * be read, those in front of the fault that name a member. False at the end. */
bool references_next(struct references *references, struct reference *reference);

/* All references of a text in canonical form ("matrix.os"); the arena's. */
struct reference_paths {
	LIST(struct str) list;
};

void reference_paths_find(struct reference_paths *paths, struct arena *arena, struct str text);

/* Is the path among them? Case does not matter. */
bool reference_paths_hold(const struct reference_paths *paths, struct str path);

#endif
