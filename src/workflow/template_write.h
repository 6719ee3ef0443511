/* SPDX-License-Identifier: MIT */
/* Writes template strings. Each function takes any text and appends a template with that value. */
#ifndef WORKFLOW_TEMPLATE_WRITE_H
#define WORKFLOW_TEMPLATE_WRITE_H

#include "base/buf.h"

/* A template string as a part of an expression: 'text', or format('text {0}', expression). */
void expression_add_template(struct buf *out, struct str text);

/* Plain text as a part of a template string: "${{" must be written as ${{ '${{' }}. */
void template_add_text(struct buf *out, struct str text);

#endif
