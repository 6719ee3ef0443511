/* SPDX-License-Identifier: MIT */
/* Parses GitHub's expressions; they are never evaluated. Grammar: docs.github.com, "Evaluate
 * expressions in workflows and actions"; actions/runner, src/Sdk/DTExpressions2 (LexicalAnalyzer,
 * ExpressionParser); actions/languageservices, expressions. Where the two differ, anything that
 * either rejects is rejected. */
#ifndef WORKFLOW_EXPRESSION_H
#define WORKFLOW_EXPRESSION_H

#include "base/arena.h"
#include "base/diagnostic.h"

/* GitHub's limits (ExpressionConstants): nesting of operators, and length of an expression, which
 * GitHub counts in UTF-16 units and this program in bytes. */
enum { EXPRESSION_DEPTH_MAX = 50, EXPRESSION_LENGTH_MAX = 21000 };

enum expression_kind {
	EXPRESSION_LITERAL, /* null, true, false or a number; text: as written */
	EXPRESSION_STRING,  /* text: the value */
	EXPRESSION_CONTEXT, /* a named value; text: its name */
	EXPRESSION_MEMBER,  /* .NAME or ['NAME'] of the operand; text: the name */
	EXPRESSION_STAR,    /* .* or [*] of the operand */
	EXPRESSION_INDEX,   /* [ ] of two operands */
	EXPRESSION_CALL,    /* of `count` operands; text: the function's name */
	EXPRESSION_NOT,	    /* of one operand */
	EXPRESSION_BINARY,  /* of two operands; text: the operator */
};

/* Operands precede their operator, so that the members of a context follow it directly. */
struct expression_node {
	enum expression_kind kind;
	struct str
		text; /* borrowed from the expression, or the arena's if it is a string with '' */
	size_t count;
};

/* Zero-initialise. Reading again replaces the nodes and reuses their memory. */
struct expression {
	LIST(struct expression_node) nodes;
};

/* Parses the text between "${{" and "}}". Returns STATUS_INVALID, without a diagnostic, if the
 * runner would reject it; the nodes are then those before the error. Names of contexts and
 * functions are not checked. */
CHECKED enum status expression_read(struct expression *expression, struct arena *arena,
				    struct str text);

/* Whether all contexts and functions of the expression may be used in a step's inputs on GitHub,
 * Forgejo or Gitea, with the right number of arguments. Secrets, github.token (also as a part of
 * github) and the functions of `if:` are not allowed, because their values do not belong in a
 * cache. */
bool expression_is_usable(const struct expression *expression);

/* A context that an expression reads, with as many members as have constant names. */
struct reference {
	struct str context;
	const struct expression_node *members; /* EXPRESSION_MEMBER nodes */
	size_t count; /* 0: the whole context, or a member whose name is not constant */
};

/* The next reference at or after the node *at, which is set to the node after it. Returns false if
 * there is none. */
bool reference_next(const struct expression *expression, size_t *at, struct reference *reference);

/* Whether a name may follow a dot. */
bool expression_is_identifier(struct str name);

#endif
