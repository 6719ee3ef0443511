/* SPDX-License-Identifier: MIT */
/* Prints the output of --explain. */
#ifndef OUTPUT_EXPLAIN_H
#define OUTPUT_EXPLAIN_H

#include "nox/rules/rules.h"
#include "output/lines.h"

/* The rule's section of the manual as text with 80 columns. */
void explain_rule(const struct lines *out, const struct rule *rule);

#endif
