/* SPDX-License-Identifier: MIT */
/* Prints the table of jobs for --list. */
#include "config.h"

#include "base/width.h"
#include "output/escape.h"
#include "output/report_formats.h"

enum { COLUMNS = 6 };

struct row {
	struct str cells[COLUMNS];
};

/* The rows are made twice: for the widths of the columns, and to be printed. */
struct table {
	const struct report *report;
	size_t widths[COLUMNS];
	bool measured;
	struct arena arena; /* of one row */
};

static struct str outcome(struct arena *arena, const struct job_outcome *job,
			  const struct call_outcome *call)
{
	if (call->fate->skipped)
		return arena_printf(arena, "left alone: %s", call->fate->skipped);
	if (call->fate->covered_by != INDEX_NONE)
		return arena_printf(arena, "cached by step %u", call->fate->covered_by);
	if (call->fate->inserted != INDEX_NONE)
		return arena_printf(arena, "new cache step before step %u",
				    job->details->insertions.at[call->fate->inserted].step->index);
	return STR("left alone");
}

/* The text as lines_add() prints it, for its width. */
static struct str escaped(struct arena *arena, struct str text)
{
	BUF_AUTO struct buf out = { 0 };

	escape_text(&out, text);
	return buf_keep(&out, arena);
}

enum {
	CELL_WIDTH_MAX = 60, /* where the width is not limited; longer cells stand out */
	INDENT = 2,
	GAP = 2,
};

/* Columns that may be shortened, to no less than this; 0: never. What is left out of a folder is its
 * beginning, of anything else its end. */
static const size_t least_widths[COLUMNS] = { 8, 0, 0, 12, 8, 16 };
enum { ENVIRONMENTS = 4 };

/* Makes columns smaller, the widest first, until a row has no more than that width. */
static void fit_widths(size_t widths[COLUMNS], size_t width)
{
	for (;;) {
		size_t total = INDENT + (COLUMNS - 1) * GAP, widest = COLUMNS;

		for (size_t k = 0; k < COLUMNS; k++) {
			total += widths[k];
			if (least_widths[k] > 0 && widths[k] > least_widths[k] &&
			    (widest == COLUMNS || widths[k] > widths[widest]))
				widest = k;
		}
		if (total <= width || widest == COLUMNS)
			return;
		widths[widest]--;
	}
}

/* The cell in at most that many columns. */
static struct str shortened(struct arena *arena, struct str cell, size_t width, bool tail)
{
	size_t start = 0, end, length;
	unsigned long code;

	if (str_width(cell) <= width || width < 4)
		return cell;
	if (tail) {
		while (str_width(str_slice(cell, start, cell.len)) > width - 3) {
			length = str_character(cell, start, &code);
			start += length > 0 ? length : 1;
		}
		return arena_printf(arena, "...%.*s", STR_ARG(str_slice(cell, start, cell.len)));
	}
	for (end = 0; end < cell.len; end += length) {
		length = str_character(cell, end, &code);
		length = length > 0 ? length : 1;
		if (str_width(str_slice(cell, 0, end + length)) > width - 3)
			break;
	}
	return arena_printf(arena, "%.*s...", STR_ARG(str_slice(cell, 0, end)));
}

static void widen(struct table *table, const struct row *row)
{
	for (size_t k = 0; k < COLUMNS; k++) {
		size_t width = str_width(row->cells[k]);

		if (width > table->widths[k] &&
		    (table->report->width > 0 || width <= CELL_WIDTH_MAX))
			table->widths[k] = width;
	}
}

static void print(struct table *table, const struct row *row)
{
	BUF_AUTO struct buf raw = { 0 };

	buf_fill(&raw, ' ', INDENT);
	for (size_t k = 0; k < COLUMNS; k++) {
		struct str cell = row->cells[k];
		size_t limit = table->widths[k], width;

		if (table->report->width > 0)
			cell = shortened(&table->arena, cell, limit, k == ENVIRONMENTS);
		buf_add(&raw, cell);
		width = str_width(cell);
		if (k + 1 < COLUMNS)
			buf_fill(&raw, ' ', (width < limit ? limit - width : 0) + GAP);
	}
	lines_take(table->report->lines, &raw);
	report_pass(table->report);
}

