/* SPDX-License-Identifier: MIT */
/* Applies edits. All bytes outside their ranges are copied unchanged. */
#include "config.h"

#include "yaml/edit.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
	const struct edit *const *x = a, *const *y = b;
	struct range left = (*x)->range, right = (*y)->range;

	if (left.start != right.start)
		return left.start < right.start ? -1 : 1;
	if (left.end != right.end)
		return left.end < right.end ? -1 : 1;
	return (*x > *y) - (*x < *y); /* keep the order of addition */
}

/* Returns a sorted copy of count edits. */
static struct edit *sorted(struct arena *arena, const struct edit *edits, size_t count)
{
	const struct edit **order = arena_alloc(arena, count, sizeof(*order));
	struct edit *copy = arena_alloc(arena, count, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		order[i] = &edits[i];
	qsort(order, count, sizeof(*order), by_place);
	for (size_t i = 0; i < count; i++)
		copy[i] = *order[i];
	return copy;
}

bool edits_sort(struct edits *edits, struct arena *arena, size_t length)
{
	struct edit *at = edits->list.at;

	if (edits->list.len > 1) {
		at = sorted(arena, edits->list.at, edits->list.len);
		edits->list.at = at;
		edits->list.cap = edits->list.len;
	}
	for (size_t i = 0; i < edits->list.len; i++) {
		if (at[i].range.start > at[i].range.end || at[i].range.end > length)
			return false;
		if (i > 0 && at[i].range.start < at[i - 1].range.end)
			return false;
	}
	return true;
}

void edits_apply(struct str old, const struct edits *edits, struct buf *out)
{
	size_t done = 0, length = old.len;

	for (size_t i = 0; i < edits->list.len; i++)
		length += edits->list.at[i].text.len;
	buf_reserve(out, length);
	for (size_t i = 0; i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];

		buf_add(out, str_slice(old, done, e->range.start));
		buf_add(out, e->text);
		done = e->range.end;
	}
	buf_add(out, str_slice(old, done, old.len));
}
