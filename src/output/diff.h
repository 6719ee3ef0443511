/* SPDX-License-Identifier: MIT */
/* Writes unified diffs from edits: only lines that an edit changes are shown as changed. */
#ifndef OUTPUT_DIFF_H
#define OUTPUT_DIFF_H

#include "base/digest.h"
#include "output/change.h"
#include "output/outlet.h"

struct diff_options {
	bool shown;		 /* for display: escape each line; otherwise keep the exact bytes */
	bool color;		 /* use ANSI colours, if shown */
	bool git;		 /* "diff --git", "new file mode" and "index" lines, for a patch */
	enum digest_kind format; /* the repository's object format, for the index line */
	struct outlet outlet;
};

/* Appends the diff of a file; nothing if no line changes. */
void diff_add(struct buf *out, const struct change *change, const struct diff_options *options);

/* Appends only the hunks, without header and colours. */
void diff_add_hunks(struct buf *out, const struct change *change);

/* Appends the lines "diff --git", "new file mode" and "index", without colours. */
void diff_add_git_header(struct buf *out, const struct change *change, enum digest_kind format);

/* Counts the lines that the diff adds and deletes. */
void diff_count_lines(struct diff_count *count, const struct change *change);

/* The mode of the file as in git; 0100644 if the change has none. */
unsigned diff_mode(const struct change *change);

#endif
