/* SPDX-License-Identifier: MIT */
/* One expectation per script, however many of its words are followed by an insertion. */
#include "config.h"

#include "nox/plan/word_places.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
	const struct text_insertion *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* A script that two jobs share has each of its insertions twice. Returns how many are left. */
static size_t drop_repeated(struct text_insertions *insertions)
{
	struct text_insertion *at = insertions->list.at;
	size_t kept = 0;

	for (size_t i = 0; i < insertions->list.len; i++)
		if (kept == 0 || at[kept - 1].at != at[i].at)
			at[kept++] = at[i];
	list_cut(&insertions->list, kept);
	return kept;
}

/* The text as written inside the scalar: in single quotes a quote is doubled. It is the arena's; most are the
 * last one. */
static struct str written(struct arena *arena, const struct text_insertion *insertion,
			  struct str last)
{
	BUF_AUTO struct buf out = { 0 };

	for (const char *at = insertion->text; *at; at++)
		buf_add_c(&out, *at == '\'' && insertion->node->style == STYLE_SINGLE
					? "''"
					: (char[2]){ *at, '\0' });
	return str_eq(buf_str(&out), last) ? last : buf_keep(&out, arena);
}

void text_insertions_plan(struct text_insertions *insertions, const struct plan_memory *memory,
			  struct edits *edits, struct expectations *expectations)
{
	struct text_insertion *at = insertions->list.at;
	size_t count = insertions->list.len;
	struct str text = STR("");

	if (count > 1)
		qsort(at, count, sizeof(*at), by_place);
	count = drop_repeated(insertions);
	for (size_t first = 0, end; first < count; first = end) {
		for (end = first; end < count && at[end].node == at[first].node; end++) {
			text = written(memory->texts, &at[end], text);
			list_add(memory->arena, &edits->list, edit_insert(at[end].at, text));
		}
		list_add(memory->expected, &expectations->list,
			 expect_insertions(&at[first], end - first));
	}
}
