/* SPDX-License-Identifier: MIT */
/* Applies edits. All bytes outside their ranges are copied unchanged. */
#include "config.h"

#include "yaml/edit.h"

#include <stdlib.h>
#include <string.h>

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

static void sort(struct edit *edits, size_t count)
{
	ARENA_AUTO struct arena scratch = { 0 };
	const struct edit **order = arena_take(&scratch, count, sizeof(*order));
	struct edit *sorted = arena_take(&scratch, count, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		order[i] = &edits[i];
	qsort(order, count, sizeof(*order), by_place);
	for (size_t i = 0; i < count; i++)
		sorted[i] = *order[i];
	memcpy(edits, sorted, count * sizeof(*edits));
}

bool edits_sort(struct edits *edits, size_t length)
{
	const struct edit *at = edits->list.at;

	if (edits->list.len > 1)
		sort(edits->list.at, edits->list.len);
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

void edits_settle(struct edits *edits, struct str now)
{
	size_t shift = 0; /* new offset minus old offset, modulo the size of size_t */

	for (size_t i = 0; i < edits->list.len; i++) {
		struct edit *e = &edits->list.at[i];
		size_t start = e->range.start + shift;

		shift += e->text.len - (e->range.end - e->range.start);
		e->text = str_slice(now, start, start + e->text.len);
	}
}
