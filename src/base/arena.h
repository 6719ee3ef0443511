/* SPDX-License-Identifier: MIT */
/* Arenas: memory that is allocated in pieces and freed as a whole. There is one arena per input
 * file. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdint.h>

struct arena_chunk;
struct arena_block;

/* What objects are made of: none is a long double. */
union arena_object {
	void *pointer;
	unsigned long long number;
	double fraction;
};

/* Zero-initialise. */
struct arena {
	struct arena_chunk *chunks; /* the newest first */
	union arena_object *next;   /* what is left of it, */
	size_t left;		    /* in objects */
	struct arena_block *blocks; /* memory of others that it frees too */
};

/* Frees all. The arena is empty then. */
void arena_release(struct arena *a);
/* Frees what was allocated, and keeps memory for the next: for what is needed only during one step of a
 * loop. */
void arena_clear(struct arena *a);
#define ARENA_AUTO __attribute__((cleanup(arena_release)))

/* Memory for arena_take from a new chunk. */
void *arena_grow(struct arena *a, size_t count, size_t size);

/* Memory for count objects of size bytes (not 0), which the caller fills; never NULL. */
static inline void *arena_take(struct arena *a, size_t count, size_t size)
{
	const size_t unit = sizeof(union arena_object);
	void *p = a->next;

	if (count >= a->left * unit / size) /* the first of no objects also needs a chunk */
		return arena_grow(a, count, size);
	a->next += (count * size + unit - 1) / unit;
	a->left -= (count * size + unit - 1) / unit;
	return p;
}

/* The same, zeroed: what nobody asks for is not touched. */
static inline void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	return memset(arena_take(a, count, size), 0, count * size);
}
#define arena_new(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))

/* Frees memory of malloc(3) with the arena. */
void arena_adopt(struct arena *a, void *memory);

/* Whether the object is memory that the arena handed out; it does not look at what it adopted. */
bool arena_holds(const struct arena *a, const void *object);

/* A copy of text, NUL-terminated. */
struct str arena_copy(struct arena *a, struct str text);
/* A copy with its ASCII letters in lower case. */
struct str arena_lower(struct arena *a, struct str text);
/* The texts one after the other, NUL-terminated. */
struct str arena_join(struct arena *a, struct str first, struct str second, struct str third);
/* Formatted text, NUL-terminated. */
struct str arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A growing array whose memory belongs to an arena: LIST(struct step) steps; */
#define LIST(type)                                                                                 \
	struct {                                                                                   \
		type *at;                                                                          \
		uint32_t len;                                                                      \
		uint32_t cap;                                                                      \
	}

/* Appends an item. */
#define list_add(a, list, ...)                                                                     \
	((list)->len < (list)->cap                                                                 \
		 ? (void)0                                                                         \
		 : list_grow((a), &(list)->at, (list)->len, &(list)->cap, sizeof(*(list)->at)),    \
	 (list)->at[(list)->len] = (__VA_ARGS__), (void)(list)->len++)

/* Makes space for count items in all, where their number is known: a list that grows leaves its smaller
 * arrays behind. */
#define list_reserve(a, list, count)                                                               \
	list_resize((a), &(list)->at, (list)->len, &(list)->cap, sizeof(*(list)->at), (count))

/* Keeps the first count items of a list that has at least as many. */
#define list_cut(list, count) ((void)((list)->len = (uint32_t)(count)))

/* For list_add and list_reserve: at points to the list's pointer. */
void list_grow(struct arena *a, void *at, uint32_t len, uint32_t *cap, size_t size);
void list_resize(struct arena *a, void *at, uint32_t len, uint32_t *cap, size_t size, size_t count);

#endif
