/* SPDX-License-Identifier: MIT */
/* Verifies that a new text is the old one plus the planned changes and nothing else. Every result
 * is verified before it is printed or written. */
#ifndef YAML_VERIFY_H
#define YAML_VERIFY_H

#include "yaml/edit.h"
#include "yaml/expectation.h"
#include "yaml/tree.h"

/* Parses the new text in its worker and compares it with the old tree. Nodes, styles, anchors, tags and values must be
 * the same except for the expectations, which must all be met, and the bytes must be the same
 * except for the edits. Otherwise returns STATUS_INVALID with one diagnostic (about the old
 * source). */
CHECKED enum status edits_verify(const struct tree *old, const struct edits *edits,
				 const struct expectations *expectations, const struct source *now,
				 struct diagnostics *diagnostics);

#endif
