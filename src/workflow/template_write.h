/* SPDX-License-Identifier: MIT */
/* Writing template strings. Each function takes any text and appends what a runner reads as that text. */
#ifndef WORKFLOW_TEMPLATE_WRITE_H
#define WORKFLOW_TEMPLATE_WRITE_H

#include "base/buf.h"

/* A template string as a part of an expression: 'text', or format('text {0}', expression). */
void expression_add_template(struct buf *out, struct str text);

/* Plain text as a part of a template string: "${{" can only be written as ${{ '${{' }}. */
void template_add_text(struct buf *out, struct str text);

#endif
