/* SPDX-License-Identifier: MIT */
/* Chunked bump allocation. Memory is handed out once, and cleared when it is, so that what nobody asks
 * for is not touched. Chunks begin small, as most files are, and grow. */
#include "config.h"

#include "base/arena.h"

#include "base/ascii.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What objects are made of. */
union arena_object {
	void *pointer;
	unsigned long long number;
	double fraction;
};

enum {
	CHUNK_MIN = 8 * 1024,
	CHUNK_MAX = 256 * 1024,
	ALIGNMENT = _Alignof(union arena_object),
};

struct arena_chunk {
	struct arena_chunk *next;
	size_t used;
	size_t cap;
	union arena_object bytes[];
};

void arena_release(struct arena *a)
{
	while (a->chunks) {
		struct arena_chunk *next = a->chunks->next;

		free(a->chunks);
		a->chunks = next;
	}
}

static struct arena_chunk *chunk_new(struct arena *a, size_t bytes)
{
	size_t usual = a->chunks ? 2 * a->chunks->cap : CHUNK_MIN;
	size_t cap;
	struct arena_chunk *chunk;

	if (usual > CHUNK_MAX)
		usual = CHUNK_MAX;
	cap = bytes > usual ? bytes : usual;
	if (cap > SIZE_MAX - sizeof(*chunk))
		memory_out();
	chunk = memory_grow(NULL, sizeof(*chunk) + cap);
	chunk->cap = cap;
	chunk->used = 0;
	/* A chunk made for one large object must not hide the room left in the current one. */
	if (a->chunks && bytes > usual) {
		chunk->next = a->chunks->next;
		a->chunks->next = chunk;
	} else {
		chunk->next = a->chunks;
		a->chunks = chunk;
	}
	return chunk;
}

/* Memory that the caller fills. */
static void *alloc_uncleared(struct arena *a, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / 2 / size)
		memory_out();

	size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	struct arena_chunk *chunk = a->chunks;

	if (!chunk || chunk->cap - chunk->used < bytes)
		chunk = chunk_new(a, bytes);

	void *p = (char *)chunk->bytes + chunk->used;

	chunk->used += bytes;
	return p;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	return memset(alloc_uncleared(a, count, size), 0, count * size);
}

struct str arena_copy(struct arena *a, struct str text)
{
	char *p = alloc_uncleared(a, text.len == SIZE_MAX ? text.len : text.len + 1, 1);

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
	p = alloc_uncleared(a, length + 1, 1);
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

	char *p = alloc_uncleared(a, (size_t)length + 1, 1);

	va_start(arguments, format);
	vsnprintf(p, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return (struct str){ p, (size_t)length };
}

void list_grow(struct arena *a, void *at, size_t len, size_t *cap, size_t size)
{
	size_t more = *cap > 0 ? *cap * 2 : 8;
	void *p = alloc_uncleared(a, more, size);
	void *old;

	memcpy(&old, at, sizeof(old));
	if (len > 0)
		memcpy(p, old, len * size);
	memcpy(at, &p, sizeof(p));
	*cap = more;
}
