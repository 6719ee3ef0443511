/* SPDX-License-Identifier: MIT */
/* Which of a job's caches hold which folders. A cache holds a folder where it names it or one around
 * it; a folder inside does not count. */
#ifndef NOX_COVER_H
#define NOX_COVER_H

#include "base/lookup.h"
#include "nox/caches.h"

/* The caches of a job in front of a step. Initialise caches. */
struct cover {
	const struct caches *caches;
	size_t next;	       /* number of the first cache that is not in folders yet */
	struct lookup folders; /* each with the number of the last cache that names it */
};

/* The last cache in front of the step (its index) that restores the folder, or NULL. To be
 * asked for steps in their order. */
const struct cache *cover_of(struct cover *cover, struct arena *arena, size_t step,
			     struct folder folder);

/* For each cache the number of the first of the folders that it holds, or STR_NONE; the arena's. A
 * folder whose p is NULL is passed over. */
const size_t *cover_first(struct arena *arena, const struct caches *caches,
			  const struct str *folders, size_t count);

#endif
