/* SPDX-License-Identifier: MIT */
/* Expressions of GitHub's language, read but never evaluated. Grammar: docs.github.com, "Evaluate
 * expressions in workflows and actions"; actions/runner, src/Sdk/DTExpressions2 (LexicalAnalyzer,
 * ExpressionParser); actions/languageservices, expressions. Where the two differ, what either of
 * them refuses is refused here. */
#ifndef WORKFLOW_EXPRESSION_H
#define WORKFLOW_EXPRESSION_H

#include "base/arena.h"
#include "base/diagnostic.h"

/* GitHub's own limits (ExpressionConstants): operators within operators, and the length of one
 * expression, which is counted in bytes here and in UTF-16 units there. */
enum { EXPRESSION_DEPTH_MAX = 50, EXPRESSION_LENGTH_MAX = 21000 };

enum expression_kind {
	EXPRESSION_LITERAL, /* null, true, false or a number; text: as written */
	EXPRESSION_STRING,  /* text: the value */
	EXPRESSION_CONTEXT, /* a named value; text: its name */
	EXPRESSION_MEMBER,  /* .NAME or ['NAME'] of the operand; text: the name */
	EXPRESSION_STAR,    /* .* or [*] of the operand */
	EXPRESSION_INDEX,   /* [ ] of two operands */
	EXPRESSION_CALL,    /* of `count` operands; text: the function's name */
	EXPRESSION_NOT,     /* of one operand */
	EXPRESSION_BINARY,  /* of two operands; text: the operator */
};

/* Operands stand before their operator, so that the members of a context follow it directly. */
struct expression_node {
	enum expression_kind kind;
	struct str text; /* borrowed from the expression; a string with '' in it is the arena's */
	size_t count;
};

/* Zero-initialise. Reading again replaces the nodes and uses their memory again. */
struct expression {
	LIST(struct expression_node) nodes;
};

/* Reads what stands between "${{" and "}}". STATUS_INVALID, without a diagnostic, where the runner
 * would refuse it (the nodes are then those up to the fault). Names of contexts and
 * functions are not judged. */
CHECKED enum status expression_read(struct expression *expression, struct arena *arena,
				    struct str text);

/* Are all contexts and functions of the expression such as a step's inputs may use, on GitHub,
 * Forgejo or Gitea, with as many arguments as they take? Secrets, github.token (also as a part of
 * github) and the functions of `if:` are not: what they give has no place in a cache. */
bool expression_is_usable(const struct expression *expression);

/* What an expression reads: a context and its members, as far as their names stand there. */
struct reference {
	struct str context;
	const struct expression_node *members; /* EXPRESSION_MEMBER nodes */
	size_t count; /* 0: the context as a whole, or a member whose name does not stand there */
};

/* The next reference at or after the node *at, which becomes the one behind it. False where there is
 * none. */
bool reference_next(const struct expression *expression, size_t *at, struct reference *reference);

/* NAME may stand behind a dot. */
bool expression_is_identifier(struct str name);

#endif
