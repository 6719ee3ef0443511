/* SPDX-License-Identifier: MIT */
/* A growing buffer that owns its text. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

/* Zero-initialise. p is NUL-terminated whenever it is not NULL; len does not count that NUL. */
struct buf {
	char *p;
	size_t len;
	size_t cap;
};

void buf_release(struct buf *b);
#define BUF_AUTO __attribute__((cleanup(buf_release)))

/* The content, borrowed until the next write. */
struct str buf_str(const struct buf *b);

/* A copy of the content in an arena. */
struct str buf_keep(const struct buf *b, struct arena *a);

/* The content itself, which becomes the arena's; the buffer is empty then. */
struct str buf_give(struct buf *b, struct arena *a);

/* For buf_reserve alone. */
void buf_grow(struct buf *b, size_t extra);
/* Makes space for extra more bytes. */
static inline void buf_reserve(struct buf *b, size_t extra)
{
	if (b->cap - b->len <= extra)
		buf_grow(b, extra);
}

void buf_add(struct buf *b, struct str text);
void buf_add_c(struct buf *b, const char *text);
static inline void buf_add_char(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}

/* Appends the character c count times. */
void buf_fill(struct buf *b, char c, size_t count);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Drops the bytes after len. Does nothing if the text is shorter. */
void buf_cut(struct buf *b, size_t len);

#endif
