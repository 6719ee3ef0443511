/* SPDX-License-Identifier: MIT */
/* Applies edits. All bytes outside their ranges are copied unchanged. */
#include "config.h"

#include "yaml/edit.h"

#include <stdlib.h>

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

void edits_apply(struct str old, const struct edits *edits, struct buf *out)
{
	size_t done = 0, length = old.len;

	for (size_t i = 0; i < edits->list.len; i++)
		length += edits->list.at[i].len;
	buf_reserve(out, length);
	for (size_t i = 0; i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];

		buf_add(out, str_slice(old, done, e->bytes.start));
		buf_add(out, edit_text(e));
		done = e->bytes.end;
	}
	buf_add(out, str_slice(old, done, old.len));
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
