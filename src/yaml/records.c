/* SPDX-License-Identifier: MIT */
/* Validates records one by one. They may come from a process that hostile input has taken over, so
 * nothing in them is trusted. */
#include "config.h"

#include "yaml/records.h"

#include "yaml/worker.h"

#include <stdatomic.h>
#include <string.h>

enum { PASSED_RECORDS = 2 * 1024 };

static bool is_inside(const struct edited *text, struct short_range range)
{
	return range.start <= range.end && range.end <= text->len;
}

static bool has_byte(struct edited *text, size_t at, char c)
{
	return at < text->len && edited_byte(text, at) == c;
}

/* A name after "&" or "*". */
static bool is_named(struct edited *text, struct short_range range, char sign)
{
	return is_inside(text, range) && range.start > 0 && range.start < range.end &&
	       has_byte(text, range.start - 1, sign);
}

static bool properties_sound(const struct record *record, struct edited *text)
{
	if (record->anchor.end > 0 && !is_named(text, record->anchor, '&'))
		return false;
	return record->anchor.start <= record->anchor.end && is_inside(text, record->tag);
}

static bool scalar_sound(const struct record *record, struct edited *text)
{
	uint32_t length = record->range.end - record->range.start;
	char quote = record->style == STYLE_SINGLE ? '\'' : '"';

	/* No escape decodes to more than twice its own length. */
	if (record->text_len > YAML_SCALAR_MAX || record->text_len / 2 > length)
		return false;
	if (record->style != STYLE_SINGLE && record->style != STYLE_DOUBLE)
		return record->style < STYLE_BLOCK;
	return length >= 2 && has_byte(text, record->range.start, quote) &&
	       has_byte(text, record->range.end - 1, quote);
}

/* Counts a node in its collection. */
static bool add_node(struct records *c)
{
	struct records_level *level = &c->levels[c->depth];

	level->count++;
	return c->documents > 0 && (c->depth > 0 || level->count == 1);
}

static bool open_sound(struct records *c, const struct record *record)
{
	char bracket = record->kind == RECORD_MAP ? '{' : '[';

	if (c->depth >= YAML_DEPTH_MAX || record->style < STYLE_BLOCK || record->style > STYLE_FLOW)
		return false;
	c->levels[++c->depth] =
		(struct records_level){ .kind = record->kind, .style = record->style };
	return record->style == STYLE_BLOCK || has_byte(&c->text, record->range.start, bracket);
}

static bool end_sound(struct records *c, const struct record *record)
{
	const struct records_level *level = &c->levels[c->depth];
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
	return c->end > 0 && has_byte(&c->text, c->end - 1, map ? '}' : ']');
}

static bool node_sound(struct records *c, const struct record *record)
{
	if (record->range.start < c->end || !properties_sound(record, &c->text) || !add_node(c))
		return false;
	c->end = record->range.end;
	if (record->kind == RECORD_SCALAR)
		return scalar_sound(record, &c->text);
	return record->kind == RECORD_ALIAS ? is_named(&c->text, record->range, '*')
					    : open_sound(c, record);
}

static bool record_sound(struct records *c, const struct record *record)
{
	if (!is_inside(&c->text, record->range))
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

void records_begin(struct records *records, const struct record *at, size_t len,
		   const struct edited *text, bool shared)
{
	*records = (struct records){ .at = at, .len = len, .text = *text, .shared = shared };
	records->unsound = len > YAML_RECORDS_MAX;
}

void records_unpack(struct records *records, const struct packed *packed, struct str bytes)
{
	*records = (struct records){ .packed = { .rest = packed->bytes, .source = bytes },
				     .len = packed->count,
				     .text = edited_of(bytes, NULL) };
}

/* Called at each stop. Returns false at the end. */
static bool go_on(struct records *records)
{
	if (records->next == records->len)
		return false;
	if (records->shared)
		worker_pass(records->at + records->passed,
			    (records->next - records->passed) * sizeof(*records->at));
	records->passed = records->next;
	records->stop = records->len - records->next > PASSED_RECORDS
				? records->next + PASSED_RECORDS
				: records->len;
	return true;
}

bool records_next(struct records *records, struct record *record)
{
	if (records->unsound || (records->next == records->stop && !go_on(records)))
		return false;
	if (!records->at) { /* they were checked before they were packed */
		unpacker_next(&records->packed, record);
		records->next++;
		return true;
	}
	memcpy(record, &records->at[records->next++], sizeof(*record));
	/* What is checked is the copy: the compiler must not read the original again. */
	atomic_signal_fence(memory_order_seq_cst);
	records->unsound = !record_sound(records, record);
	return !records->unsound;
}

bool records_are_whole(const struct records *records)
{
	return !records->unsound && records->next == records->len && records->depth == 0;
}
