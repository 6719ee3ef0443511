/* SPDX-License-Identifier: MIT */
/* Changes to a text, all told against the original, applied in one pass. */
#ifndef YAML_EDIT_H
#define YAML_EDIT_H

#include "base/buf.h"
#include "base/diagnostic.h"

/* Replaces the bytes of range (of the original text) by text. An empty range inserts. */
struct edit {
	struct range range;
	struct str text; /* borrowed; lives as long as the edit */
};

struct edits {
	LIST(struct edit) list;
};

/* Puts the edits into the order of their ranges; edits at one place keep the order in which they
 * were added. The list's memory becomes the arena's. False when two overlap or one lies outside a
 * text of length bytes,. */
bool edits_sort(struct edits *edits, struct arena *arena, size_t length);

/* Appends the edited text to *out. The edits must be sorted. */
void edits_apply(struct str old, const struct edits *edits, struct buf *out);

#endif
