/* SPDX-License-Identifier: MIT */
/* Lines for people on a terminal or in a log. They leave the program only through this module, so
 * that no caller can forget to escape a text. */
#ifndef OUTPUT_LINES_H
#define OUTPUT_LINES_H

#include "base/buf.h"

/* The destination of lines; use LINES_TO. */
struct lines {
	struct buf *out; /* the caller's */
	bool color;	 /* the reader supports ANSI colours */
};

#define LINES_TO(buf, colored) ((struct lines){ .out = (buf), .color = (colored) })

/* Adds the text as one line, escaped (escape_text), with a newline. */
void lines_add(const struct lines *lines, struct str text);

/* The same, with the bytes of the range in a colour. code is an ANSI sequence such as "\033[1m", or
 * "" for none. */
void lines_add_colored(const struct lines *lines, struct str text, struct range range,
		       const char *code);

/* The same for a line that the caller has built in raw, which is emptied. */
void lines_take(const struct lines *lines, struct buf *raw);

#endif
