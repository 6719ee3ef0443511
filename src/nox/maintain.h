/* SPDX-License-Identifier: MIT */
/* Bringing a cache step that this program wrote up to date, in place: only the lines that differ. */
#ifndef NOX_MAINTAIN_H
#define NOX_MAINTAIN_H

#include "nox/caches.h"
#include "nox/step.h"

/* Adds the edits by which the step becomes what is wanted: its path, key and restore-keys, and the
 * comment above it. What the step does not have (restore-keys, a comment) is not added, but for
 * what keeps runs for tags from restoring. *changed says whether anything differs. */
void maintain_step(struct edits *edits, struct expectations *expectations, struct arena *arena,
		   const struct tree *tree, const struct cache *cache,
		   const struct cache_step *wanted, bool *changed);

#endif
