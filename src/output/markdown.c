/* SPDX-License-Identifier: MIT */
/* Writes Markdown whose structure only depends on literals of this program. */
#include "config.h"

#include "output/markdown.h"

#include "base/ascii.h"
#include "output/escape.h"

#include <string.h>

void markdown_add_literal(const struct markdown *markdown, struct str literal)
{
	buf_add(markdown->out, literal);
}

void markdown_number(const struct markdown *markdown, size_t number)
{
	buf_printf(markdown->out, "%zu", number);
}

/* The length of the longest run of backticks. */
static size_t longest_run(struct str text)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < text.len; i++) {
		run = text.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* A backslash escapes a bar, also in code, but two backslashes do not. */
static void add_cell_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] != '|')
			buf_add_char(out, text.p[i]);
		else
			buf_add_c(out, i > 0 && text.p[i - 1] == '\\' ? "\\x7c" : "\\|");
}

/* Adds a code span with more backticks than the text contains. An empty span would not be a code
 * span. */
static void add_span(struct buf *out, struct str text, bool in_cell)
{
	BUF_AUTO struct buf clean = { 0 };
	size_t longest;

	escape_text(&clean, text);
	longest = longest_run(buf_str(&clean));
	buf_fill(out, '`', longest + 1);
	buf_add_c(out, longest > 0 || clean.len == 0 ? " " : "");
	if (in_cell)
		add_cell_text(out, buf_str(&clean));
	else
		buf_add(out, buf_str(&clean));
	buf_add_c(out, longest > 0 ? " " : "");
	buf_fill(out, '`', longest + 1);
}

void markdown_code(const struct markdown *markdown, struct str text)
{
	add_span(markdown->out, text, false);
}

void markdown_cell(const struct markdown *markdown, struct str text)
{
	add_span(markdown->out, text, true);
}

/* Whether the platforms would recognise a mention, a reference or a URL scheme that continues after
 * the byte. */
static bool starts_reference(struct str text, size_t at)
{
	struct str rest = str_slice(text, at + 1, text.len);
	bool digit = rest.len > 0 && ascii_is_digit(rest.p[0]);

	switch (text.p[at]) {
	case '@':
		return true;
	case '#':
	case '!':
		return digit;
	case ':':
		return str_starts(rest, "//");
	case 'w':
	case 'W':
		return at >= 2 && str_is_nocase(str_slice(text, at - 2, at + 1), "www") &&
		       str_starts(rest, ".");
	default:
		return false;
	}
}

void markdown_prose(const struct markdown *markdown, struct str text)
{
	BUF_AUTO struct buf clean = { 0 };
	struct buf *out = markdown->out;

	escape_text(&clean, text);
	for (size_t i = 0; i < clean.len; i++) {
		if (strchr("\\`*_[]<>!#|~&$", clean.p[i]))
			buf_add_char(out, '\\');
		buf_add_char(out, clean.p[i]);
		if (starts_reference(buf_str(&clean), i))
			buf_add_c(out, "&#8203;"); /* a zero-width space */
	}
}

/* ------------------------------------------------------------------ lists */

void markdown_list_init(struct markdown_list *list, size_t most)
{
	*list = (struct markdown_list){ .out = MARKDOWN_TO(&list->text), .most = most };
}

void markdown_list_release(struct markdown_list *list)
{
	buf_release(&list->text);
}

bool markdown_list_is_empty(const struct markdown_list *list)
{
	return list->text.len == 0 && list->omitted == 0;
}

bool markdown_begin(struct markdown_list *list)
{
	list->start = list->text.len;
	list->omitted += list->omitted > 0;
	return list->omitted == 0;
}

void markdown_end(struct markdown_list *list)
{
	if (list->text.len <= list->most)
		return;
	buf_cut(&list->text, list->start);
	list->omitted = 1;
}

void markdown_add_entries(const struct markdown *markdown, const struct markdown_list *list,
			  struct str before, struct str after)
{
	buf_add(markdown->out, buf_str(&list->text));
	if (list->omitted == 0)
		return;
	markdown_add_literal(markdown, before);
	markdown_add(markdown, "and ");
	markdown_number(markdown, list->omitted);
	markdown_add(markdown, " more");
	markdown_add_literal(markdown, after);
}
