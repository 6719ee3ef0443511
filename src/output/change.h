/* SPDX-License-Identifier: MIT */
/* A change of one file. */
#ifndef OUTPUT_CHANGE_H
#define OUTPUT_CHANGE_H

#include "yaml/edit.h"

/* A file of a repository that is changed or created. All text is borrowed. */
struct change {
	struct str path;           /* relative to the repository's root, '/' between folders */
	struct str old;            /* the content as it was; empty for a created file */
	struct str text;           /* the content as it becomes */
	const struct edits *edits; /* what makes text of old, sorted; NULL for a created file */
	unsigned mode;             /* 0100644, 0100755 or 0120000; 0 counts as 0100644 */
	bool created;
};

#endif
