/* SPDX-License-Identifier: MIT */
/* Ranges from Unicode 15 (EastAsianWidth.txt: W and F; general categories Mn, Me and Cf), merged
 * where the characters between them are rare. */
#include "config.h"

#include "base/width.h"

struct span {
	unsigned long first;
	unsigned long last;
};

static const struct span narrow[] = {
	{ 0x300, 0x36f },   { 0x483, 0x489 },	{ 0x591, 0x5bd },   { 0x610, 0x61a },
	{ 0x64b, 0x65f },   { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200b, 0x200f },
	{ 0x20d0, 0x20f0 }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xe0100, 0xe01ef },
};

static const struct span wide[] = {
	{ 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0x33ff },	  { 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff },   { 0xa000, 0xa4cf },   { 0xa960, 0xa97f },	  { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },   { 0xff01, 0xff60 },	  { 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
};

static bool is_in(const struct span *spans, size_t count, unsigned long code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= spans[i].first && code <= spans[i].last)
			return true;
	return false;
}

size_t code_width(unsigned long code)
{
	if (code < narrow[0].first)
		return 1;
	if (is_in(narrow, sizeof(narrow) / sizeof(narrow[0]), code))
		return 0;
	return is_in(wide, sizeof(wide) / sizeof(wide[0]), code) ? 2 : 1;
}

size_t str_width(struct str text)
{
	size_t width = 0, length;
	unsigned long code = 0;

	for (size_t i = 0; i < text.len; i += length > 0 ? length : 1) {
		length = str_character(text, i, &code);
		width += length > 0 ? code_width(code) : 1;
	}
	return width;
}
