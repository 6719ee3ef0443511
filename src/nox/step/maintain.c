/* SPDX-License-Identifier: MIT */
/* Values are replaced at their places, in their style. */
#include "config.h"

#include "nox/step/maintain.h"

#include "nox/step/pair.h"

struct maintainer {
	struct edits *edits;
	struct expectations *expectations;
	struct arena *arena;
	const struct tree *tree;
	bool changed;
};

static void replace(struct maintainer *m, struct range range, struct str text)
{
	m->changed = true;
	list_add(m->arena, &m->edits->list, edit_make(range, text));
}

/* The bytes between the start of the line and the offset. */
static struct str indentation(const struct maintainer *m, size_t offset)
{
	size_t line = source_line(m->tree->source, offset);

	return str_slice(m->tree->source->bytes, source_line_range(m->tree->source, line).start,
			 offset);
}

/* The range of a text without the line breaks at both ends. */
static struct range without_breaks(struct str text)
{
	struct range range = { 0, text.len };

	while (range.start < range.end && text.p[range.start] == '\n')
		range.start++;
	while (range.start < range.end && text.p[range.end - 1] == '\n')
		range.end--;
	return range;
}

/* Replaces the lines of a literal or folded block. Empty lines before and after them stay. */
static void replace_block(struct maintainer *m, const struct node *node, struct str value)
{
	struct text text = { 0 };
	const char *newline = source_newline(m->tree->source);
	BUF_AUTO struct buf out = { 0 };
	struct str rest = value, line;
	struct range kept;

	if (!scalar_text(m->tree, m->arena, node, &text))
		return;
	kept = without_breaks(text.value);
	while (str_next_line(&rest, &line)) {
		if (out.len > 0) {
			buf_add_c(&out, newline);
			buf_add(&out, indentation(m, text_at(&text, kept.start)));
		}
		buf_add(&out, str_trim(line));
	}
	replace(m, (struct range){ text_at(&text, kept.start), text_at(&text, kept.end - 1) + 1 },
		buf_keep(&out, m->arena));
}

static bool is_written(const struct node *node, struct str value)
{
	return node && node->kind == NODE_SCALAR && str_trim(value).len > 0;
}

/* Can a block of the style have the value? A folded one has a single line. */
static bool fits_block(const struct node *node, struct str value)
{
	return node->style == STYLE_LITERAL ||
	       (node->style == STYLE_FOLDED && str_find_char(str_trim(value), '\n', 0) == STR_NONE);
}

/* Sets the value of a scalar. */
static void set_value(struct maintainer *m, const struct node *node, struct str value)
{
	struct str old = scalar_value(m->tree, node);
	struct str expected = value;
	BUF_AUTO struct buf out = { 0 };

	if (!is_written(node, old) || str_eq(str_trim(old), str_trim(value)))
		return;
	if (node->style == STYLE_FOLDED && !fits_block(node, value))
		return;
	if (fits_block(node, value)) {
		struct range kept = without_breaks(old);

		expected = arena_printf(
			m->arena, "%.*s%.*s%.*s", STR_ARG(str_slice(old, 0, kept.start)),
			STR_ARG(str_trim(value)), STR_ARG(str_slice(old, kept.end, old.len)));
		replace_block(m, node, value);
	} else {
		yaml_scalar_add(&out, value, node->style == STYLE_DOUBLE || node_in_flow(node));
		replace(m, node_range(node), buf_keep(&out, m->arena));
	}
	list_add(m->arena, &m->expectations->list, expect_text(node, expected));
}

/* Sets the value of a scalar of this program's step. One that it does not write is a person's and
 * stays. */
static void update_value(struct maintainer *m, const struct node *node, struct str value)
{
	if (node && node->style != STYLE_FOLDED)
		set_value(m, node, value);
}

/* Updates this program's comment lines above the step: from the line that begins them to the line
 * with the mark. The wording of an earlier release stays until another part of the step changes: a
 * new release alone changes no file. */
static void update_comment(struct maintainer *m, const struct cache *cache,
			   const struct cache_step *wanted)
{
	const struct source *source = m->tree->source;
	size_t bottom = source_line(source, node_range(cache->step->body).start);
	struct layout layout = { 0 };
	struct str now, old;
	struct cache_step full = *wanted;
	bool current;
	size_t top;

	if (!layout_of_item(&layout, m->tree, step_written(cache->step)) ||
	    (layout.flow_list && !layout.own_line))
		return;
	while (bottom > 0 && source_line_range(source, bottom).start > layout.insert_at &&
	       !str_starts(str_trim(source_line_text(source, bottom - 1)), "#"))
		bottom--;
	top = bottom;
	while (top > 0 && source_line_range(source, top - 1).start >= layout.insert_at &&
	       !comment_begins(source_line_text(source, top), &current))
		top--;
	if (top == bottom || !comment_begins(source_line_text(source, top), &current) ||
	    (!current && !m->changed))
		return;
	full.comment = wanted->full_comment;
	now = cache_step_comment(m->arena, wanted, &layout);
	old = str_slice(source->bytes, source_line_range(source, top).start,
			source_line_range(source, bottom).start);
	/* An explanation that was updated after the comment was written may repeat what it says. */
	if (!str_contains(old, COMMENT_MARK) || str_eq(old, now) ||
	    str_eq(old, cache_step_comment(m->arena, &full, &layout)))
		return;
	replace(m,
		(struct range){ source_line_range(source, top).start,
				source_line_range(source, bottom).start },
		now);
}

/* Adds a pair that the step does not have, if there is a line for it. */
static void add_value(struct maintainer *m, const struct node *map, const char *after,
		      struct str key, struct str value)
{
	bool done;

	pair_add(m->edits, m->expectations, m->arena, m->tree, map, after, key, value, &done);
	m->changed |= done;
}

enum maintained maintain_step(struct edits *edits, struct expectations *expectations,
			      struct arena *arena, const struct tree *tree,
			      const struct cache *cache, const struct cache_step *wanted)
{
	struct maintainer m = { edits, expectations, arena, tree, false };
	const struct node *with = step_field(cache->step, STEP_WITH);

	update_value(&m, map_get(with, "path", NULL), wanted->path);
	update_value(&m, map_get(with, "key", NULL), wanted->key);
	if (wanted->restore_keys.len > 0)
		update_value(&m, map_get(with, "restore-keys", NULL), wanted->restore_keys);

	if (!cache->guarded && wanted->lookup_only.len > 0)
		add_value(&m, with, "key", STR("lookup-only"), wanted->lookup_only);
	if (!cache->guarded && wanted->condition.len > 0)
		add_value(&m, cache->step->body, "uses", STR("if"), wanted->condition);
	if (m.changed) {
		update_comment(&m, cache, wanted);
		return MAINTAINED_VALUES;
	}
	update_comment(&m, cache, wanted);
	return m.changed ? MAINTAINED_COMMENT : MAINTAINED_NOTHING;
}

void maintain_value(struct edits *edits, struct expectations *expectations, struct arena *arena,
		    const struct tree *tree, const struct node *node, struct str value,
		    bool *changed)
{
	struct maintainer m = { edits, expectations, arena, tree, false };

	set_value(&m, node, value);
	*changed |= m.changed;
}
