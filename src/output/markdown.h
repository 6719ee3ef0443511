/* SPDX-License-Identifier: MIT */
/* Writes GitHub Flavored Markdown for GitHub, Forgejo and Gitea. Literals of this program are
 * written unchanged; any other text is escaped. */
#ifndef OUTPUT_MARKDOWN_H
#define OUTPUT_MARKDOWN_H

#include "base/buf.h"

/* A document that is being written; use MARKDOWN_TO. */
struct markdown {
	struct buf *out; /* the caller's */
};

#define MARKDOWN_TO(buf) ((struct markdown){ .out = (buf) })

/* Adds markup of this program. It must be a literal, so that no other text can be passed. */
#define markdown_add(markdown, literal) markdown_add_literal((markdown), STR(literal))
void markdown_add_literal(const struct markdown *markdown, struct str literal);
void markdown_number(const struct markdown *markdown, size_t number);

/* Adds text of a repository as a code span on one line. No text can end the span, and no platform
 * recognises markup, HTML, mentions, references or URLs in it. */
void markdown_code(const struct markdown *markdown, struct str text);
/* The same for a table cell, with bars escaped (section 4.10). */
void markdown_cell(const struct markdown *markdown, struct str text);

/* Adds prose of the user or this program within a line. It is shown as written: markup, mentions,
 * references and links have no effect. */
void markdown_prose(const struct markdown *markdown, struct str text);

#endif
