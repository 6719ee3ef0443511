/* SPDX-License-Identifier: MIT */
/* A growing buffer for text. Sizes are checked before they are added. */
#include "config.h"

#include "base/buf.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p ? b->p : "", b->len };
}

struct str buf_keep(const struct buf *b, struct arena *a)
{
	return arena_copy(a, buf_str(b));
}

struct str buf_give(struct buf *b, struct arena *a)
{
	struct str text = buf_str(b);

	if (b->p)
		arena_adopt(a, b->p);
	*b = (struct buf){ 0 };
	return text;
}

void buf_grow(struct buf *b, size_t extra)
{
	if (extra > SIZE_MAX / 2 - b->len - 1)
		memory_out();

	size_t cap = b->cap > 0 ? 2 * b->cap : 256;

	if (cap - b->len <= extra) /* a large piece is often the only one */
		cap = b->len + extra + 1;
	b->p = memory_grow(b->p, cap);
	b->cap = cap;
	b->p[b->len] = '\0';
}

void buf_add(struct buf *b, struct str text)
{
	if (text.len == 0)
		return;
	buf_reserve(b, text.len);
	memcpy(b->p + b->len, text.p, text.len);
	b->len += text.len;
	b->p[b->len] = '\0';
}

void buf_add_c(struct buf *b, const char *text)
{
	buf_add(b, str_from(text));
}

void buf_fill(struct buf *b, char c, size_t count)
{
	if (count == 0)
		return;
	buf_reserve(b, count);
	memset(b->p + b->len, c, count);
	b->len += count;
	b->p[b->len] = '\0';
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list arguments;

	buf_reserve(b, 1);
	va_start(arguments, format);
	int length = vsnprintf(b->p + b->len, b->cap - b->len, format, arguments);
	va_end(arguments);
	if (length < 0)
		memory_out();
	if ((size_t)length >= b->cap - b->len) {
		buf_reserve(b, (size_t)length);
		va_start(arguments, format);
		vsnprintf(b->p + b->len, b->cap - b->len, format, arguments);
		va_end(arguments);
	}
	b->len += (size_t)length;
}

void buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->p[len] = '\0';
}
