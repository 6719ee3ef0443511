/* SPDX-License-Identifier: MIT */
/* Validates records in one pass. They may come from a process that hostile input has taken over, so
 * nothing in them is trusted. */
#include "config.h"

#include "yaml/records.h"

struct level {
	enum record_kind kind;
	enum style style;
	size_t count; /* nodes in it */
};

struct checker {
	struct str bytes;
	size_t end;				 /* end of the last record with bytes of its own */
	size_t depth;				 /* open collections */
	size_t documents;			 /* documents so far */
	struct level levels[YAML_DEPTH_MAX + 1]; /* the first is the document's */
};

static bool is_inside(struct str bytes, struct range range)
{
	return range.start <= range.end && range.end <= bytes.len;
}

static bool has_byte(struct str bytes, size_t at, char c)
{
	return at < bytes.len && bytes.p[at] == c;
}

/* A name after "&" or "*". */
static bool is_named(struct str bytes, struct range range, char sign)
{
	return is_inside(bytes, range) && range.start > 0 && range.start < range.end &&
	       has_byte(bytes, range.start - 1, sign);
}

static bool properties_sound(const struct record *record, struct str bytes)
{
	if (record->anchor.end > 0 && !is_named(bytes, record->anchor, '&'))
		return false;
	return record->anchor.start <= record->anchor.end && is_inside(bytes, record->tag);
}

static bool scalar_sound(const struct record *record, struct str bytes)
{
	size_t length = record->range.end - record->range.start;
	char quote = record->style == STYLE_SINGLE ? '\'' : '"';

	/* No escape decodes to more than twice its own length. */
	if (record->text_len > YAML_SCALAR_MAX || record->text_len / 2 > length)
		return false;
	if (record->style != STYLE_SINGLE && record->style != STYLE_DOUBLE)
		return record->style < STYLE_BLOCK;
	return length >= 2 && has_byte(bytes, record->range.start, quote) &&
	       has_byte(bytes, record->range.end - 1, quote);
}

/* Counts a node in its collection. */
static bool add_node(struct checker *c)
{
	struct level *level = &c->levels[c->depth];

	level->count++;
	return c->documents > 0 && (c->depth > 0 || level->count == 1);
}

static bool open_sound(struct checker *c, const struct record *record)
{
	char bracket = record->kind == RECORD_MAP ? '{' : '[';

	if (c->depth >= YAML_DEPTH_MAX || record->style < STYLE_BLOCK || record->style > STYLE_FLOW)
		return false;
	c->levels[++c->depth] = (struct level){ .kind = record->kind, .style = record->style };
	return record->style == STYLE_BLOCK || has_byte(c->bytes, record->range.start, bracket);
}

static bool end_sound(struct checker *c, const struct record *record)
{
	const struct level *level = &c->levels[c->depth];
	bool map = record->kind == RECORD_MAP_END;

	if (c->depth == 0 || level->kind != (map ? RECORD_MAP : RECORD_SEQ) ||
	    (map && level->count % 2 != 0))
		return false;
	c->depth--;
	/* The end of a block collection may be detected only after the next key. */
	if (level->style == STYLE_BLOCK)
		return true;
	if (record->range.start < c->end)
		return false;
	c->end = record->range.end;
	return c->end > 0 && has_byte(c->bytes, c->end - 1, map ? '}' : ']');
}

static bool node_sound(struct checker *c, const struct record *record)
{
	if (record->range.start < c->end || !properties_sound(record, c->bytes) || !add_node(c))
		return false;
	c->end = record->range.end;
	if (record->kind == RECORD_SCALAR)
		return scalar_sound(record, c->bytes);
	return record->kind == RECORD_ALIAS ? is_named(c->bytes, record->range, '*')
					    : open_sound(c, record);
}

static bool record_sound(struct checker *c, const struct record *record)
{
	if (!is_inside(c->bytes, record->range))
		return false;
	switch (record->kind) {
	case RECORD_SCALAR:
	case RECORD_ALIAS:
	case RECORD_MAP:
	case RECORD_SEQ:
		return node_sound(c, record);
	case RECORD_MAP_END:
	case RECORD_SEQ_END:
		return end_sound(c, record);
	case RECORD_DOCUMENT:
		c->documents++;
		c->levels[0].count = 0;
		return c->depth == 0;
	}
	return false;
}

bool records_are_sound(const struct records *records, struct str bytes)
{
	struct checker c = { .bytes = bytes };

	if (records->list.len > YAML_RECORDS_MAX)
		return false;
	for (size_t i = 0; i < records->list.len; i++)
		if (!record_sound(&c, &records->list.at[i]))
			return false;
	return c.depth == 0;
}
