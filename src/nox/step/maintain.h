/* SPDX-License-Identifier: MIT */
/* Updates a cache step of this program in place. Only lines that differ change. */
#ifndef NOX_MAINTAIN_H
#define NOX_MAINTAIN_H

#include "nox/caches/caches.h"
#include "nox/step/step_text.h"

enum maintained {
	MAINTAINED_NOTHING, /* it is as wanted */
	MAINTAINED_COMMENT, /* its comment changes and nothing else */
	MAINTAINED_VALUES,
};

/* Adds the edits that update the step: its path, key and restore-keys, and its comment. Fields that
 * the step does not have (restore-keys, a comment) are not added, except those that keep runs for
 * tags from restoring. */
enum maintained maintain_step(struct edits *edits, struct expectations *expectations,
			      struct arena *arena, const struct tree *tree,
			      const struct cache *cache, const struct cache_step *wanted);

/* Gives a scalar a value, in its own style. *changed is left alone where nothing is to be done, or
 * nothing can be: a folded text has one line. */
void maintain_value(struct edits *edits, struct expectations *expectations, struct arena *arena,
		    const struct tree *tree, const struct node *node, struct str value,
		    bool *changed);

#endif
