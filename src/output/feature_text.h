/* SPDX-License-Identifier: MIT */
/* Writes the scenario outline in the style of the file. */
#ifndef OUTPUT_FEATURE_TEXT_H
#define OUTPUT_FEATURE_TEXT_H

#include "base/buf.h"
#include "output/feature_rows.h"

/* Does each text of the row come out of a table's cell as it is? Not what is more than one line, or
 * what is not printable; nor what contains a column's name in angle brackets, which a scenario outline
 * would replace. */
bool feature_row_is_writable(const struct feature_row *row);

/* All borrowed. Indentations are the blanks and tabs before the text. */
struct feature_style {
	const char *newline;
	struct str unit;
	struct str scenario;
	struct str step;
	struct str examples;
	struct str table;
	struct str tags; /* for the outline, separated by blanks; may be empty */
};

/* Cuts the first tag off a line of tags. Returns an empty text if there is none (a comment may
 * follow). */
struct str feature_next_tag(struct str *line);

/* Appends the feature and its description. */
void feature_add_head(struct buf *out, const struct feature_style *style);

/* Appends the outline with a comment before it. */
void feature_add_outline(struct buf *out, const struct feature_style *style,
			 const struct feature_rows *rows, const char *comment);

/* Appends the table of examples. */
void feature_add_table(struct buf *out, struct str indent, const char *newline,
		       const struct feature_rows *rows);

#endif
