/* SPDX-License-Identifier: MIT */
/* GitHub Flavored Markdown, as GitHub, Forgejo and Gitea read it. Words of this program are
 * literals and stay as they are; any other text goes in by a function that makes it harmless. */
#ifndef OUTPUT_MARKDOWN_H
#define OUTPUT_MARKDOWN_H

#include "base/buf.h"

/* A document in the making; use MARKDOWN_TO. */
struct markdown {
	struct buf *out; /* the caller's */
};

#define MARKDOWN_TO(buf) ((struct markdown){ .out = (buf) })

/* Markup of this program; a literal, so that no other text can get here. */
#define markdown_add(markdown, literal) markdown_add_literal((markdown), STR(literal))
void markdown_add_literal(const struct markdown *markdown, struct str literal);
void markdown_number(const struct markdown *markdown, size_t number);

/* Text of a repository, and what quotes it: a code span on one line, which no text can leave and in
 * which no platform reads markup, HTML, mentions, references or addresses. */
void markdown_code(const struct markdown *markdown, struct str text);
/* The same in a cell of a table, whose bars it does not break (section 4.10). */
void markdown_cell(const struct markdown *markdown, struct str text);

/* The user's or this program's own prose, on one line behind other words of the line: it is shown
 * as it was written, without markup, and mentions, references and links do not work. */
void markdown_prose(const struct markdown *markdown, struct str text);

#endif
