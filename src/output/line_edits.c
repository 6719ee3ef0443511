/* SPDX-License-Identifier: MIT */
/* Converts edits to line changes. Edits of the same or adjacent lines form a group; within a group
 * the unchanged lines are removed again. */
#include "config.h"

#include "output/line_edits.h"

#include <stdint.h>

/* With more pairs of lines than this, a group is only trimmed at both ends and not compared. */
enum { PAIRS_LIMIT = 1 << 18 };

/* Lines that are looked at together. */
struct group {
	struct range old;
	struct range new;
};

struct str lines_of(const struct source *source, struct range lines)
{
	if (lines.start >= lines.end)
		return STR("");
	return str_slice(source->bytes, source_line_range(source, lines.start).start,
			 source_line_range(source, lines.end - 1).end);
}

static struct str line_of(const struct source *source, size_t line)
{
	return lines_of(source, (struct range){ line, line + 1 });
}

static bool same_line(const struct line_edits *p, size_t old, size_t new)
{
	return str_eq(line_of(&p->old, old), line_of(&p->new, new));
}

/* Index of the line that starts at offset, or the number of lines at the end. */
static size_t line_index(const struct source *source, size_t offset)
{
	return offset >= source->bytes.len ? (source->bytes.len > 0 ? source_line_count(source) : 0)
					   : source_line(source, offset);
}

/* The table of the longest common subsequence of two ranges of lines: cell (i, k) is its length for
 * the old lines from i and the new lines from k on. */
struct table {
	uint32_t *cells;
	size_t width;
	/* Hashes of the lines, to compare them faster. */
	unsigned long long *old;
	unsigned long long *new;
};

static uint32_t *cell(const struct table *t, size_t i, size_t k)
{
	return &t->cells[i * t->width + k];
}

static void table_init(struct table *t, struct arena *arena, const struct line_edits *p,
		       const struct group *group)
{
	size_t rows = group->old.end - group->old.start,
	       columns = group->new.end - group->new.start;

	t->width = columns + 1;
	t->cells = arena_alloc(arena, (rows + 1) * (columns + 1), sizeof(*t->cells));
	t->old = arena_alloc(arena, rows, sizeof(*t->old));
	t->new = arena_alloc(arena, columns, sizeof(*t->new));
	for (size_t i = 0; i < rows; i++)
		t->old[i] = str_quick_hash(line_of(&p->old, group->old.start + i));
	for (size_t k = 0; k < columns; k++)
		t->new[k] = str_quick_hash(line_of(&p->new, group->new.start + k));
}

/* Whether old line i and new line k of the group are the same. */
static bool same_in_group(const struct table *t, const struct line_edits *p,
			  const struct group *group, size_t i, size_t k)
{
	return t->old[i] == t->new[k] && same_line(p, group->old.start + i, group->new.start + k);
}

static void table_fill(const struct table *t, const struct line_edits *p, const struct group *group)
{
	size_t rows = group->old.end - group->old.start, columns = t->width - 1;

	for (size_t i = rows; i-- > 0;) {
		for (size_t k = columns; k-- > 0;) {
			uint32_t down = *cell(t, i + 1, k), right = *cell(t, i, k + 1);

			if (same_in_group(t, p, group, i, k))
				*cell(t, i, k) = *cell(t, i + 1, k + 1) + 1;
			else
				*cell(t, i, k) = down > right ? down : right;
		}
	}
}

static void add_piece(struct line_edits *p, struct arena *arena, struct group piece)
{
	if (piece.old.start == piece.old.end && piece.new.start == piece.new.end)
		return;
	list_add(arena, &p->list,
		 (struct line_edit){ short_range_of(piece.old), short_range_of(piece.new) });
}

