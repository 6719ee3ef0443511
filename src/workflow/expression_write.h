/* SPDX-License-Identifier: MIT */
/* Writes expressions and template strings. Each function takes any text and appends an expression
 * with that value. expression_can_contain() checks whether older runners read it correctly. */
#ifndef WORKFLOW_EXPRESSION_WRITE_H
#define WORKFLOW_EXPRESSION_WRITE_H

#include "base/buf.h"
#include "workflow/expression.h"

/* A string: 'it''s'. */
void expression_add_string(struct buf *out, struct str value);

/* Text in which each of the characters is doubled. */
void expression_add_doubled(struct buf *out, struct str text, const char *characters);

/* The access to a member: .os, or ['python version'] if the name is not an identifier. */
void expression_add_member(struct buf *out, struct str name);

/* A reference in canonical form: matrix.os, matrix['python version'].x */
void expression_add_reference(struct buf *out, const struct reference *reference);

/* Whether the text can be a string in an expression: it is printable and has no "}}", where early
 * versions of act end an expression even inside a string (pkg/runner/expression.go). */
bool expression_can_contain(struct str text);

#endif
