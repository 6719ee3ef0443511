/* SPDX-License-Identifier: MIT */
/* The only file that includes libcrypto. Its plain functions for each digest are used, not EVP: they
 * need nothing else of the library, so that a static one adds 40 kB and no time to the program, where
 * loading the whole takes longer than planning a workflow. OpenSSL 3 calls them deprecated. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "config.h"

#include "base/digest.h"

#include "base/memory.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct digest_context {
	enum digest_kind kind;
	union {
		SHA_CTX sha1;
		SHA256_CTX sha256;
	} of;
};

void digest_stream_release(struct digest_stream *stream)
{
	free(stream->context);
	*stream = (struct digest_stream){ 0 };
}

/* They fail only for a context that is none. */
static void check(int done)
{
	if (done != 1)
		abort();
}

void digest_begin(struct digest_stream *stream, enum digest_kind kind)
{
	if (!stream->context)
		stream->context = memory_alloc(1, sizeof(*stream->context));
	stream->context->kind = kind;
	check(kind == DIGEST_SHA1 ? SHA1_Init(&stream->context->of.sha1)
				  : SHA256_Init(&stream->context->of.sha256));
}

void digest_update(struct digest_stream *stream, struct str bytes)
{
	struct digest_context *context = stream->context;

	if (bytes.len == 0)
		return;
	check(context->kind == DIGEST_SHA1
		      ? SHA1_Update(&context->of.sha1, bytes.p, bytes.len)
		      : SHA256_Update(&context->of.sha256, bytes.p, bytes.len));
}

void digest_end(struct digest_stream *stream, struct digest *digest)
{
	struct digest_context *context = stream->context;

	*digest = (struct digest){ .len = digest_hex_length(context->kind) / 2 };
	check(context->kind == DIGEST_SHA1 ? SHA1_Final(digest->bytes, &context->of.sha1)
					   : SHA256_Final(digest->bytes, &context->of.sha256));
}

void digest_of(struct digest *digest, enum digest_kind kind, struct str bytes)
{
	DIGEST_STREAM_AUTO struct digest_stream stream = { 0 };

	digest_begin(&stream, kind);
	digest_update(&stream, bytes);
	digest_end(&stream, digest);
}

void digest_blob(struct digest *digest, enum digest_kind kind, struct str bytes)
{
	DIGEST_STREAM_AUTO struct digest_stream stream = { 0 };
	char header[32];
	int length = snprintf(header, sizeof(header), "blob %zu", bytes.len);

	digest_begin(&stream, kind);
	digest_update(&stream, (struct str){ header, (size_t)length + 1 });
	digest_update(&stream, bytes);
	digest_end(&stream, digest);
}

void digest_hex(const struct digest *digest, char hex[DIGEST_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < digest->len; i++) {
		hex[2 * i] = digits[digest->bytes[i] >> 4];
		hex[2 * i + 1] = digits[digest->bytes[i] & 15];
	}
	hex[2 * digest->len] = '\0';
}

size_t digest_hex_length(enum digest_kind kind)
{
	return kind == DIGEST_SHA1 ? 40 : 64;
}
