/* SPDX-License-Identifier: MIT */
/* Writes the diffstat of a mail with 72 columns. Names are shortened and graphs scaled as in
 * git. */
#include "config.h"

#include "output/stat.h"

#include "output/escape.h"

enum { WIDTH = 72 };

/* The row of a file. */
struct row {
	struct str name; /* as displayed; the arena's */
	struct diff_count count;
};

struct layout {
	size_t name; /* columns of the names, the numbers and the graph */
	size_t number;
	size_t graph;
	size_t most; /* maximum number of changed lines of a file */
};

static size_t decimal_width(size_t number)
{
	size_t width = 1;

	for (; number > 9; number /= 10)
		width++;
	return width;
}

static struct layout layout_of(const struct row *rows, size_t count)
{
	struct layout l = { .name = 0 };

	for (size_t i = 0; i < count; i++) {
		size_t lines = rows[i].count.added + rows[i].count.deleted;

		if (rows[i].name.len > l.name)
			l.name = rows[i].name.len;
		if (lines > l.most)
			l.most = lines;
	}
	l.number = decimal_width(l.most);
	l.graph = l.most;
	if (l.name + l.number + 6 + l.graph <= WIDTH)
		return l;

	size_t share = WIDTH * 3 / 8 - l.number - 6;

	if (l.graph > share)
		l.graph = share < 6 ? 6 : share;
	if (l.name > WIDTH - l.number - 6 - l.graph)
		l.name = WIDTH - l.number - 6 - l.graph;
	else
		l.graph = WIDTH - l.number - 6 - l.name;
	return l;
}

static size_t scale(const struct layout *l, size_t lines)
{
	return lines == 0 || l->most == 0 ? 0 : 1 + lines * (l->graph - 1) / l->most;
}

static struct diff_count scaled(const struct layout *l, struct diff_count count)
{
	size_t total = count.added + count.deleted;

	if (l->graph > l->most)
		return count;
	total = scale(l, total);
	if (total < 2 && count.added && count.deleted)
		total = 2;
	if (count.added < count.deleted) {
		count.added = scale(l, count.added);
		count.deleted = total - count.added;
	} else {
		count.deleted = scale(l, count.deleted);
		count.added = total - count.deleted;
	}
	return count;
}

static void add_row(struct buf *out, const struct layout *l, const struct row *row)
{
	struct str name = row->name;
	size_t total = row->count.added + row->count.deleted;
	struct diff_count graph = scaled(l, row->count);
	size_t width = l->name;

	buf_add_char(out, ' ');
	if (name.len > width) {
		buf_add_c(out, "...");
		width -= 3;
		name = str_slice(name, name.len - width, name.len);

		size_t slash = str_find_char(name, '/', 0);

		if (slash != STR_NONE)
			name = str_slice(name, slash, name.len);
	}
	buf_add(out, name);
	buf_fill(out, ' ', width - name.len);
	buf_printf(out, " | %*zu%s", (int)l->number, total, total > 0 ? " " : "");
	buf_fill(out, '+', graph.added);
	buf_fill(out, '-', graph.deleted);
	buf_add_char(out, '\n');
}

static void add_total(struct buf *out, struct diff_count sum, size_t files)
{
	buf_printf(out, " %zu file%s changed", files, files == 1 ? "" : "s");
	if (sum.added > 0 || sum.deleted == 0)
		buf_printf(out, ", %zu insertion%s(+)", sum.added, sum.added == 1 ? "" : "s");
	if (sum.deleted > 0 || sum.added == 0)
		buf_printf(out, ", %zu deletion%s(-)", sum.deleted, sum.deleted == 1 ? "" : "s");
	buf_add_char(out, '\n');
}

static void rows_fill(struct row *rows, struct arena *arena, const struct change *changes,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		BUF_AUTO struct buf name = { 0 }, shown = { 0 };

		escape_git_path(&name, "", changes[i].path);
		escape_text(&shown, buf_str(&name));
		rows[i].name = buf_keep(&shown, arena);
		rows[i].count = changes[i].count;
	}
}

void stat_add(struct buf *out, const struct change *changes, size_t count)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct row *rows = arena_alloc(&arena, count > 0 ? count : 1, sizeof(*rows));
	struct diff_count sum = { 0, 0 };

	rows_fill(rows, &arena, changes, count);

	struct layout layout = layout_of(rows, count);

	for (size_t i = 0; i < count; i++) {
		add_row(out, &layout, &rows[i]);
		sum.added += rows[i].count.added;
		sum.deleted += rows[i].count.deleted;
	}
	add_total(out, sum, count);
	for (size_t i = 0; i < count; i++)
		if (changes[i].created)
			buf_printf(out, " create mode %06o %.*s\n", diff_mode(&changes[i]),
				   STR_ARG(rows[i].name));
}
