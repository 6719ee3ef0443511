/* SPDX-License-Identifier: MIT */
/* Adds lines for people. Each is escaped as a whole, so that no text can end the line or form a
 * command with its neighbours. */
#include "config.h"

#include "output/lines.h"

#include "output/escape.h"

void lines_add_colored(const struct lines *lines, struct str text, struct range range,
		       const char *code)
{
	bool colored = lines->color && *code;

	escape_part(lines->out, text, (struct range){ 0, range.start });
	buf_add_c(lines->out, colored ? code : "");
	escape_part(lines->out, text, range);
	buf_add_c(lines->out, colored ? "\033[m" : "");
	escape_part(lines->out, text, (struct range){ range.end, text.len });
	buf_add_char(lines->out, '\n');
}

void lines_add(const struct lines *lines, struct str text)
{
	lines_add_colored(lines, text, (struct range){ 0, text.len }, "");
}

void lines_take(const struct lines *lines, struct buf *raw)
{
	lines_add(lines, buf_str(raw));
	buf_cut(raw, 0);
}
