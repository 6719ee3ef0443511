/* SPDX-License-Identifier: MIT */
/* SHA-1 and SHA-256 digests, and git's object ids. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/str.h"

enum digest_kind {
	DIGEST_SHA1,
	DIGEST_SHA256,
};

enum {
	DIGEST_MAX_BYTES = 32,
	DIGEST_HEX_SIZE = 2 * DIGEST_MAX_BYTES + 1, /* any digest in hex, and a NUL */
};

struct digest {
	unsigned char bytes[DIGEST_MAX_BYTES];
	size_t len; /* 20 or 32 */
};

/* A digest that is computed piece by piece. Zero-initialise. */
struct digest_stream {
	struct digest_context *context;
};

void digest_stream_release(struct digest_stream *stream);
#define DIGEST_STREAM_AUTO __attribute__((cleanup(digest_stream_release)))

/* Call this first. It may be called again to start a new digest. */
void digest_begin(struct digest_stream *stream, enum digest_kind kind);
void digest_update(struct digest_stream *stream, struct str bytes);
void digest_end(struct digest_stream *stream, struct digest *digest);

/* The same in one call. */
void digest_of(struct digest *digest, enum digest_kind kind, struct str bytes);
/* The id of a blob in a git repository of that object format: the digest of "blob <length>\0"
 * and the bytes (git: Documentation/technical/hash-function-transition). */
void digest_blob(struct digest *digest, enum digest_kind kind, struct str bytes);

/* Lower-case hexadecimal, NUL-terminated. */
void digest_hex(const struct digest *digest, char hex[DIGEST_HEX_SIZE]);
/* Number of hexadecimal characters: 40 or 64. */
size_t digest_hex_length(enum digest_kind kind);

#endif
