/* SPDX-License-Identifier: MIT */
/* A map from texts to numbers or pointers. */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include "base/arena.h"

struct lookup_entry;

/* Zero-initialise. Entries are allocated in the arena given to lookup_put. Keys are borrowed and
 * must live as long as the map. */
struct lookup {
	struct lookup_entry *root;
};

/* The number of a key, which may be changed in place, or NULL if the key is not in the map. */
size_t *lookup_get(const struct lookup *lookup, struct str text);
/* The number of a key, which is inserted with this number if it is new. *added, if not NULL, is set
 * to whether it was new. */
size_t *lookup_put(struct lookup *lookup, struct arena *arena, struct str text, size_t number,
		   bool *added);

/* The same for pointers: the pointer of a key, or NULL. */
void *lookup_pointer(const struct lookup *lookup, struct str text);

/* Inserts a pointer. The key must be new. */
void lookup_add_pointer(struct lookup *lookup, struct arena *arena, struct str text,
			const void *pointer);

#endif
