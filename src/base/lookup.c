/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing; at most half of the slots are used. The keys are a
 * stranger's, so their hash starts from a number that the stranger cannot know. */
#include "config.h"

#include "base/lookup.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <sys/auxv.h>
#endif

enum { CAPACITY_FIRST = 16 };

struct lookup_slot {
	struct str key;
	void *value; /* NULL: the slot is free */
};

static uint64_t seed(void)
{
	static uint64_t number;

	if (number == 0) {
#ifdef __linux__
		const void *random = (const void *)getauxval(AT_RANDOM); /* 16 bytes for each process */

		if (random)
			memcpy(&number, random, sizeof(number));
#else
		arc4random_buf(&number, sizeof(number));
#endif
		number |= 1;
	}
	return number;
}

static uint64_t hash_of(struct str key)
{
	uint64_t hash = 0xcbf29ce484222325ULL ^ seed();

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 0x100000001b3ULL;
	return hash ^ (hash >> 32);
}

/* The slot of a key, or the free one where it would be. */
static struct lookup_slot *slot_of(const struct lookup *lookup, struct str key)
{
	size_t at = (size_t)hash_of(key) & (lookup->capacity - 1);

	while (lookup->slots[at].value && !str_eq(lookup->slots[at].key, key))
		at = (at + 1) & (lookup->capacity - 1);
	return &lookup->slots[at];
}

void *lookup_get(const struct lookup *lookup, struct str key)
{
	return lookup->capacity > 0 ? slot_of(lookup, key)->value : NULL;
}

static bool grow(struct lookup *lookup, struct arena *arena)
{
	struct lookup larger = { .capacity = lookup->capacity > 0 ? lookup->capacity * 2
								: CAPACITY_FIRST };

	larger.slots = arena_alloc(arena, larger.capacity, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < lookup->capacity; i++)
		if (lookup->slots[i].value)
			*slot_of(&larger, lookup->slots[i].key) = lookup->slots[i];
	larger.count = lookup->count;
	*lookup = larger;
	return true;
}

bool lookup_put(struct lookup *lookup, struct arena *arena, struct str key, void *value)
{
	if (lookup->count * 2 >= lookup->capacity && !grow(lookup, arena))
		return false;
	*slot_of(lookup, key) = (struct lookup_slot){ key, value };
	lookup->count++;
	return true;
}
