/* SPDX-License-Identifier: MIT */
/* Reports for people. Lines and columns are computed here, from ranges; whatever comes from a file is escaped
 * for a terminal. */
#include "config.h"

#include "output/report.h"

#include "output/escape.h"

static void add_place(struct buf *out, const struct rewrite *file, const struct diagnostic *d)
{
	escape_terminal(out, file->source.path);
	if (d->placed) {
		struct position at = source_position(&file->source, d->range.start);

		buf_printf(out, ":%zu:%zu", at.line, at.column);
	}
	buf_add_c(out, ": ");
}

void report_message(struct buf *out, const struct rewrite *file, const struct diagnostic *message,
		    bool color)
{
	static const char *const colors[] = { "\033[36m", "\033[33m", "\033[31m" };

	add_place(out, file, message);
	buf_printf(out, "%s%s:%s ", color ? colors[message->severity] : "",
		   severity_name(message->severity), color ? "\033[m" : "");
	escape_terminal(out, message->message);
	if (message->rule)
		buf_printf(out, " [%s]", message->rule);
	buf_add_char(out, '\n');
}

bool report_is_mended(const struct diagnostic *finding)
{
	struct str rule = str_from(finding->rule);

	return str_is(rule, "missing-cache") || str_is(rule, "cache-out-of-date");
}

size_t report_findings(const struct rewrite *file)
{
	size_t count = 0;

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		count += d->rule && d->severity != SEVERITY_NOTE;
	}
	return count;
}

bool report_check(struct buf *out, const struct rewrite *file, bool color)
{
	for (size_t i = 0; i < file->diagnostics.list.len; i++)
		if (file->diagnostics.list.at[i].rule)
			report_message(out, file, &file->diagnostics.list.at[i], color);
	return !out->failed;
}

enum { COLUMNS = 6 };

struct row {
	struct str cells[COLUMNS];
};

struct table {
	struct arena *arena;
	LIST(struct row) rows;
};

static struct str outcome(struct arena *arena, const struct job_plan *job,
			  const struct judged_call *judged)
{
	const struct insertion *insertion = insertion_for(job, &judged->call);

	if (judged->skipped)
		return arena_printf(arena, "left alone: %s", judged->skipped);
	if (judged->covered_by != STR_NONE)
		return arena_printf(arena, "cached by step %zu", judged->covered_by);
	if (insertion)
		return arena_printf(arena, "cache step goes in front of step %zu",
				    insertion->step->index);
	return STR("left alone");
}

static struct str escaped(struct arena *arena, struct str text)
{
	BUF_AUTO struct buf out = { 0 };

	escape_terminal(&out, text);
	return buf_keep(&out, arena);
}

static bool add_rows(struct table *table, const struct rewrite *file, const struct job_plan *job)
{
	struct arena *a = table->arena;

	for (size_t i = 0; i < job->calls.len; i++) {
		const struct judged_call *judged = &job->calls.at[i];
		const struct nox_call *call = &judged->call;
		size_t line = source_position(&file->source, call->range.start).line;
		struct row row = { {
			escaped(a, job->job->id),
			arena_printf(a, "%zu", call->step->index),
			arena_printf(a, "%zu", line),
			escaped(a, call->shown),
			call->runs ? escaped(a, call->envdir.path) : STR("-"),
			outcome(a, job, judged),
		} };

		if (!list_add(a, &table->rows, row))
			return false;
	}
	return true;
}

static size_t width_of(struct str cell)
{
	size_t width = 0;

	for (size_t i = 0; i < cell.len; i++)
		width += ((unsigned char)cell.p[i] & 0xc0) != 0x80;
	return width;
}

enum { CELL_WIDTH_MAX = 60 };

static void add_table(struct buf *out, const struct table *table)
{
	size_t widths[COLUMNS] = { 0 };

	for (size_t i = 0; i < table->rows.len; i++)
		for (size_t k = 0; k < COLUMNS; k++) {
			size_t width = width_of(table->rows.at[i].cells[k]);

			if (width > widths[k] && width <= CELL_WIDTH_MAX)
				widths[k] = width;
		}
	for (size_t i = 0; i < table->rows.len; i++) {
		buf_add_c(out, "  ");
		for (size_t k = 0; k < COLUMNS; k++) {
			struct str cell = table->rows.at[i].cells[k];
			size_t width = width_of(cell);

			buf_add(out, cell);
			if (k + 1 < COLUMNS)
				buf_fill(out, ' ', (width < widths[k] ? widths[k] - width : 0) + 2);
		}
		buf_add_char(out, '\n');
	}
}

/* What the keys' hashFiles() give on this checkout, where that was asked for. */
static void add_hashes(struct buf *out, const struct rewrite *file)
{
	for (size_t i = 0; i < file->plan.jobs.len; i++) {
		const struct job_plan *job = &file->plan.jobs.at[i];

		for (size_t k = 0; k < job->insertions.len; k++) {
			const struct insertion *insertion = &job->insertions.at[k];
			struct str key = insertion->cache.key;
			size_t at = str_find(key, STR("hashFiles("), 0);

			if (insertion->hash.len == 0 || at == STR_NONE)
				continue;
			buf_add_c(out, "  ");
			escape_terminal(out, job->job->id);
			buf_add_c(out, ": ");
			escape_terminal(out, str_slice(key, at, str_find(key, STR(" }}"), at)));
			buf_add_c(out, " = ");
			buf_add(out, insertion->hash);
			buf_add_char(out, '\n');
		}
	}
}

bool report_list(struct buf *out, const struct rewrite *file, bool color)
{
	static const struct row heading = { { STR("JOB"), STR("STEP"), STR("LINE"), STR("COMMAND"),
					      STR("ENVIRONMENTS"), STR("CACHE") } };
	ARENA_AUTO struct arena arena = { 0 };
	struct table table = { .arena = &arena };

	if (file->failed || file->plan.jobs.len == 0)
		return true;
	if (!list_add(&arena, &table.rows, heading))
		return false;
	for (size_t i = 0; i < file->plan.jobs.len; i++)
		if (!add_rows(&table, file, &file->plan.jobs.at[i]))
			return false;
	if (out->len > 0)
		buf_add_char(out, '\n');
	buf_add_c(out, color ? "\033[1m" : "");
	escape_terminal(out, file->source.path);
	buf_add_c(out, color ? "\033[m\n" : "\n");
	add_table(out, &table);
	add_hashes(out, file);
	return !arena.failed && !out->failed;
}
