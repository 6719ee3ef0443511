/* SPDX-License-Identifier: MIT */
/* The changes that a run makes. */
#ifndef OUTPUT_CHANGE_H
#define OUTPUT_CHANGE_H

#include "yaml/edit.h"

struct workflow;

struct diff_count {
	size_t added; /* lines */
	size_t deleted;
};

/* A file of a repository that is changed or created. All text is borrowed. Its contents may only be looked
 * at while it is open. */
struct change {
	struct str path;	   /* relative to the root of the repository, with '/' */
	struct str old;		   /* the old content; empty for a created file */
	struct str text;	   /* the new content */
	const struct edits *edits; /* the edits from old to text, sorted; NULL for a created file */
	unsigned mode;		   /* 0100644, 0100755 or 0120000; 0 means 0100644 */
	bool created;
	const struct workflow *workflow; /* of old: hunks name its jobs; or NULL */
	void *file;			 /* the owner's */
	struct diff_count count;	 /* set by patch_look, */
	bool has_returns;		 /* and whether its hunks have lines that end in CRLF */
};

/* They are open at any time if there is no function. */
struct changes {
	LIST(struct change) list;
	void *owner;
	/* Sets the contents of a change that is not open. Returns false if they are not there any more. */
	bool (*make)(void *owner, struct change *change);
	void (*drop)(void *owner, struct change *change);
};

/* Opens a change. changes_close must follow if it returns true. */
CHECKED bool changes_open(const struct changes *changes, struct change *change);
void changes_close(const struct changes *changes, struct change *change);

#endif
