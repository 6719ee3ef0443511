/* SPDX-License-Identifier: MIT */
/* The lines of an input file. Lines end at "\n"; a "\r" before it belongs to the break. */
#include "config.h"

#include "base/source.h"

static bool begins_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* For a whole file at once, as soon as somebody asks for a column. */
static const size_t *count_characters(const struct source *source)
{
	struct str bytes = source->bytes;
	size_t count = 0;
	size_t *before =
		arena_alloc(source->index->arena, bytes.len / SOURCE_STRIDE + 1, sizeof(size_t));

	for (size_t i = 0; i < bytes.len; i++) {
		if (i % SOURCE_STRIDE == 0)
			before[i / SOURCE_STRIDE] = count;
		count += begins_character(bytes.p[i]);
	}
	if (bytes.len % SOURCE_STRIDE == 0)
		before[bytes.len / SOURCE_STRIDE] = count;
	return before;
}

void source_init(struct source *source, struct arena *arena, struct str path, struct str bytes)
{
	*source = (struct source){ .path = path, .bytes = bytes };
	source->index = arena_new(arena, struct source_index);
	source->index->arena = arena;
}

/* The number of lines, at least one. A line break at the end begins none. */
static size_t count_lines(struct str bytes)
{
	enum { BLOCK = 64 };
	size_t count = 1, at = 0, end = bytes.len > 0 ? bytes.len - 1 : 0;

	for (; end - at >= BLOCK; at += BLOCK) {
		unsigned char breaks = 0;

		for (size_t i = 0; i < BLOCK; i++)
			breaks = (unsigned char)(breaks + (bytes.p[at + i] == '\n'));
		count += breaks;
	}
	for (; at < end; at++)
		count += bytes.p[at] == '\n';
	return count;
}

/* The index with its lines. */
static const struct source_index *index_lines(const struct source *source)
{
	struct source_index *index = source->index;
	struct str bytes = source->bytes;

	if (index->lines)
		return index;
	index->line_count = count_lines(bytes);
	index->lines = arena_take(index->arena, index->line_count, sizeof(*index->lines));
	index->lines[0] = 0;
	for (size_t i = 1, at = 0; i < index->line_count; i++) {
		at = str_find_char(bytes, '\n', at) + 1;
		index->lines[i] = (uint32_t)at;
	}
	return index;
}

size_t source_line_count(const struct source *source)
{
	return index_lines(source)->line_count;
}

size_t source_line(const struct source *source, size_t offset)
{
	const struct source_index *index = index_lines(source);
	size_t low = 0, high = index->line_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (index->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct range source_line_range(const struct source *source, size_t line)
{
	const struct source_index *index = index_lines(source);

	return (struct range){ index->lines[line], line + 1 < index->line_count
							   ? index->lines[line + 1]
							   : source->bytes.len };
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

/* Characters that begin before the offset. */
static size_t characters_before(const struct source *source, size_t offset)
{
	size_t at = offset - offset % SOURCE_STRIDE;
	size_t count;

	if (!source->index->before)
		source->index->before = count_characters(source);
	count = source->index->before[at / SOURCE_STRIDE];

	for (; at < offset; at++)
		count += begins_character(source->bytes.p[at]);
	return count;
}

struct position source_position(const struct source *source, size_t offset)
{
	size_t line, start;

	if (offset > source->bytes.len)
		offset = source->bytes.len;
	line = source_line(source, offset);
	start = line == 0 ? source_bom(source) : source_line_range(source, line).start;
	if (offset <= start)
		return (struct position){ line + 1, 1 };
	return (struct position){ line + 1, characters_before(source, offset) -
						    characters_before(source, start) + 1 };
}

const char *source_newline(const struct source *source)
{
	size_t at = str_find_char(source->bytes, '\n', 0);

	return at != STR_NONE && at > 0 && source->bytes.p[at - 1] == '\r' ? "\r\n" : "\n";
}
