/* SPDX-License-Identifier: MIT */
/* Splicing: every byte of the original that no edit names is copied as it stands. */
#include "config.h"

#include "yaml/edit.h"

static bool comes_after(const struct edit *a, const struct edit *b)
{
	if (a->range.start != b->range.start)
		return a->range.start > b->range.start;
	return a->range.end > b->range.end;
}

bool edits_sort(struct edits *edits, size_t length)
{
	struct edit *at = edits->list.at;

	/* A stable insertion sort: a plan holds few edits, and nearly always in order. */
	for (size_t i = 1; i < edits->list.len; i++) {
		struct edit moving = at[i];
		size_t k = i;

		for (; k > 0 && comes_after(&at[k - 1], &moving); k--)
			at[k] = at[k - 1];
		at[k] = moving;
	}
	for (size_t i = 0; i < edits->list.len; i++) {
		if (at[i].range.start > at[i].range.end || at[i].range.end > length)
			return false;
		if (i > 0 && at[i].range.start < at[i - 1].range.end)
			return false;
	}
	return true;
}

bool edits_apply(struct str old, const struct edits *edits, struct buf *out)
{
	size_t done = 0;

	for (size_t i = 0; i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];

		buf_add(out, str_slice(old, done, e->range.start));
		buf_add(out, e->text);
		done = e->range.end;
	}
	buf_add(out, str_slice(old, done, old.len));
	return !out->failed;
}
