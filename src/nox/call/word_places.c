/* SPDX-License-Identifier: MIT */
/* One expectation per script, however many of its words are followed by an insertion. */
#include "config.h"

#include "nox/call/word_places.h"

#include "yaml/scalar.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
	const struct script_insertion *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* A script that two jobs share has each of its insertions twice. Returns how many are left. */
static size_t drop_repeated(struct script_insertions *insertions)
{
	struct script_insertion *at = insertions->list.at;
	size_t kept = 0;

	for (size_t i = 0; i < insertions->list.len; i++)
		if (kept == 0 || at[kept - 1].at != at[i].at)
			at[kept++] = at[i];
	insertions->list.len = kept;
	return kept;
}

/* The value of a script with the insertions [first, end) made. */
static struct str new_value(const struct script_insertions *insertions, struct arena *arena,
			    const struct tree *tree, size_t first, size_t end)
{
	struct str value = scalar_value(tree, arena, insertions->list.at[first].node);
	BUF_AUTO struct buf out = { 0 };
	size_t done = 0;

	for (size_t i = first; i < end; i++) {
		const struct script_insertion *insertion = &insertions->list.at[i];

		buf_add(&out, str_slice(value, done, insertion->index));
		buf_add(&out, insertion->text);
		done = insertion->index;
	}
	buf_add(&out, str_slice(value, done, value.len));
	return buf_keep(&out, arena);
}

/* The text as written inside the scalar: in single quotes a quote is doubled. */
static struct str written(struct arena *arena, const struct script_insertion *insertion)
{
	BUF_AUTO struct buf out = { 0 };
	struct str text = insertion->text;

	if (insertion->node->style != STYLE_SINGLE)
		return text;
	for (size_t i = 0; i < text.len; i++)
		buf_add_c(&out, text.p[i] == '\'' ? "''" : (char[2]){ text.p[i], '\0' });
	return buf_keep(&out, arena);
}

void script_insertions_plan(struct script_insertions *insertions, struct arena *arena,
			    const struct tree *tree, struct edits *edits,
			    struct expectations *expectations)
{
	size_t count = insertions->list.len;
	const struct script_insertion *at = insertions->list.at;

	if (count > 1)
		qsort(insertions->list.at, count, sizeof(*at), by_place);
	count = drop_repeated(insertions);
	for (size_t first = 0, end; first < count; first = end) {
		struct expectation expectation = { .kind = EXPECT_TEXT, .node = at[first].node };

		for (end = first; end < count && at[end].node == at[first].node; end++)
			list_add(arena, &edits->list,
				 (struct edit){ { at[end].at, at[end].at },
						written(arena, &at[end]) });
		expectation.text = new_value(insertions, arena, tree, first, end);
		list_add(arena, &expectations->list, expectation);
	}
}
