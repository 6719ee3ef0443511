/* SPDX-License-Identifier: MIT */
/* A record is one byte, the distance of its start from that of the one before it, and its length. The value
 * of most scalars is in the source. */
#include "config.h"

#include "yaml/packed.h"

#include <string.h>

/* The lower six bits of the first byte are kind and style, the others say where the value of a scalar is. */
enum {
	STYLE_SHIFT = 3,
	VALUE_SHIFT = 6,
	KIND_MASK = 7,
	STYLE_MASK = 7,
	KIND_PROPERTIES = 7, /* not a kind: anchor and tag of the next record */
};

enum value {
	VALUE_WHOLE, /* the range */
	VALUE_INNER, /* without its quotes */
	VALUE_OTHER, /* its length and hash follow */
};

_Static_assert((int)RECORD_DOCUMENT < (int)KIND_PROPERTIES, "each kind has a number");
_Static_assert(STYLE_FLOW < 1 << (VALUE_SHIFT - STYLE_SHIFT), "each style has a number");

/* Seven bits in each byte, the lowest first. */
static void add_number(struct buf *out, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		buf_add_char(out, (char)(0x80 | (number & 0x7f)));
	buf_add_char(out, (char)number);
}

static uint32_t take_number(struct unpacker *u)
{
	uint32_t number = 0;
	unsigned char byte;

	for (unsigned shift = 0; u->rest.len > 0 && shift < 32; shift += 7) {
		byte = (unsigned char)*u->rest.p++;
		u->rest.len--;
		number |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			break;
	}
	return number;
}

/* A distance of either sign: the lowest bit is the sign. */
static void add_distance(struct buf *out, uint32_t from, uint32_t to)
{
	add_number(out, to >= from ? (to - from) << 1 : (from - to) << 1 | 1);
}

static uint32_t take_distance(struct unpacker *u, uint32_t from)
{
	uint32_t number = take_number(u);

	return number & 1 ? from - (number >> 1) : from + (number >> 1);
}

static void add_range(struct buf *out, uint32_t from, struct short_range range)
{
	add_distance(out, from, range.start);
	add_number(out, range.end - range.start);
}

static struct short_range take_range(struct unpacker *u, uint32_t from)
{
	uint32_t start = take_distance(u, from);

	return (struct short_range){ start, start + take_number(u) };
}

static bool is_value(const struct record *record, struct str text)
{
	return text.len == record->text_len && str_quick_hash(text) == record->text_hash;
}

static struct str whole(struct str source, const struct record *record)
{
	return str_slice(source, record->range.start, record->range.end);
}

static struct str inner(struct str source, const struct record *record)
{
	struct str text = whole(source, record);

	return str_slice(text, 1, text.len > 0 ? text.len - 1 : 0);
}

static enum value find_value(const struct packer *p, const struct record *record)
{
	bool quoted = record->style == STYLE_SINGLE || record->style == STYLE_DOUBLE;

	if (record->kind != RECORD_SCALAR)
		return VALUE_WHOLE;
	if (quoted && is_value(record, inner(p->source, record)))
		return VALUE_INNER;
	return !quoted && is_value(record, whole(p->source, record)) ? VALUE_WHOLE : VALUE_OTHER;
}

void packer_add(struct packer *packer, const struct record *record)
{
	struct buf *out = &packer->out;
	enum value value = find_value(packer, record);

	if (record->anchor.end > 0 || record->tag.end > 0) {
		buf_add_char(out, KIND_PROPERTIES);
		add_range(out, packer->start, record->anchor);
		add_range(out, packer->start, record->tag);
	}
	buf_add_char(out, (char)(record->kind | record->style << STYLE_SHIFT |
				 (int)value << VALUE_SHIFT));
	add_range(out, packer->start, record->range);
	if (value == VALUE_OTHER) {
		add_number(out, record->text_len);
		buf_add(out, (struct str){ (const char *)&record->text_hash,
					   sizeof(record->text_hash) });
	}
	packer->start = record->range.start;
	packer->count++;
}

void packer_end(struct packer *packer, struct packed *packed)
{
	if (packed) {
		packed->bytes = buf_keep(&packer->out, packed->arena);
		packed->count = packer->count;
	}
	buf_release(&packer->out);
}

static void take_value(struct unpacker *u, enum value value, struct record *record)
{
	struct str text =
		value == VALUE_INNER ? inner(u->source, record) : whole(u->source, record);

	if (value != VALUE_OTHER) {
		record->text_len = (uint32_t)text.len;
		record->text_hash = str_quick_hash(text);
		return;
	}
	record->text_len = take_number(u);
	if (u->rest.len < sizeof(record->text_hash))
		return;
	memcpy(&record->text_hash, u->rest.p, sizeof(record->text_hash));
	u->rest = str_slice(u->rest, sizeof(record->text_hash), u->rest.len);
}

static unsigned char take_byte(struct unpacker *u)
{
	if (u->rest.len == 0)
		return 0;
	u->rest.len--;
	return (unsigned char)*u->rest.p++;
}

void unpacker_next(struct unpacker *unpacker, struct record *record)
{
	unsigned char first = take_byte(unpacker);

	*record = (struct record){ .kind = first & KIND_MASK };
	if (record->kind == KIND_PROPERTIES) {
		record->anchor = take_range(unpacker, unpacker->start);
		record->tag = take_range(unpacker, unpacker->start);
		first = take_byte(unpacker);
		record->kind = first & KIND_MASK;
	}
	record->style = first >> STYLE_SHIFT & STYLE_MASK;
	record->range = take_range(unpacker, unpacker->start);
	unpacker->start = record->range.start;
	if (record->kind == RECORD_SCALAR)
		take_value(unpacker, (enum value)(first >> VALUE_SHIFT), record);
}
