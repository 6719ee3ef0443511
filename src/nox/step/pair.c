/* SPDX-License-Identifier: MIT */
/* The new pair looks like its neighbours: a line with their indentation, or a member in braces. */
#include "config.h"

#include "nox/step/pair.h"

#include "nox/step/step_text.h"

void pair_add(struct edits *edits, struct expectations *expectations, struct arena *arena,
	      const struct tree *tree, const struct node *map, const char *after, struct str key,
	      struct str value, bool *done)
{
	struct pair_layout layout = { 0 };
	struct shapes shapes = { 0 };
	const struct node *neighbour = NULL;
	BUF_AUTO struct buf text = { 0 };

	*done = map_get(map, after, &neighbour) && layout_of_pair(&layout, tree, map, neighbour);
	if (!*done)
		return;
	if (!layout.flow)
		buf_fill(&text, ' ', layout.column);
	buf_printf(&text, "%.*s: ", STR_ARG(key));
	yaml_scalar_add(&text, value, layout.flow);
	buf_add_c(&text, layout.flow ? ", " : layout.newline);
	list_add(arena, &edits->list, edit_insert(layout.insert_at, buf_keep(&text, arena)));
	list_add(arena, &shapes.list, shape_of(RECORD_SCALAR, key));
	list_add(arena, &shapes.list, shape_of(RECORD_SCALAR, value));
	list_add(arena, &expectations->list,
		 expect_shapes(EXPECT_PAIR, map, layout.index, &shapes));
}
