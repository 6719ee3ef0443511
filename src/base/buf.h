/* SPDX-License-Identifier: MIT */
/* Owned, growing text. */
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

/* Room for extra more bytes. */
void buf_reserve(struct buf *b, size_t extra);
void buf_add(struct buf *b, struct str text);
void buf_add_c(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
/* count times the character c. */
void buf_fill(struct buf *b, char c, size_t count);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets the bytes behind len; a longer len changes nothing. */
void buf_cut(struct buf *b, size_t len);

#endif
