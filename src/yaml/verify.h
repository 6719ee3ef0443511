/* SPDX-License-Identifier: MIT */
/* Verifies that a new text is the old one plus the planned changes and nothing else. Every result
 * is verified before it is printed or written. */
#ifndef YAML_VERIFY_H
#define YAML_VERIFY_H

#include "yaml/edit.h"
#include "yaml/expectation.h"
#include "yaml/tree.h"

/* Parses in its worker what the edits of a source make of its bytes, which are those of the old tree, and
 * compares it with that. Nodes, styles, anchors, tags and values must be the same except for the
 * expectations, which must all be met. Otherwise returns STATUS_INVALID with one diagnostic (about the old
 * source). */
CHECKED enum status edits_verify(const struct tree *old, const struct expectations *expectations,
				 const struct source *now, struct diagnostics *diagnostics);

#endif
