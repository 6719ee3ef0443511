/* SPDX-License-Identifier: MIT */
/* A unified diff, told from the edits themselves: no line is shown that no edit changes. */
#ifndef OUTPUT_DIFF_H
#define OUTPUT_DIFF_H

#include "base/digest.h"
#include "output/change.h"

struct diff_options {
	bool shown;              /* to a person: each line is escaped; else the bytes are exact */
	bool color;              /* ANSI colours, where it is shown */
	bool git;                /* "diff --git", "new file mode" and "index" lines, for a patch */
	enum digest_kind format; /* the repository's object format, for the index line */
};

struct diff_count {
	size_t added;   /* lines */
	size_t deleted;
};

/* Appends the diff of a file; nothing when no line changes. */
void diff_add(struct buf *out, const struct change *change, const struct diff_options *options);

/* The hunks alone, uncoloured, without a header. */
void diff_add_hunks(struct buf *out, const struct change *change);

/* The lines "diff --git", "new file mode" and "index", uncoloured. */
void diff_add_git_header(struct buf *out, const struct change *change, enum digest_kind format);

/* How many lines the diff adds and deletes. */
void diff_count_lines(struct diff_count *count, const struct change *change);

/* The file's mode as git tells it: 0100644 where the change says none. */
unsigned diff_mode(const struct change *change);

#endif
