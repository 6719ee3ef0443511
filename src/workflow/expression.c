/* SPDX-License-Identifier: MIT */
/* Reading of expressions. Strings ('' doubles a quote) hide what stands in them. */
#include "config.h"

#include "workflow/expression.h"

#include "base/buf.h"

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Offset behind the string that starts at i. */
static size_t skip_string(struct str text, size_t i)
{
	for (i++; i < text.len; i++) {
		if (text.p[i] != '\'')
			continue;
		if (i + 1 < text.len && text.p[i + 1] == '\'')
			i++;
		else
			return i + 1;
	}
	return text.len;
}

bool expression_find(struct str text, size_t from, struct range *range)
{
	size_t start = str_find(text, STR("${{"), from);

	if (start == STR_NONE)
		return false;
	for (size_t i = start + 3; i < text.len;) {
		if (text.p[i] == '\'') {
			i = skip_string(text, i);
		} else if (text.p[i] == '}' && i + 1 < text.len && text.p[i + 1] == '}') {
			*range = (struct range){ start, i + 2 };
			return true;
		} else {
			i++;
		}
	}
	return false;
}

bool has_expression(struct str text)
{
	struct range range;

	return expression_find(text, 0, &range);
}

static bool add_path(struct references *references, struct arena *arena, struct str context,
		     struct str path)
{
	for (size_t i = 0; i < references->list.len; i++)
		if (str_eq(references->list.at[i].path, path))
			return true;
	return list_add(arena, &references->list, (struct reference){ context, path });
}

/* Reads ".name" or "['name']" at *i and appends ".name" to path; false where neither stands. */
static bool read_member(struct str text, size_t *i, struct buf *path)
{
	size_t at = *i;

	if (at < text.len && text.p[at] == '.') {
		size_t start = ++at;

		while (at < text.len && is_name(text.p[at]))
			at++;
		if (at == start)
			return false;
		buf_add_char(path, '.');
		buf_add(path, str_slice(text, start, at));
		*i = at;
		return true;
	}
	if (at + 1 < text.len && text.p[at] == '[' && text.p[at + 1] == '\'') {
		size_t end = skip_string(text, at + 1);

		if (end >= text.len || text.p[end] != ']' || end < at + 3)
			return false;

		struct str name = str_slice(text, at + 2, end - 1);

		for (size_t k = 0; k < name.len; k++)
			if (!is_name(name.p[k]))
				return false;
		buf_add_char(path, '.');
		buf_add(path, name);
		*i = end + 1;
		return true;
	}
	return false;
}

/* A name at *i with its members; steps over it. */
static bool read_reference(struct references *references, struct arena *arena, struct str text,
			   size_t *i)
{
	size_t start = *i, end = start;
	BUF_AUTO struct buf path = { 0 };

	while (end < text.len && is_name(text.p[end]))
		end++;
	*i = end;

	struct str context = str_slice(text, start, end);

	buf_add(&path, context);
	while (read_member(text, i, &path))
		;
	if (path.failed) {
		arena->failed = true;
		return false;
	}
	return *i == end || add_path(references, arena, context, arena_copy(arena, buf_str(&path)));
}

bool references_add_bare(struct references *references, struct arena *arena, struct str text)
{
	for (size_t i = 0; i < text.len;) {
		if (text.p[i] == '\'') {
			i = skip_string(text, i);
		} else if (is_name_start(text.p[i])) {
			if (!read_reference(references, arena, text, &i))
				return false;
		} else {
			i++;
		}
	}
	return true;
}

bool references_add(struct references *references, struct arena *arena, struct str text)
{
	struct range range;

	for (size_t i = 0; expression_find(text, i, &range); i = range.end)
		if (!references_add_bare(references, arena,
					 str_slice(text, range.start + 3, range.end - 2)))
			return false;
	return true;
}

struct str expression_sole_reference(struct str text)
{
	struct range range;

	text = str_trim(text);
	if (!expression_find(text, 0, &range) || range.start != 0 || range.end != text.len)
		return STR("");

	struct str inner = str_trim(str_slice(text, 3, text.len - 2));

	for (size_t i = 0; i < inner.len; i++)
		if (!is_name(inner.p[i]) && inner.p[i] != '.')
			return STR("");
	return inner;
}
