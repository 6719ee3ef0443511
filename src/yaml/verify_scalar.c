/* SPDX-License-Identifier: MIT */
/* Reads scalars of a text that is not in memory as a whole: each in a small source of its own. */
#include "config.h"

#include "yaml/verify_scalar.h"

#include "yaml/scalar.h"

static bool is_break(struct edited *text, size_t at)
{
	char c = edited_byte(text, at);

	return c == '\n' || c == '\r';
}

/* Where the line begins that ends at an offset, or contains it. */
static size_t line_start(struct edited *text, size_t at)
{
	while (at > 0 && !is_break(text, at - 1))
		at--;
	return at;
}

/* Where the header of the block text begins whose content begins at an offset. */
static size_t header_line(struct edited *text, size_t at)
{
	while (at > 0 && is_break(text, at - 1))
		at--;
	return line_start(text, at);
}

bool scalar_reads(struct edited *text, const struct record *record, bool nested, size_t parent,
		  struct str expected)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct range range = long_range(record->range);
	bool block = record->style > STYLE_DOUBLE;
	struct str line = STR(""), bytes;
	size_t from = range.start, at;
	struct source source;
	struct tree tree = { .source = &source };
	struct node nodes[] = { { .kind = NODE_MAP },
				{ .kind = NODE_SCALAR,
				  .style = (enum style)record->style,
				  .up = nested,
				  .text_hash = record->text_hash,
				  .text_len = record->text_len } };
	struct text value;

	if (record->text_len != expected.len || record->text_hash != str_quick_hash(expected))
		return false;
	if (record->style == STYLE_PLAIN && edited_is(text, range, expected))
		return true; /* without line breaks, as the lengths show */
	if (block) {
		/* Its indentation depends on these. */
		from = header_line(text, range.start);
		line = edited_slice(text, &scratch,
				    (struct range){ line_start(text, parent), parent });
	}
	bytes = edited_slice(text, &scratch, (struct range){ from, range.end });
	source_init(&source, &scratch, STR(""), arena_join(&scratch, line, STR("\n"), bytes));
	at = line.len + 1 + (range.start - from);
	nodes[0].bytes = (struct short_range){ (uint32_t)line.len, (uint32_t)line.len };
	nodes[1].bytes = (struct short_range){ (uint32_t)at, (uint32_t)source.bytes.len };
	return (!block || scalar_is_indented(&source, &nodes[1])) &&
	       scalar_text(&tree, &scratch, &nodes[1], &value) && str_eq(value.value, expected);
}
