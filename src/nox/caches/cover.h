/* SPDX-License-Identifier: MIT */
/* Which caches of a job contain which folders. A cache contains a folder if it names the folder or
 * one of its parents; naming a folder inside it does not count. */
#ifndef NOX_COVER_H
#define NOX_COVER_H

#include "base/lookup.h"
#include "nox/caches/caches.h"

/* The caches of a job before a step. Initialise caches. */
struct cover {
	const struct caches *caches;
	size_t next;	       /* number of the first cache that is not yet in folders */
	struct lookup folders; /* each with the number of the last cache that names it */
};

/* The last cache before the step (its index) that restores the folder, or NULL. Call it for steps
 * in their order. */
const struct cache *cover_find(struct cover *cover, struct arena *arena, size_t step,
			       struct folder folder);

/* For each cache, the number of the first of the folders that it contains, or STR_NONE; the
 * arena's. A folder whose p is NULL is skipped. */
const size_t *cover_first(struct arena *arena, const struct caches *caches,
			  const struct str *folders, size_t count);

#endif
