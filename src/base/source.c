/* SPDX-License-Identifier: MIT */
/* The line table of an input file. Lines end at "\n"; a "\r" before it belongs to the break. */
#include "config.h"

#include "base/source.h"

bool source_init(struct source *source, struct arena *arena, struct str path, struct str bytes)
{
	*source = (struct source){ .path = path, .bytes = bytes };
	if (!list_add(arena, &source->lines, 0))
		return false;
	for (size_t at = str_find_char(bytes, '\n', 0); at != STR_NONE;
	     at = str_find_char(bytes, '\n', at + 1))
		if (at + 1 < bytes.len && !list_add(arena, &source->lines, at + 1))
			return false;
	return true;
}

size_t source_line(const struct source *source, size_t offset)
{
	size_t low = 0, high = source->lines.len;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (source->lines.at[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct range source_line_range(const struct source *source, size_t line)
{
	size_t end = line + 1 < source->lines.len ? source->lines.at[line + 1] : source->bytes.len;

	return (struct range){ source->lines.at[line], end };
}

struct str source_line_text(const struct source *source, size_t line)
{
	struct range range = source_line_range(source, line);

	return str_slice(source->bytes, range.start, range.end);
}

size_t source_bom(const struct source *source)
{
	return str_starts(source->bytes, "\xef\xbb\xbf") ? 3 : 0;
}

struct position source_position(const struct source *source, size_t offset)
{
	size_t line = source_line(source, offset);
	size_t column = 1;
	size_t i = source->lines.at[line];

	if (line == 0)
		i = source_bom(source);
	for (; i < offset && i < source->bytes.len; i++)
		column += ((unsigned char)source->bytes.p[i] & 0xc0) != 0x80;
	return (struct position){ line + 1, column };
}

const char *source_newline(const struct source *source)
{
	size_t at = str_find_char(source->bytes, '\n', 0);

	return at != STR_NONE && at > 0 && source->bytes.p[at - 1] == '\r' ? "\r\n" : "\n";
}
