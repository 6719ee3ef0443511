/* SPDX-License-Identifier: MIT */
/* What a path of a repository leads to. */
#ifndef REPOSITORY_ENTRY_H
#define REPOSITORY_ENTRY_H

#include "base/arena.h"

enum entry_kind {
	ENTRY_NONE,    /* nothing is there, or it cannot be looked at */
	ENTRY_FILE,    /* a regular file */
	ENTRY_FOLDER,
	ENTRY_LINK,    /* only inside this module: a link is followed */
	ENTRY_SPECIAL, /* a device, a FIFO, a socket, a submodule: never opened */
	ENTRY_OUTSIDE, /* the path leads out of the repository, or round in circles */
};

/* What a path leads to. Texts are the repository's. */
struct entry {
	enum entry_kind kind;
	struct str path; /* where it is, or of ENTRY_NONE would be: without links, "." and ".." */
	bool linked;	 /* a link was followed on the way */
	unsigned mode;	 /* of a file, as git has it: 0100644 or 0100755 */
	int error;	 /* of ENTRY_NONE: an errno */
};

/* Names in a folder, sorted by their bytes. */
struct names {
	LIST(struct str) list;
	int error; /* an errno where it is a folder and cannot be listed */
};

#endif