static void take_row(struct table *table, const struct row *row)
{
	if (table->measured)
		print(table, row);
	else
		widen(table, row);
	arena_clear(&table->arena);
}

static void add_row(struct table *table, const struct rewrite *file, const struct job_outcome *job,
		    const struct call_outcome *call)
{
	struct arena *a = &table->arena;
	struct row row = { {
		escaped(a, job->job->id),
		arena_printf(a, "%u", call->step->index),
		arena_printf(a, "%zu", source_position(&file->source, call->at).line),
		escaped(a, call_outcome_shown(call)),
		call->fate->runs ? escaped(a, call->fate->envdir) : STR("-"),
		escaped(a, outcome(a, job, call)),
	} };

	take_row(table, &row);
}

static void add_rows(struct table *table, const struct rewrite *file)
{
	static const struct row heading = { { STR("JOB"), STR("STEP"), STR("LINE"), STR("COMMAND"),
					      STR("ENVIRONMENTS"), STR("CACHE") } };

	take_row(table, &heading);
	for (size_t i = 0; i < file->plan.outcomes.len; i++) {
		const struct job_outcome *job = &file->plan.outcomes.at[i];

		for (size_t k = 0; !job->deselected && k < job->details->calls.len; k++)
			add_row(table, file, job, &job->details->calls.at[k]);
	}
}

static void add_table(const struct report *report, const struct rewrite *file)
{
	struct table table = { .report = report };

	add_rows(&table, file);
	if (report->width > 0)
		fit_widths(table.widths, report->width);
	table.measured = true;
	add_rows(&table, file);
	arena_release(&table.arena);
}

/* Adds the values of hashFiles() on this checkout, if they were requested. */
static void add_hashes(const struct report *report, const struct rewrite *file)
{
	BUF_AUTO struct buf raw = { 0 };

	for (size_t i = 0; i < file->plan.outcomes.len; i++) {
		const struct job_outcome *job = &file->plan.outcomes.at[i];

		for (size_t k = 0; k < job->details->insertions.len; k++) {
			const struct new_cache *insertion = job->details->insertions.at[k].cache;
			struct str key = insertion->key;
			size_t at = str_find(key, STR("hashFiles("), 0);

			if (insertion->hash.len == 0 || at == STR_NONE)
				continue;
			buf_add_c(&raw, "  ");
			buf_add(&raw, job->job->id);
			buf_add_c(&raw, ": ");
			buf_add(&raw, str_slice(key, at, str_find(key, STR(" }}"), at)));
			buf_add_c(&raw, " = ");
			buf_add(&raw, insertion->hash);
			lines_take(report->lines, &raw);
		}
		report_pass(report);
	}
}

/* Adds what a hit of each new cache step saves. */
static void add_gains(const struct report *report, const struct rewrite *file)
{
	BUF_AUTO struct buf raw = { 0 };

	for (size_t i = 0; i < file->plan.outcomes.len; i++) {
		const struct job_outcome *job = &file->plan.outcomes.at[i];

		for (size_t k = 0; k < job->details->calls.len; k++) {
			const struct call_outcome *call = &job->details->calls.at[k];

			if (call->fate->skipped || call->fate->inserted == INDEX_NONE)
				continue;
			buf_add_c(&raw, "  ");
			buf_add(&raw, job->job->id);
			buf_printf(&raw, ", step %u: a hit saves %s", call->step->index,
				   gain_text(call->fate->gain));
			if (call->fate->may_skip)
				buf_add_c(&raw, "; with --reuse=no-install every install, which is "
						"right here");
			lines_take(report->lines, &raw);
			report_pass(report);
		}
	}
}

/* Whether a job of the file is listed. */
static bool has_rows(const struct rewrite *file)
{
	for (size_t i = 0; i < file->plan.outcomes.len; i++)
		if (!file->plan.outcomes.at[i].deselected)
			return true;
	return false;
}

void report_list_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;
	struct str path = file->source.path;

	if (file->failed || !has_rows(file))
		return;
	report_part(report);
	lines_add_colored(report->lines, path, (struct range){ 0, path.len }, "\033[1m");
	add_table(report, file);
	add_hashes(report, file);
	if (report->verbose)
		add_gains(report, file);
}
