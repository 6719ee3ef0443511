/* SPDX-License-Identifier: MIT */
/* The kinds of entries that a path of a repository refers to. */
#ifndef REPOSITORY_ENTRY_H
#define REPOSITORY_ENTRY_H

#include "base/arena.h"

enum entry_kind {
	ENTRY_NONE, /* does not exist, or cannot be examined */
	ENTRY_FILE, /* a regular file */
	ENTRY_FOLDER,
	ENTRY_LINK,    /* only inside this module: links are followed */
	ENTRY_SPECIAL, /* a device, a FIFO, a socket or a submodule: never opened */
	ENTRY_OUTSIDE, /* outside the repository, or a loop of links */
};

/* What a path refers to. Texts are the repository's. */
struct entry {
	enum entry_kind kind;
	struct str path; /* where it is or (ENTRY_NONE) would be: without links, "." and ".." */
	bool linked;	 /* a link was followed to reach it */
	int error;	 /* of ENTRY_NONE: an errno */
};

struct known_entry {
	struct str name;
	enum entry_kind kind; /* ENTRY_FILE or ENTRY_FOLDER, no link */
};

/* The names in a folder, sorted bytewise. */
struct names {
	LIST(struct str) list;
	LIST(struct known_entry) known; /* those of which the store knows the kind; sorted too */
	bool whole;			/* what is not listed does not exist */
	int error;			/* an errno if it is a folder that cannot be listed */
};

#endif
