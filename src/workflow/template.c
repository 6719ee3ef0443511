/* SPDX-License-Identifier: MIT */
/* Splits template strings into parts and finds the references in them. */
#include "config.h"

#include "workflow/template.h"

#include "workflow/expression_write.h"

/* Offset after the "}}" of the expression whose "${{" ends at i, or STR_NONE. */
static size_t expression_end(struct str text, size_t i)
{
	bool quoted = false;

	for (; i < text.len; i++) {
		if (text.p[i] == '\'')
			quoted = !quoted; /* '' closes and reopens the string */
		else if (!quoted && text.p[i] == '}' && i + 1 < text.len && text.p[i + 1] == '}')
			return i + 2;
	}
	return STR_NONE;
}

/* The offset of the next "${{", or STR_NONE. Most texts have no "$". */
static size_t next_open(struct str text, size_t from)
{
	size_t at = str_find_char(text, '$', from);

	while (at != STR_NONE && !str_starts(str_slice(text, at, text.len), "${{"))
		at = str_find_char(text, '$', at + 1);
	return at;
}

bool template_next(struct str text, size_t *at, struct template_part *part)
{
	size_t start = *at, open, end;

	if (start >= text.len)
		return false;
	open = next_open(text, start);
	if (open != start) {
		*at = open == STR_NONE ? text.len : open;
		*part = (struct template_part){ TEMPLATE_TEXT,
						{ start, *at },
						str_slice(text, start, *at) };
		return true;
	}
	end = expression_end(text, start + 3);
	*at = end == STR_NONE ? text.len : end;
	*part = (struct template_part){ end == STR_NONE ? TEMPLATE_OPEN : TEMPLATE_EXPRESSION,
					{ start, *at },
					str_slice(text, start, *at) };
	if (end != STR_NONE)
		part->text = str_trim(str_slice(text, start + 3, end - 2));
	return true;
}

bool template_find(struct str text, size_t from, struct range *range)
{
	struct template_part part;

	while (template_next(text, &from, &part))
		if (part.kind == TEMPLATE_EXPRESSION) {
			*range = part.range;
			return true;
		}
	return false;
}

bool has_expression(struct str text)
{
	struct range range;

	return template_find(text, 0, &range);
}

static bool is_usable(struct expression *expression, struct arena *arena,
		      const struct template_part *part, struct lookup *known)
{
	if (part->kind != TEMPLATE_EXPRESSION)
		return part->kind == TEMPLATE_TEXT;
	if (lookup_get(known, part->text))
		return true;
	if (expression_read(expression, arena, part->text) != STATUS_OK ||
	    !expression_is_usable(expression))
		return false;
	(void)lookup_put(known, arena, part->text, 0, NULL);
	return true;
}

bool template_is_usable_again(struct arena *arena, struct str text, struct lookup *known)
{
	struct expression expression = { 0 };
	struct template_part part;
	size_t at = 0;
	bool usable = str_is_line(text);

	while (usable && template_next(text, &at, &part))
		usable = is_usable(&expression, arena, &part, known);
	return usable;
}

bool template_is_usable(struct arena *arena, struct str text)
{
	struct lookup known = { .root = NULL };

	return template_is_usable_again(arena, text, &known);
}

/* Reads the next expression. Returns false if there is none. */
static bool next_expression(struct references *r)
{
	struct template_part part;

	while (template_next(r->text, &r->at, &part)) {
		bool bare = r->condition && part.kind == TEMPLATE_TEXT && part.range.start == 0 &&
			    part.range.end == r->text.len;

		if (part.kind != TEMPLATE_EXPRESSION && !bare)
			continue;
		r->whole = expression_read(r->nodes, r->arena, part.text) == STATUS_OK;
		r->node = 0;
		return true;
	}
	return false;
}

bool references_next(struct references *r, struct reference *reference)
{
	for (;;) {
		if (r->at > 0 && reference_next(r->nodes, &r->node, reference)) {
			if (r->whole || reference->count > 0)
				return true;
		} else if (!next_expression(r)) {
			return false;
		}
	}
}

void reference_paths_find(struct reference_paths *paths, struct arena *arena, struct str text)
{
	struct expression nodes = { 0 };
	struct references references = { .arena = arena, .nodes = &nodes, .text = text };
	struct reference reference;

	while (references_next(&references, &reference)) {
		BUF_AUTO struct buf path = { 0 };

		expression_add_reference(&path, &reference);
		list_add(arena, &paths->list, buf_keep(&path, arena));
	}
}

bool reference_paths_contain(const struct reference_paths *paths, struct str path)
{
	for (size_t i = 0; i < paths->list.len; i++)
		if (str_eq_nocase(paths->list.at[i], path))
			return true;
	return false;
}
