/* SPDX-License-Identifier: MIT */
/* Where the files of a repository are kept: a work tree on disk, or the tree of a commit. A store
 * knows names only: it follows no links and remembers nothing. Only src/repository includes this. */
#ifndef REPOSITORY_STORE_H
#define REPOSITORY_STORE_H

#include "base/buf.h"
#include "base/diagnostic.h"
#include "repository/entry.h"

/* What a store says of one path. */
struct store_entry {
	enum entry_kind kind; /* never ENTRY_OUTSIDE */
	unsigned mode;	      /* of ENTRY_FILE: 0100644 or 0100755 */
	struct str target;    /* of ENTRY_LINK: where it leads; the arena's */
	int error;	      /* of ENTRY_NONE: an errno; ENOENT where nothing is there */
};

/* The operations of a store. Paths are relative to the root ("" is the root itself), without ".",
 * ".." and ".git"; every folder in front of the last name is one, not a link to one, and a store
 * must not follow a link that has taken its place since. */
struct store_type {
	void (*look)(struct store *store, struct arena *arena, struct str path,
		     struct store_entry *entry);
	/* The names in a folder, in any order, at most limit. */
	void (*list)(struct store *store, struct arena *arena, struct str path, size_t limit,
		     struct names *names);
	/* The bytes of a regular file, at most limit. */
	enum status (*read)(struct store *store, struct diagnostics *d, struct str path,
			    size_t limit, struct buf *out);
	void (*release)(struct store *store);
};

struct store {
	const struct store_type *type;
	bool damaged; /* what it should hold cannot be had from it */
};

#endif
