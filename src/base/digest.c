/* SPDX-License-Identifier: MIT */
/* The only file that includes libcrypto. Its digest functions fail only when out of memory. */
#include "config.h"

#include "base/digest.h"

#include "base/memory.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

void digest_stream_release(struct digest_stream *stream)
{
	EVP_MD_CTX_free(stream->context);
	*stream = (struct digest_stream){ 0 };
}

void digest_begin(struct digest_stream *stream, enum digest_kind kind)
{
	const EVP_MD *algorithm = kind == DIGEST_SHA1 ? EVP_sha1() : EVP_sha256();

	if (!stream->context)
		stream->context = EVP_MD_CTX_new();
	if (!stream->context || EVP_DigestInit_ex(stream->context, algorithm, NULL) != 1)
		memory_out();
}

void digest_update(struct digest_stream *stream, struct str bytes)
{
	if (bytes.len > 0 && EVP_DigestUpdate(stream->context, bytes.p, bytes.len) != 1)
		memory_out();
}

void digest_end(struct digest_stream *stream, struct digest *digest)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	if (EVP_DigestFinal_ex(stream->context, bytes, &length) != 1 || length > DIGEST_MAX_BYTES)
		memory_out();
	*digest = (struct digest){ .len = length };
	memcpy(digest->bytes, bytes, length);
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
