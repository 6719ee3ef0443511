/* SPDX-License-Identifier: MIT */
/* Updates a cache step of this program in place. Only lines that differ change. */
#ifndef NOX_MAINTAIN_H
#define NOX_MAINTAIN_H

#include "nox/caches.h"
#include "nox/step.h"

/* Adds the edits that update the step: its path, key and restore-keys, and its comment. Fields that
 * the step does not have (restore-keys, a comment) are not added, except those that keep runs for
 * tags from restoring. *changed: whether anything differs. */
void maintain_step(struct edits *edits, struct expectations *expectations, struct arena *arena,
		   const struct tree *tree, const struct cache *cache,
		   const struct cache_step *wanted, bool *changed);

#endif
