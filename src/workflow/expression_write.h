/* SPDX-License-Identifier: MIT */
/* Writing expressions. Each function takes any text and appends what a runner
 * reads as just that text; whether it is fit for older runners is asked of expression_can_hold(). */
#ifndef WORKFLOW_EXPRESSION_WRITE_H
#define WORKFLOW_EXPRESSION_WRITE_H

#include "base/buf.h"
#include "workflow/expression.h"

/* A string: 'it''s'. */
void expression_add_string(struct buf *out, struct str value);

/* Text in which each of the characters is doubled. */
void expression_add_doubled(struct buf *out, struct str text, const char *characters);

/* The access to a member: .os, or ['python version'] where the name is no identifier. */
void expression_add_member(struct buf *out, struct str name);

/* A reference in canonical form: matrix.os, matrix['python version'].x */
void expression_add_reference(struct buf *out, const struct reference *reference);

/* Whether a string of an expression may hold the text: it is printable and has no "}}", at which
 * early versions of act end an expression, string or not (pkg/runner/expression.go). */
bool expression_can_hold(struct str text);

#endif
