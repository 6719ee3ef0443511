/* SPDX-License-Identifier: MIT */
/* Writes Gherkin. */
#include "config.h"

#include "output/feature_text.h"

#include "base/width.h"
#include "output/escape.h"
#include "output/feature_steps.h"
#include "output/gherkin.h"

enum { COLUMNS = 6 };

static const char *const headings[COLUMNS] = { "workflow", "job", "step", "path", "part", "files" };

struct str feature_next_tag(struct str *line)
{
	struct str text = str_trim(*line);
	size_t end = 0;

	if (text.len == 0 || text.p[0] != '@')
		return STR("");
	while (end < text.len && text.p[end] != ' ' && text.p[end] != '\t')
		end++;
	*line = str_slice(text, end, text.len);
	return str_slice(text, 0, end);
}

static void add_line(struct buf *out, struct str indent, const char *newline, struct str word,
		     const char *text)
{
	buf_add(out, indent);
	buf_add(out, word);
	buf_add_c(out, text);
	buf_add_c(out, newline);
}

void feature_add_head(struct buf *out, const struct feature_style *style)
{
	add_line(out, STR(""), style->newline, STR(GHERKIN_WORD_FEATURE),
		 ": CI workflow validation");
	add_line(out, style->scenario, style->newline, STR(""),
		 "The CI workflows keep the virtual environments of Nox between runs.");
	buf_add_c(out, style->newline);
}

/* Adds a cell on one line, with special characters escaped. */
static void add_cell(struct buf *out, struct str text)
{
	BUF_AUTO struct buf line = { 0 };

	escape_utf8(&line, str_trim(text));
	for (size_t i = 0; i < line.len; i++) {
		bool control = (unsigned char)line.p[i] < ' ' || line.p[i] == 0x7f;

		if (line.p[i] == '|' || line.p[i] == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, control ? ' ' : line.p[i]);
	}
}

static struct str text_of(const struct feature_row *row, size_t column)
{
	const struct str texts[COLUMNS] = { row->workflow, row->job,  row->step,
					    row->path,	   row->part, row->files };

	return texts[column];
}

static struct str cell_of(const struct feature_rows *rows, size_t row, size_t column)
{
	return row == 0 ? str_from(headings[column]) : text_of(&rows->list.at[row - 1], column);
}

static bool has_placeholder(struct str text)
{
	for (size_t at = 0; (at = str_find_char(text, '<', at)) != STR_NONE; at++)
		for (size_t i = 0; i < COLUMNS; i++) {
			size_t end = at + 1 + str_from(headings[i]).len;

			if (str_is(str_slice(text, at + 1, end), headings[i]) && end < text.len &&
			    text.p[end] == '>')
				return true;
		}
	return false;
}

bool feature_row_is_writable(const struct feature_row *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		struct str text = text_of(row, i);

		if (text.len == 0 || !str_is_line(text) || str_trim(text).len != text.len ||
		    has_placeholder(text))
			return false;
	}
	return true;
}

void feature_add_table(struct buf *out, struct str indent, const char *newline,
		       const struct feature_rows *rows)
{
	size_t widths[COLUMNS] = { 0 };
	BUF_AUTO struct buf cell = { 0 };

	for (size_t pass = 0; pass < 2; pass++)
		for (size_t row = 0; row <= rows->list.len; row++) {
			if (pass == 1)
				buf_add(out, indent);
			for (size_t column = 0; column < COLUMNS; column++) {
				size_t width;

				buf_cut(&cell, 0);
				add_cell(&cell, cell_of(rows, row, column));
				width = str_width(buf_str(&cell));
				if (width > widths[column])
					widths[column] = width;
				if (pass == 0)
					continue;
				buf_add_c(out, "| ");
				buf_add(out, buf_str(&cell));
				buf_fill(out, ' ', widths[column] - width + 1);
			}
			if (pass == 1) {
				buf_add_char(out, '|');
				buf_add_c(out, newline);
			}
		}
}

static bool all_restore(const struct feature_rows *rows)
{
	for (size_t i = 0; i < rows->list.len; i++)
		if (!rows->list.at[i].restores)
			return false;
	return true;
}

void feature_add_outline(struct buf *out, const struct feature_style *style,
			 const struct feature_rows *rows, const char *comment)
{
	const char *newline = style->newline;
	static const struct str given = STR(GHERKIN_WORD_GIVEN), then = STR(GHERKIN_WORD_THEN),
				and = STR(GHERKIN_WORD_AND);

	add_line(out, style->scenario, newline, STR(""), comment);
	if (style->tags.len > 0)
		add_line(out, style->scenario, newline, style->tags, "");
	add_line(out, style->scenario, newline, STR(GHERKIN_WORD_OUTLINE),
		 ": Nox environments are cached in job <job> of <workflow>");
	add_line(out, style->step, newline, given,
		 "the job \"<job>\" of the workflow "
		 "\"<workflow>\"");
	add_line(out, style->step, newline, then,
		 "a cache step for \"<path>\" " FEATURE_STEPS_SIGN " \"<step>\"");
	add_line(out, style->step, newline, and,
		 "its key separates operating systems, architectures and jobs");
	add_line(out, style->step, newline, and, "its key contains \"<part>\"");
	add_line(out, style->step, newline, and, "its key ends with the hash of <files>");
	if (all_restore(rows))
		add_line(out, style->step, newline, and,
			 "its restore-keys are its key without the hash");
	add_line(out, style->step, newline, and, "a comment above it explains it");
	buf_add_c(out, newline);
	add_line(out, style->examples, newline, STR(GHERKIN_WORD_EXAMPLES), ":");
	feature_add_table(out, style->table, newline, rows);
}
