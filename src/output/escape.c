/* SPDX-License-Identifier: MIT */
/* Escaping. What comes out holds no byte that its reader could take for a command. */
#include "config.h"

#include "output/escape.h"

#include <string.h>

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* The code point of the valid UTF-8 sequence that text begins with, and its length. */
static unsigned long code_point(struct str text, size_t *length)
{
	unsigned char first = (unsigned char)text.p[0];
	size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	unsigned long code = n == 1 ? first : first & (0x7fU >> n);

	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)text.p[i] & 0x3f);
	*length = n;
	return code;
}

static bool steers(unsigned long code)
{
	return (code >= 0x80 && code <= 0x9f) || code == 0x061c || code == 0x200e || code == 0x200f ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static void escape_valid(struct buf *out, struct str text)
{
	size_t plain = 0, length = 1;

	for (size_t i = 0; i < text.len; i += length) {
		unsigned long code = code_point(str_slice(text, i, text.len), &length);
		bool control = code < 0x80 && is_control((unsigned char)code) && code != '\t' &&
			       code != '\n';

		if (!control && !steers(code))
			continue;
		buf_add(out, str_slice(text, plain, i));
		plain = i + length;
		if (control)
			buf_printf(out, "^%c", (char)(code ^ 0x40));
		else
			buf_printf(out, "\\u%04lx", code);
	}
	buf_add(out, str_slice(text, plain, text.len));
}

/* Passes the valid stretches of text to valid and each byte that is no UTF-8 to bad. */
static void split_utf8(struct buf *out, struct str text, void (*valid)(struct buf *, struct str),
		       void (*bad)(struct buf *, unsigned char))
{
	size_t at;

	while (!str_is_utf8(text, &at)) {
		valid(out, str_slice(text, 0, at));
		bad(out, (unsigned char)text.p[at]);
		text = str_slice(text, at + 1, text.len);
	}
	valid(out, text);
}

static void bad_hex(struct buf *out, unsigned char byte)
{
	buf_printf(out, "\\x%02x", byte);
}

static void bad_replaced(struct buf *out, unsigned char byte)
{
	(void)byte;
	buf_add_c(out, "\xef\xbf\xbd");
}

void escape_terminal(struct buf *out, struct str text)
{
	split_utf8(out, text, escape_valid, bad_hex);
}

void escape_utf8(struct buf *out, struct str text)
{
	split_utf8(out, text, buf_add, bad_replaced);
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
