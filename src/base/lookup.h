/* SPDX-License-Identifier: MIT */
/* A hash table from text to pointers whose memory belongs to an arena. */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include "base/arena.h"

struct lookup_slot;

/* Zero-initialise. Entries are never removed. */
struct lookup {
	struct lookup_slot *slots;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* The value of a key, or NULL. */
void *lookup_get(const struct lookup *lookup, struct str key);

/* Adds a key that is not in the table yet. key is borrowed for the table's life, value is not NULL.
 * False when memory is out. */
bool lookup_put(struct lookup *lookup, struct arena *arena, struct str key, void *value);

#endif
