/* SPDX-License-Identifier: MIT */
/* Which findings are reported: selected by the options, and by comments in the file. */
#ifndef NOX_IGNORE_H
#define NOX_IGNORE_H

#include "nox/rules/rules.h"
#include "workflow/workflow.h"

/* A set of rules: the bit 1 << rule_id for each. */
_Static_assert(RULE_COUNT <= 32, "a set of rules has 32 bits");
typedef unsigned rule_set;

#define RULE_BIT(id) (1U << (id))
#define RULES_ALL ((rule_set)((1ULL << RULE_COUNT) - 1))

/* The rules that the comments above a node ignore; if whole is true, also the comments inside it.
 * IGNORE_MARK means all rules, IGNORE_MARK "[a, b]" only those. Unknown names are skipped. */
rule_set ignore_rules(const struct tree *tree, const struct node *node, bool whole);

/* Is the node as a whole left unchanged? It is if it may lack a cache. */
bool ignore_node(const struct tree *tree, const struct node *node, bool whole);

/* Removes the findings of the ignored rules, and those that a comment of their job or step names in brackets.
 * Warns of unknown names. */
void ignore_findings(struct diagnostics *diagnostics, const struct workflow *workflow,
		     rule_set ignored);

#endif