/* Splits a group at the lines that both texts have in common. */
static void add_compared(struct line_edits *p, struct arena *arena, const struct group *group)
{
	size_t rows = group->old.end - group->old.start;
	size_t columns = group->new.end - group->new.start;
	struct table t = { .width = 0 };
	size_t i = 0, k = 0;
	struct group open = { { group->old.start, group->old.start },
			      { group->new.start, group->new.start } };

	if (rows == 0 || columns == 0 || rows > PAIRS_LIMIT / columns) {
		add_piece(p, arena, *group);
		return;
	}
	table_init(&t, &p->scratch, p, group);
	table_fill(&t, p, group);
	while (i < rows && k < columns) {
		if (same_in_group(&t, p, group, i, k)) {
			add_piece(p, arena, open);
			i++;
			k++;
			open.old.start = open.old.end = group->old.start + i;
			open.new.start = open.new.end = group->new.start + k;
		} else if (*cell(&t, i + 1, k) >= *cell(&t, i, k + 1)) {
			open.old.end = group->old.start + ++i;
		} else {
			open.new.end = group->new.start + ++k;
		}
	}
	open.old.end = group->old.end;
	open.new.end = group->new.end;
	add_piece(p, arena, open);
	arena_clear(&p->scratch);
}

static void add_group(struct line_edits *p, struct arena *arena, struct group group)
{
	while (group.old.start < group.old.end && group.new.start < group.new.end &&
	       same_line(p, group.old.start, group.new.start)) {
		group.old.start++;
		group.new.start++;
	}
	while (group.old.start < group.old.end && group.new.start < group.new.end &&
	       same_line(p, group.old.end - 1, group.new.end - 1)) {
		group.old.end--;
		group.new.end--;
	}
	add_compared(p, arena, &group);
}

static size_t line_start(const struct source *source, size_t offset)
{
	bool at_end = offset == source->bytes.len && str_ends(source->bytes, "\n");

	return at_end ? offset : source_line_range(source, source_line(source, offset)).start;
}

static size_t line_end(const struct source *source, size_t offset)
{
	return source_line_range(source, source_line(source, offset)).end;
}

/* The end of the group of lines that an edit belongs to, as an offset in the old text: the end of
 * the edit if both texts are at the start of a line there, otherwise the end of that line. new_end
 * is the end of the edit's text in the new text. */
static size_t group_end(const struct line_edits *p, const struct edit *e, size_t new_end)
{
	struct str old = p->old.bytes, new = p->new.bytes;
	bool old_at_start = e->bytes.end == 0 || old.p[e->bytes.end - 1] == '\n';
	bool new_at_start = new_end == 0 || new.p[new_end - 1] == '\n';

	return old_at_start && new_at_start ? e->bytes.end : line_end(&p->old, e->bytes.end);
}

static void add_edits(struct line_edits *p, struct arena *arena, const struct edits *edits)
{
	size_t old_end = 0; /* end of the open group */
	struct group group = { { 0, 0 }, { 0, 0 } };
	size_t shift = 0; /* new offset minus old offset, modulo the size of size_t */

	for (size_t i = 0; i < edits->list.len; i++) {
		const struct edit *e = &edits->list.at[i];
		bool first = i == 0;

		/* An edit in the last line of the open group, or directly after it, belongs to
		 * it. */
		if (first || e->bytes.start > old_end) {
			size_t start = line_start(&p->old, e->bytes.start);

			if (first || start > old_end) {
				if (!first)
					add_group(p, arena, group);
				group.old.start = line_index(&p->old, start);
				group.new.start = line_index(&p->new, start + shift);
			}
		}
		shift += e->len;
		shift -= e->bytes.end - e->bytes.start;
		old_end = group_end(p, e, e->bytes.end + shift);
		group.old.end = line_index(&p->old, old_end);
		group.new.end = line_index(&p->new, old_end + shift);
	}
	if (edits->list.len > 0)
		add_group(p, arena, group);
}

void line_edits_read(struct line_edits *pieces, struct arena *arena, const struct change *change)
{
	*pieces = (struct line_edits){ .list = { .len = 0 }, .workflow = change->workflow };
	source_init(&pieces->old, arena, change->path, change->old);
	source_init(&pieces->new, arena, change->path, change->text);
	pieces->old_lines = line_index(&pieces->old, change->old.len);
	pieces->new_lines = line_index(&pieces->new, change->text.len);
	if (change->edits) {
		list_reserve(arena, &pieces->list, change->edits->list.len);
		add_edits(pieces, arena, change->edits);
	} else {
		add_group(pieces, arena,
			  (struct group){ { 0, pieces->old_lines }, { 0, pieces->new_lines } });
	}
	arena_release(&pieces->scratch);
}
