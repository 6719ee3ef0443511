/* SPDX-License-Identifier: MIT */
/* Writes header and hunks of a unified diff like `git diff` with three lines of context. */
#include "config.h"

#include "output/diff.h"

#include "output/escape.h"
#include "output/line_edits.h"
#include "output/lines.h"
#include "workflow/expression.h"
#include "workflow/workflow.h"

enum { CONTEXT = 3 };

static const char color_header[] = "\033[1m";
static const char color_hunk[] = "\033[36m";
static const char color_old[] = "\033[31m";
static const char color_new[] = "\033[32m";

unsigned diff_mode(const struct change *change)
{
	return change->mode ? change->mode : 0100644;
}

/* Adds a line, given without its newline. */
static void add_line(struct buf *out, const struct diff_options *options, const char *code,
		     struct str line)
{
	struct lines shown = LINES_TO(out, options->color);

	if (options->shown) {
		lines_add_colored(&shown, line, (struct range){ 0, line.len }, code);
	} else {
		buf_add(out, line);
		buf_add_char(out, '\n');
	}
}

/* Adds whole lines, each prefixed with mark. */
static void add_lines(struct buf *out, const struct diff_options *options, const char *code,
		      char mark, struct str lines)
{
	BUF_AUTO struct buf marked = { 0 };
	struct str line;

	while (str_next_line(&lines, &line)) {
		bool newline = str_ends(line, "\n");

		line.len -= newline;
		if (options->shown) {
			buf_cut(&marked, 0);
			buf_add_char(&marked, mark);
			buf_add(&marked, line);
			add_line(out, options, code, buf_str(&marked));
		} else {
			buf_add_char(out, mark);
			add_line(out, options, code, line);
		}
		if (!newline)
			buf_add_c(out, "\\ No newline at end of file\n");
		outlet_pass(&options->outlet, out); /* a hunk may be the whole file */
	}
}

/* "12", "12,3", or "11,0" for no line after line 11. first is 0-based. */
static void add_lines_range(struct buf *out, char mark, size_t first, size_t count)
{
	char space[STR_NUMBER_MAX];

	buf_add_char(out, ' ');
	buf_add_char(out, mark);
	buf_add(out, str_number(space, count > 0 ? first + 1 : first));
	if (count == 1)
		return;
	buf_add_char(out, ',');
	buf_add(out, str_number(space, count));
}

/* Adds the job of a line of the old text, if its id is a plain word. git and patch ignore what follows
 * the second "@@". */
static void add_section(struct buf *out, const struct line_edits *p, size_t line)
{
	const struct workflow *workflow = p->workflow;
	size_t offset =
		line < p->old_lines ? source_line_range(&p->old, line).start : p->old.bytes.len;
	const struct job *in = workflow && workflow->kind == WORKFLOW_FILE
				       ? workflow_job_before(workflow, offset)
				       : NULL;

	if (in && expression_is_identifier(in->id)) {
		buf_add_c(out, " jobs.");
		buf_add(out, in->id);
	}
}

static void add_hunk_header(struct buf *out, const struct diff_options *options, struct range old,
			    struct range new, const struct line_edits *p, size_t line)
{
	BUF_AUTO struct buf header = { 0 };

	buf_add_c(&header, "@@");
	add_lines_range(&header, '-', old.start, old.end - old.start);
	add_lines_range(&header, '+', new.start, new.end - new.start);
	buf_add_c(&header, " @@");
	add_section(&header, p, line);
	add_line(out, options, color_hunk, buf_str(&header));
}

/* Adds the pieces [first, end) and the lines around them. */
static void add_hunk(struct buf *out, const struct diff_options *options,
		     const struct line_edits *p, size_t first, size_t end)
{
	const struct line_edit *at = p->list.at;
	size_t before = at[first].old.start < CONTEXT ? at[first].old.start : CONTEXT;
	size_t left = p->old_lines - at[end - 1].old.end;
	size_t after = left < CONTEXT ? left : CONTEXT;
	size_t line = at[first].old.start - before;

	add_hunk_header(out, options, (struct range){ line, at[end - 1].old.end + after },
			(struct range){ at[first].new.start - before, at[end - 1].new.end + after },
			p, at[first].old.start);
	for (size_t i = first; i < end; i++) {
		add_lines(out, options, "", ' ',
			  lines_of(&p->old, (struct range){ line, at[i].old.start }));
		add_lines(out, options, color_old, '-', lines_of(&p->old, long_range(at[i].old)));
		add_lines(out, options, color_new, '+', lines_of(&p->new, long_range(at[i].new)));
		line = at[i].old.end;
	}
	add_lines(out, options, "", ' ', lines_of(&p->old, (struct range){ line, line + after }));
}

