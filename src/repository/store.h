/* SPDX-License-Identifier: MIT */
/* The storage of a repository: a work tree on disk, or the tree of a commit. A store follows no
 * links and caches nothing. Only src/repository includes this. */
#ifndef REPOSITORY_STORE_H
#define REPOSITORY_STORE_H

#include "base/buf.h"
#include "base/diagnostic.h"
#include "repository/entry.h"

/* What a store reports for a path. */
struct store_entry {
	enum entry_kind kind; /* never ENTRY_OUTSIDE */
	struct str target;    /* of ENTRY_LINK: its target; the arena's */
	int error;	      /* of ENTRY_NONE: an errno; ENOENT if it does not exist */
};

/* The operations of a store. Paths are relative to the root ("" is the root), without ".", ".." and
 * ".git". Every folder before the last name was a folder, not a link to one; a store must not
 * follow a link that has replaced it since. */
struct store_type {
	void (*look)(struct store *store, struct arena *arena, struct str path,
		     struct store_entry *entry);
	/* The names in a folder, in any order, at most limit of them. No file need be known. An error if
	 * it is no folder. It is not asked again after it answered. */
	void (*list)(struct store *store, struct arena *arena, struct str path, size_t limit,
		     struct names *names);
	/* The bytes of a regular file, at most limit, and its mode, as in an entry. */
	enum status (*read)(struct store *store, struct diagnostics *d, struct str path,
			    size_t limit, struct buf *out, unsigned *mode);
	void (*release)(struct store *store);
};

struct store {
	const struct store_type *type;
	bool damaged; /* its content is damaged */
};

#endif
