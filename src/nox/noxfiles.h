/* SPDX-License-Identifier: MIT */
/* The noxfiles of a repository, each read once for a workflow file. */
#ifndef NOX_NOXFILES_H
#define NOX_NOXFILES_H

#include "nox/noxfile.h"

struct noxfile_entry {
	struct str path;
	const struct noxfile *noxfile; /* NULL: it cannot be seen */
};

struct noxfiles {
	LIST(struct noxfile_entry) list;
};

/* The noxfile at a path relative to the repository's root (a folder on disk), or NULL where it is
 * not there or cannot be read. NULL also when memory is out (the arena has then failed). */
const struct noxfile *noxfiles_get(struct noxfiles *noxfiles, struct arena *arena, const char *root,
				   struct str path);

#endif
