/* SPDX-License-Identifier: MIT */
/* Applies edits. All bytes outside their ranges are copied unchanged. */
#include "config.h"

#include "yaml/edit.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->bytes.start != y->bytes.start)
		return x->bytes.start < y->bytes.start ? -1 : 1;
	if (x->bytes.end != y->bytes.end)
		return x->bytes.end < y->bytes.end ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

bool edits_sort(struct edits *edits, size_t length)
{
	struct edit *at = edits->list.at;

	for (size_t i = 0; i < edits->list.len; i++)
		at[i].order = (uint32_t)i;
	if (edits->list.len > 1)
		qsort(at, edits->list.len, sizeof(*at), by_place);
	for (size_t i = 0; i < edits->list.len; i++) {
		if (at[i].bytes.start > at[i].bytes.end || at[i].bytes.end > length)
			return false;
		if (i > 0 && at[i].bytes.start < at[i - 1].bytes.end)
			return false;
	}
	return true;
}

unsigned long long edits_hash(const struct edits *edits)
{
	const unsigned long long prime = 0x100000001b3;
	unsigned long long hash = edits->list.len;

	for (size_t i = 0; i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];

		hash = (hash ^ e->bytes.start) * prime;
		hash = (hash ^ e->bytes.end) * prime;
		hash = (hash ^ str_quick_hash(edit_text(e))) * prime;
	}
	return hash;
}

/* The part of that number. */
static struct str part_at(const struct edited *text, size_t number)
{
	size_t i = number / 2, count = text->edits ? text->edits->list.len : 0;
	const struct edit *at = count > 0 ? text->edits->list.at : NULL;

	if (number % 2 == 1)
		return edit_text(&at[i]);
	return str_slice(text->old, i > 0 ? at[i - 1].bytes.end : 0,
			 i < count ? at[i].bytes.start : text->old.len);
}

struct edited edited_of(struct str old, const struct edits *edits)
{
	struct edited text = { .old = old, .edits = edits, .len = old.len };

	for (size_t i = 0; edits && i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];

		text.len += e->len;
		text.len -= e->bytes.end - e->bytes.start;
	}
	text.part = part_at(&text, 0);
	return text;
}

void edited_seek(struct edited *text, size_t at)
{
	while (at < text->start) {
		text->part = part_at(text, --text->number);
		text->start -= text->part.len;
	}
	while (at - text->start >= text->part.len && at < text->len) {
		text->start += text->part.len;
		text->part = part_at(text, ++text->number);
	}
}

struct str edited_slice(struct edited *text, struct arena *arena, struct range range)
{
	size_t length = range.end - range.start, done = 0;
	struct str rest = edited_rest(text, range.start);
	char *copy;

	if (rest.len >= length)
		return str_slice(rest, 0, length);
	copy = arena_take(arena, length, 1);
	while (done < length) {
		rest = str_slice(edited_rest(text, range.start + done), 0, length - done);
		memcpy(copy + done, rest.p, rest.len);
		done += rest.len;
	}
	return (struct str){ copy, length };
}

bool edited_is(struct edited *text, struct range range, struct str expected)
{
	struct str rest;

	if (range.end - range.start != expected.len)
		return false;
	for (size_t at = range.start; at < range.end; at += rest.len) {
		rest = str_slice(edited_rest(text, at), 0, range.end - at);
		if (!str_eq(rest,
			    str_slice(expected, at - range.start, at - range.start + rest.len)))
			return false;
	}
	return true;
}

void edited_add(struct buf *out, struct edited *text)
{
	struct str rest;

	buf_reserve(out, text->len);
	for (size_t at = 0; at < text->len; at += rest.len) {
		rest = edited_rest(text, at);
		buf_add(out, rest);
	}
}

void edits_apply(struct str old, const struct edits *edits, struct buf *out)
{
	struct edited text = edited_of(old, edits);

	edited_add(out, &text);
}

void edits_settle(struct edits *edits, struct str now)
{
	size_t shift = 0; /* new offset minus old offset, modulo the size of size_t */

	for (size_t i = 0; i < edits->list.len; i++) {
		struct edit *e = &edits->list.at[i];
		size_t start = e->bytes.start + shift;

		shift += e->len;
		shift -= e->bytes.end - e->bytes.start;
		e->text = now.p + start;
	}
}
