/* SPDX-License-Identifier: MIT */
/* Chunked bump allocation. Memory is handed out once. Chunks begin small, as most files are, and grow. */
#include "config.h"

#include "base/arena.h"

#include "base/ascii.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK_MIN = 1200,
	CHUNK_MAX = 256 * 1024,
	/* Gets a chunk of its own. A sanitizer is to see who keeps a pointer into a list that grows. */
	OBJECT_LARGE = SANITIZED ? 256 : 64 * 1024,
};

enum {
	LIST_FIRST = 128, /* the bytes that a list begins with: most lists stay short */
	LIST_LONG = 16 * 1024,
};

struct arena_chunk {
	struct arena_chunk *next;
	size_t cap;   /* in bytes, */
	size_t total; /* and with those of the chunks that were the newest before it */
	union arena_object objects[];
};

struct arena_block {
	struct arena_block *next;
	void *memory;
};

void arena_release(struct arena *a)
{
	size_t freed = 0;

	for (; a->blocks; a->blocks = a->blocks->next)
		free(a->blocks->memory);
	while (a->chunks) {
		struct arena_chunk *next = a->chunks->next;

		freed += a->chunks->cap;
		free(a->chunks);
		a->chunks = next;
	}
	*a = (struct arena){ NULL };
	memory_give_back(freed);
}

void arena_clear(struct arena *a)
{
	struct arena_chunk *newest = a->chunks;

	/* A sanitizer is to see what is used later. */
	if (!newest || newest->cap > CHUNK_MAX || SANITIZED) {
		arena_release(a);
		return;
	}
	a->chunks = newest->next;
	arena_release(a);
	newest->next = NULL;
	*a = (struct arena){ .chunks = newest,
			     .next = newest->objects,
			     .left = newest->cap / sizeof(union arena_object) };
}

static struct arena_chunk *chunk_new(struct arena_chunk *next, size_t cap)
{
	struct arena_chunk *chunk;

	if (cap > SIZE_MAX - sizeof(*chunk))
		memory_out();
	chunk = memory_grow(NULL, sizeof(*chunk) + cap);
	*chunk = (struct arena_chunk){ .next = next, .cap = cap, .total = cap };
	if (next)
		chunk->total += next->total;
	return chunk;
}

void *arena_grow(struct arena *a, size_t count, size_t size)
{
	const size_t unit = sizeof(union arena_object);
	size_t usual = a->chunks ? a->chunks->total * 2 / 3 : CHUNK_MIN;
	size_t units;

	if (count > SIZE_MAX / 2 / size)
		memory_out();
	units = (count * size + unit - 1) / unit;
	if (usual < CHUNK_MIN)
		usual = CHUNK_MIN;
	if (usual > CHUNK_MAX)
		usual = CHUNK_MAX;
	/* A chunk made for one large object must not hide what is left of the current one. */
	if ((units * unit > usual || units * unit >= OBJECT_LARGE) && a->chunks) {
		a->chunks->next = chunk_new(a->chunks->next, units * unit);
		return a->chunks->next->objects;
	}
	a->chunks = chunk_new(a->chunks, units * unit > usual ? units * unit : usual);
	a->next = a->chunks->objects + units;
	a->left = a->chunks->cap / unit - units;
	return a->chunks->objects;
}

bool arena_holds(const struct arena *a, const void *object)
{
	uintptr_t at = (uintptr_t)object;

	for (const struct arena_chunk *chunk = a->chunks; chunk; chunk = chunk->next)
		if (at >= (uintptr_t)chunk->objects && at - (uintptr_t)chunk->objects < chunk->cap)
			return true;
	return false;
}

void arena_adopt(struct arena *a, void *memory)
{
	struct arena_block *block = arena_new(a, struct arena_block);

	*block = (struct arena_block){ .next = a->blocks, .memory = memory };
	a->blocks = block;
}

struct str arena_copy(struct arena *a, struct str text)
{
	char *p = arena_take(a, text.len == SIZE_MAX ? text.len : text.len + 1, 1);

	if (text.len > 0)
		memcpy(p, text.p, text.len);
	p[text.len] = '\0';
	return (struct str){ p, text.len };
}

struct str arena_lower(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.len, 1);

	for (size_t i = 0; i < text.len; i++)
		p[i] = ascii_lower(text.p[i]);
	return (struct str){ p, text.len };
}

struct str arena_join(struct arena *a, struct str first, struct str second, struct str third)
{
	const struct str parts[] = { first, second, third };
	size_t length = 0;
	char *p;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].len >= SIZE_MAX - length)
			memory_out();
		else
			length += parts[i].len;
	p = arena_take(a, length + 1, 1);
	length = 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].len > 0)
			memcpy(p + length, parts[i].p, parts[i].len);
		length += parts[i].len;
	}
	p[length] = '\0';
	return (struct str){ p, length };
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	char text[128];
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);

	if (length < 0)
		memory_out();
	if ((size_t)length < sizeof(text))
		return arena_copy(a, (struct str){ text, (size_t)length });

	char *p = arena_take(a, (size_t)length + 1, 1);

	va_start(arguments, format);
	vsnprintf(p, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return (struct str){ p, (size_t)length };
}

/* A list that is the newest object of the arena grows in place. */
static bool extend(struct arena *a, const void *old, size_t before, size_t after)
{
	const size_t unit = sizeof(union arena_object);
	const union arena_object *object = old;
	size_t units = (before + unit - 1) / unit, more = (after + unit - 1) / unit - units;

	if (!old || object + units != a->next || more > a->left)
		return false;
	a->next += more;
	a->left -= more;
	return true;
}

/* An array that has a chunk of its own grows with it, or is NULL. */
static void *regrow(struct arena *a, const void *old, size_t before, size_t after)
{
	struct arena_chunk **at = a->chunks && old ? &a->chunks->next : NULL;

	while (at && *at && (const void *)(*at)->objects != old)
		at = &(*at)->next;
	if (!at || !*at || (*at)->cap - before >= sizeof(union arena_object))
		return NULL;
	*at = memory_grow(*at, sizeof(**at) + after);
	(*at)->cap = after;
	return (*at)->objects;
}

void list_resize(struct arena *a, void *at, uint32_t len, uint32_t *cap, size_t size, size_t count)
{
	void *p, *old;

	if (count <= *cap)
		return;
	if (count > UINT32_MAX || count > SIZE_MAX / 2 / size)
		memory_out();
	memcpy(&old, at, sizeof(old));
	if (!extend(a, old, *cap * size, count * size)) {
		p = *cap * size < OBJECT_LARGE ? NULL : regrow(a, old, *cap * size, count * size);
		if (!p) {
			p = arena_take(a, count, size);
			if (len > 0)
				memcpy(p, old, len * size);
		}
		memcpy(at, &p, sizeof(p));
	}
	*cap = (uint32_t)count;
}

void list_grow(struct arena *a, void *at, uint32_t len, uint32_t *cap, size_t size)
{
	size_t more = size < LIST_FIRST ? LIST_FIRST / size : 1;

	if (*cap > 0) /* untouched memory costs less than the arrays left behind */
		more = *cap * (*cap * size < LIST_LONG ? (size_t)2 : 4);
	list_resize(a, at, len, cap, size, more);
}
