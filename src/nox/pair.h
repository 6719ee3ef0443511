/* SPDX-License-Identifier: MIT */
/* One more "key: value" in a map that is written already. */
#ifndef NOX_PAIR_H
#define NOX_PAIR_H

#include "yaml/verify.h"

/* Adds the edit that puts the pair after the one of the key `after` (in a flow map before it), and
 * what a parser is to find. *done is false where there is no line for it. */
void pair_add(struct edits *edits, struct expectations *expectations, struct arena *arena,
	      const struct tree *tree, const struct node *map, const char *after, struct str key,
	      struct str value, bool *done);

#endif
