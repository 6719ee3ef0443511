/* SPDX-License-Identifier: MIT */
/* Edits of a text: ranges of the original and their replacements, applied in one pass. */
#ifndef YAML_EDIT_H
#define YAML_EDIT_H

#include "base/buf.h"
#include "base/diagnostic.h"

/* Replaces the bytes of range (in the original text) with text. An empty range inserts. */
struct edit {
	struct range range;
	struct str text; /* borrowed; lives as long as the edit */
};

struct edits {
	LIST(struct edit) list;
};

/* Sorts the edits by range. Edits of the same range keep the order of addition. Returns false if two edits
 * overlap or one is outside a text of length bytes. */
bool edits_sort(struct edits *edits, size_t length);

/* Appends the edited text to *out. The edits must be sorted. */
void edits_apply(struct str old, const struct edits *edits, struct buf *out);

/* Makes the texts of the edits those in the text that edits_apply made of them, so that their own memory
 * can be freed. */
void edits_settle(struct edits *edits, struct str now);

#endif
