/* SPDX-License-Identifier: MIT */
/* Adds a "key: value" pair to an existing map. */
#ifndef NOX_PAIR_H
#define NOX_PAIR_H

#include "yaml/verify.h"

/* Adds the edit that inserts the pair after the one with the key `after` (in a flow map before it),
 * and the expectation for the parser. *done is false if there is no line for it. */
void pair_add(struct edits *edits, struct expectations *expectations, struct arena *arena,
	      const struct tree *tree, const struct node *map, const char *after, struct str key,
	      struct str value, bool *done);

#endif
