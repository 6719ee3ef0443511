/* SPDX-License-Identifier: MIT */
/* Writes a zlib stream of stored blocks in git's base 85. Stored blocks need no library, and a
 * workflow file is small. */
#include "config.h"

#include "output/binary.h"

#include <stdint.h>

enum {
	BLOCK_MAX = 0xffff, /* maximum size of a stored block (RFC 1951, 3.2.4) */
	LINE_BYTES = 52,    /* bytes per line of a binary patch */
};

static void add_byte(struct buf *out, unsigned value)
{
	buf_add_char(out, (char)(unsigned char)(value & 0xff));
}

/* RFC 1950, section 9. */
static uint32_t adler32(struct str bytes)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		a = (a + (unsigned char)bytes.p[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static void add_stored(struct buf *out, struct str bytes)
{
	uint32_t check = adler32(bytes);
	size_t done = 0;

	add_byte(out, 0x78);
	add_byte(out, 0x01);
	do {
		size_t size = bytes.len - done < BLOCK_MAX ? bytes.len - done : BLOCK_MAX;

		add_byte(out, done + size == bytes.len);
		add_byte(out, (unsigned)size);
		add_byte(out, (unsigned)size >> 8);
		add_byte(out, ~(unsigned)size);
		add_byte(out, ~(unsigned)size >> 8);
		buf_add(out, str_slice(bytes, done, done + size));
		done += size;
	} while (done < bytes.len);
	for (int shift = 24; shift >= 0; shift -= 8)
		add_byte(out, check >> shift);
}

/* Encodes each four bytes (padded with zeros) as five characters (git: base85.c). */
static void add_base85(struct buf *out, struct str bytes)
{
	static const char digits[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"!#$%&()*+-;<=>?@^_`{|}~";

	for (size_t i = 0; i < bytes.len; i += 4) {
		uint32_t value = 0;
		char group[5];

		for (size_t k = i; k < i + 4; k++)
			value = value << 8 | (k < bytes.len ? (unsigned char)bytes.p[k] : 0U);
		for (size_t k = 5; k-- > 0; value /= 85)
			group[k] = digits[value % 85];
		buf_add(out, (struct str){ group, sizeof(group) });
	}
}

static void add_literal(struct buf *out, struct str bytes)
{
	BUF_AUTO struct buf stream = { 0 };

	add_stored(&stream, bytes);
	buf_printf(out, "literal %zu\n", bytes.len);
	for (size_t at = 0; at < stream.len; at += LINE_BYTES) {
		struct str line = str_slice(buf_str(&stream), at, at + LINE_BYTES);

		buf_add_char(out, (char)(line.len <= 26 ? 'A' + (int)line.len - 1
							: 'a' + (int)line.len - 27));
		add_base85(out, line);
		buf_add_char(out, '\n');
	}
	buf_add_char(out, '\n');
}

void binary_add(struct buf *out, struct str old, struct str text)
{
	buf_add_c(out, "GIT binary patch\n");
	add_literal(out, text);
	add_literal(out, old);
}
