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

/* A list that is made apart, and whose last entries may be left out. Must not move. */
struct markdown_list {
	struct buf text;
	struct markdown out; /* to text, for an entry */
	size_t most;	     /* bytes that it may have after an entry */
	size_t start;	     /* of the current entry */
	size_t omitted;	     /* number of those that are left out */
};

/* A list that takes at most so many bytes. markdown_list_release frees it. */
void markdown_list_init(struct markdown_list *list, size_t most);
void markdown_list_release(struct markdown_list *list);
bool markdown_list_is_empty(const struct markdown_list *list);

/* Begins an entry. Returns false if it is left out, since one before it is. */
bool markdown_begin(struct markdown_list *list);
/* Ends an entry; leaves it out if the list is too long with it. */
void markdown_end(struct markdown_list *list);

/* Adds a list, and between two literals how many of its entries are left out, if any are. */
#define markdown_add_list(markdown, list, before, after)                                           \
	markdown_add_entries((markdown), (list), STR(before), STR(after))
void markdown_add_entries(const struct markdown *markdown, const struct markdown_list *list,
			  struct str before, struct str after);

#endif