static void add_hunks(struct buf *out, const struct diff_options *options,
		      const struct line_edits *p)
{
	const struct line_edit *at = p->list.at;
	size_t end;

	for (size_t first = 0; first < p->list.len; first = end) {
		end = first + 1;
		while (end < p->list.len && at[end].old.start - at[end - 1].old.end <= 2 * CONTEXT)
			end++;
		add_hunk(out, options, p, first, end);
	}
}

static void add_index_line(struct buf *out, const struct change *change, enum digest_kind format)
{
	struct digest old = { .len = digest_hex_length(format) / 2 }, new;
	char old_hex[DIGEST_HEX_SIZE], new_hex[DIGEST_HEX_SIZE];

	if (!change->created)
		digest_blob(&old, format, change->old);
	digest_blob(&new, format, change->text);
	digest_hex(&old, old_hex);
	digest_hex(&new, new_hex);
	buf_printf(out, "index %s..%s", old_hex, new_hex);
	if (!change->created)
		buf_printf(out, " %06o", diff_mode(change));
	buf_add_char(out, '\n');
}

/* Like git, ends a name that contains a space with a tab, so that patch(1) finds its end. */
static void add_name(struct buf *out, const char *mark, const char *prefix, struct str path)
{
	buf_add_c(out, mark);
	escape_git_path(out, prefix, path);
	if (str_find_char(path, ' ', 0) != STR_NONE)
		buf_add_char(out, '\t');
	buf_add_char(out, '\n');
}

void diff_add_git_header(struct buf *out, const struct change *change, enum digest_kind format)
{
	buf_add_c(out, "diff --git ");
	escape_git_path(out, "a/", change->path);
	buf_add_char(out, ' ');
	escape_git_path(out, "b/", change->path);
	buf_add_char(out, '\n');
	if (change->created)
		buf_printf(out, "new file mode %06o\n", diff_mode(change));
	add_index_line(out, change, format);
}

static void add_header(struct buf *out, const struct change *change,
		       const struct diff_options *options)
{
	BUF_AUTO struct buf header = { 0 };
	struct str rest, line;

	if (options->git)
		diff_add_git_header(&header, change, options->format);
	if (change->created)
		buf_add_c(&header, "--- /dev/null\n");
	else
		add_name(&header, "--- ", "a/", change->path);
	add_name(&header, "+++ ", "b/", change->path);
	rest = buf_str(&header);
	while (str_next_line(&rest, &line))
		add_line(out, options, color_header, str_slice(line, 0, line.len - 1));
}

void diff_add(struct buf *out, const struct change *change, const struct diff_options *options)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct line_edits pieces;

	line_edits_read(&pieces, &arena, change);
	/* A new empty file has no hunks, and git prints no names for it. */
	if (pieces.list.len > 0) {
		add_header(out, change, options);
		add_hunks(out, options, &pieces);
	} else if (change->created && options->git) {
		diff_add_git_header(out, change, options->format);
	}
}

void diff_add_hunks(struct buf *out, const struct change *change)
{
	static const struct diff_options exact = { .shown = false };
	ARENA_AUTO struct arena arena = { 0 };
	struct line_edits pieces;

	line_edits_read(&pieces, &arena, change);
	add_hunks(out, &exact, &pieces);
}

void diff_count_lines(struct diff_count *count, const struct change *change)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diff_count sum = { 0, 0 };
	struct line_edits pieces;

	line_edits_read(&pieces, &arena, change);
	for (size_t i = 0; i < pieces.list.len; i++) {
		sum.added += pieces.list.at[i].new.end - pieces.list.at[i].new.start;
		sum.deleted += pieces.list.at[i].old.end - pieces.list.at[i].old.start;
	}
	*count = sum;
}
