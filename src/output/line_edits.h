/* SPDX-License-Identifier: MIT */
/* Converts edits of bytes to changes of lines. */
#ifndef OUTPUT_LINE_EDITS_H
#define OUTPUT_LINE_EDITS_H

#include "base/source.h"
#include "output/change.h"

/* Lines of the old text (0-based) and the lines of the new text that replace them; either may be
 * empty. Between two pieces there is at least one common line. */
struct line_edit {
	struct short_range old;
	struct short_range new;
};

struct line_edits {
	struct source old;
	struct source new;
	size_t old_lines; /* number of lines; 0 for an empty text */
	size_t new_lines;
	LIST(struct line_edit) list;
	const struct workflow *workflow; /* the change's */
	struct arena scratch;		 /* of one group; empty afterwards */
};

/* Fills *pieces; all but the texts of the change is the arena's. */
void line_edits_read(struct line_edits *pieces, struct arena *arena, const struct change *change);

/* The bytes of lines [start, end) of a text. */
struct str lines_of(const struct source *source, struct range lines);

#endif
