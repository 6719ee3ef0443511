/* SPDX-License-Identifier: MIT */
/* Prints findings for people: a line that editors recognise, and the source line with the range
 * marked. */
#include "config.h"

#include "base/width.h"
#include "nox/rules/rules.h"
#include "output/escape.h"
#include "output/report_formats.h"

enum {
	GUTTER = 5,	  /* columns of a line number */
	LINE_LIMIT = 120, /* maximum bytes of the source line, */
	LINE_LEAST = 30,  /* also on a terminal that has fewer columns */
};

/* The bytes of a source line that are shown: with what is around them, no more than the columns of a
 * terminal. */
static size_t line_limit(size_t width)
{
	size_t around = GUTTER + 3 + 2; /* " | ", and "…" twice */

	if (width == 0 || width > LINE_LIMIT + around)
		return LINE_LIMIT;
	return width > LINE_LEAST + around ? width - around : LINE_LEAST;
}

/* A part of a source line with a marked range. */
struct excerpt {
	struct str text;
	struct range marked; /* in the text */
	bool cut_before;
	bool cut_after;
};

/* The offset of the first character that starts at or after the offset. */
static size_t next_character(struct str text, size_t at)
{
	while (at < text.len && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* Of what is before the range two thirds of the limit may be shown; if there is more, one third is. */
static struct excerpt excerpt_of(const struct source *source, struct range range, size_t limit)
{
	size_t line = source_line(source, range.start);
	size_t from = line == 0 ? source_bom(source) : source_line_range(source, line).start;
	struct excerpt e = { .cut_before = false };
	size_t end;

	e.text = source_line_text(source, line);
	end = source_line_range(source, line).start + e.text.len;
	while (end > from && (source->bytes.p[end - 1] == '\n' || source->bytes.p[end - 1] == '\r'))
		end--;
	if (range.start < from || range.start > end)
		range.start = range.start < from ? from : end;
	if (range.end > end || range.end < range.start)
		range.end = range.end > end ? end : range.start;
	if (range.start - from > limit * 2 / 3) {
		from = next_character(source->bytes, range.start - limit / 3);
		e.cut_before = true;
	}
	e.text = str_cut(str_slice(source->bytes, from, end), limit);
	e.cut_after = from + e.text.len < end;
	e.marked = (struct range){ range.start - from, range.end - from };
	if (e.marked.end > e.text.len)
		e.marked.end = e.text.len;
	return e;
}

/* Columns of a part of the line as lines_add() prints it. */
static size_t width_of(struct str line, struct range part)
{
	BUF_AUTO struct buf escaped = { 0 };

	escape_part(&escaped, line, part);
	return str_width(buf_str(&escaped));
}

/* Adds blanks as wide as the start of the line. Tabs are kept, since their width depends on the
 * terminal. */
static void add_blanks(struct buf *out, struct str line, size_t end)
{
	size_t from = 0;

	for (size_t i = 0; i <= end; i++) {
		if (i < end && line.p[i] != '\t')
			continue;
		buf_fill(out, ' ', width_of(line, (struct range){ from, i }));
		if (i < end)
			buf_add_char(out, '\t');
		from = i + 1;
	}
}

static void add_excerpt(const struct lines *out, size_t width_limit, const struct rewrite *file,
			const struct diagnostic *d)
{
	struct excerpt e = excerpt_of(&file->source, diagnostic_range(d), line_limit(width_limit));
	size_t number = source_position(&file->source, diagnostic_range(d).start).line;
	BUF_AUTO struct buf line = { 0 }, marks = { 0 };
	struct range carets;
	size_t gutter, start;

	buf_printf(&line, "%*zu | ", GUTTER, number);
	gutter = line.len;
	if (e.cut_before)
		buf_add_c(&line, "\xe2\x80\xa6");
	start = line.len;
	buf_add(&line, e.text);
	if (e.cut_after)
		buf_add_c(&line, "\xe2\x80\xa6");
	buf_fill(&marks, ' ', gutter - 2);
	buf_add_c(&marks, "| ");

	struct str shown = str_slice(buf_str(&line), gutter, line.len);
	size_t before = start - gutter + e.marked.start;
	size_t width = width_of(shown, (struct range){ before, start - gutter + e.marked.end });

	add_blanks(&marks, shown, before);
	carets.start = marks.len;
	buf_fill(&marks, '^', width > 0 ? width : 1);
	carets.end = marks.len;
	lines_take(out, &line);
	lines_add_colored(out, buf_str(&marks), carets, report_color(d->severity));
}

static void add_finding(const struct report *report, const struct rewrite *file,
			const struct diagnostic *d)
{
	const struct lines *out = report->lines;
	BUF_AUTO struct buf line = { 0 };

	report_message(out, file, d);
	add_excerpt(out, report->width, file, d);
	buf_fill(&line, ' ', GUTTER + 1);
	buf_add_c(&line, "= ");
	buf_add_c(&line, d->remedy);
	lines_take(out, &line);
	lines_add(out, STR(""));
}

void report_text_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (d->rule && d->severity >= report->least)
			add_finding(report, file, d);
		report_pass(report);
	}
}

void report_concise_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (d->rule && d->severity >= report->least)
			report_message(report->lines, file, d);
		report_pass(report);
	}
}
