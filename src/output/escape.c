/* SPDX-License-Identifier: MIT */
/* Escapes text so that its reader cannot take any part of it for a command. */
#include "config.h"

#include "output/escape.h"

#include "base/ascii.h"

#include <string.h>

bool escape_hides(unsigned long code)
{
	return (code < 0x20 && code != '\t') || (code >= 0x7f && code <= 0x9f) || code == 0x061c ||
	       code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

bool escape_opens_command(struct str text, size_t at)
{
	if (at == 0 || text.p[at] != '#' || text.p[at - 1] != '#')
		return false;
	do
		at++;
	while (at < text.len && ascii_is_letter(text.p[at]));
	return at < text.len && text.p[at] == '[';
}

/* Unicode white space that escape_hides() keeps. A runner skips it before "::". */
static bool is_blank(unsigned long code)
{
	return code == ' ' || code == '\t' || code == 0xa0 || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
	       code == 0x3000;
}

/* Offset of a "::" that starts the text, or STR_NONE. */
static size_t find_opening(struct str text)
{
	unsigned long code;
	size_t at = 0, length = 0;

	for (; at < text.len; at += length) {
		length = str_character(text, at, &code);
		if (length == 0 || !is_blank(code))
			break;
	}
	return str_starts(str_slice(text, at, text.len), "::") ? at : STR_NONE;
}

static void add_escape(struct buf *out, struct str text, size_t at, size_t length,
		       unsigned long code)
{
	char c = text.p[at];

	if (c == '\n' || c == '\r')
		buf_add_c(out, c == '\n' ? "\\n" : "\\r");
	else if (length <= 1)
		buf_printf(out, "\\x%02x", (unsigned)(unsigned char)c);
	else
		buf_printf(out, "\\u%04lx", code);
}

void escape_part(struct buf *out, struct str text, struct range part)
{
	size_t opening = find_opening(text), plain = part.start, length;
	unsigned long code = 0;

	for (size_t i = part.start; i < part.end; i += length) {
		length = str_character(text, i, &code);
		if (length > 0 && !escape_hides(code) && i != opening &&
		    !escape_opens_command(text, i))
			continue;
		buf_add(out, str_slice(text, plain, i));
		add_escape(out, text, i, length, code);
		length = length > 0 ? length : 1;
		plain = i + length;
	}
	buf_add(out, str_slice(text, plain, part.end));
}

void escape_text(struct buf *out, struct str text)
{
	escape_part(out, text, (struct range){ 0, text.len });
}

void escape_utf8(struct buf *out, struct str text)
{
	size_t bad;

	while (!str_is_utf8(text, &bad)) {
		buf_add(out, str_slice(text, 0, bad));
		buf_add_c(out, "\xef\xbf\xbd");
		text = str_slice(text, bad + 1, text.len);
	}
	buf_add(out, text);
}

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

static bool needs_quotes(struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (is_control(c) || c >= 0x80 || c == '"' || c == '\\')
			return true;
	}
	return false;
}

static void add_quoted(struct buf *out, unsigned char c)
{
	static const char named[] = "\a\b\t\n\v\f\r\"\\";
	static const char letters[] = "abtnvfr\"\\";
	const char *hit = c ? strchr(named, c) : NULL;

	if (hit)
		buf_printf(out, "\\%c", letters[hit - named]);
	else if (is_control(c) || c >= 0x80)
		buf_printf(out, "\\%03o", c);
	else
		buf_add_char(out, (char)c);
}

void escape_git_path(struct buf *out, const char *prefix, struct str path)
{
	bool quotes = needs_quotes(path);

	if (quotes)
		buf_add_char(out, '"');
	buf_add_c(out, prefix);
	if (!quotes)
		buf_add(out, path);
	for (size_t i = 0; quotes && i < path.len; i++)
		add_quoted(out, (unsigned char)path.p[i]);
	if (quotes)
		buf_add_char(out, '"');
}
