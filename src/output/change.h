/* SPDX-License-Identifier: MIT */
/* A change of one file. */
#ifndef OUTPUT_CHANGE_H
#define OUTPUT_CHANGE_H

#include "yaml/edit.h"

struct workflow;

/* A file of a repository that is changed or created. All text is borrowed. */
struct change {
	struct str path;	   /* relative to the root of the repository, with '/' */
	struct str old;		   /* the old content; empty for a created file */
	struct str text;	   /* the new content */
	const struct edits *edits; /* the edits from old to text, sorted; NULL for a created file */
	unsigned mode;		   /* 0100644, 0100755 or 0120000; 0 means 0100644 */
	bool created;
	const struct workflow *workflow; /* of old: hunks name its jobs; or NULL */
};

struct changes {
	LIST(struct change) list;
};

#endif
