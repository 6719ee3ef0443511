/* SPDX-License-Identifier: MIT */
/* Texts by which something is found again: the number or pointer that was put in under a text. */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include "base/arena.h"

struct lookup_entry;

/* Zero-initialise. The entries belong to the arena that lookup_put is given; the texts are borrowed
 * and must live as long. */
struct lookup {
	struct lookup_entry *root;
};

/* The number under a text, which may be changed in place; NULL where there is none. */
size_t *lookup_get(const struct lookup *lookup, struct str text);

/* The number under a text, which is put in where the text is new; *added, if not NULL, says whether
 * it is. */
size_t *lookup_put(struct lookup *lookup, struct arena *arena, struct str text, size_t number,
		   bool *added);

/* The same for pointers: the one under a text, or NULL. */
void *lookup_pointer(const struct lookup *lookup, struct str text);

/* Puts a pointer in under a text that has none yet. */
void lookup_add_pointer(struct lookup *lookup, struct arena *arena, struct str text,
			const void *pointer);

#endif
