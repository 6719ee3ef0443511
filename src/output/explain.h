/* SPDX-License-Identifier: MIT */
/* What --explain prints. */
#ifndef OUTPUT_EXPLAIN_H
#define OUTPUT_EXPLAIN_H

#include "nox/rules.h"
#include "output/lines.h"

/* The rule's section of the manual as text of 80 columns. */
void explain_rule(const struct lines *out, const struct rule *rule);

#endif
