/* SPDX-License-Identifier: MIT */
/* Writes a cache step. Its fields have one order, in block and in flow style. */
#include "config.h"

#include "nox/step/step_text.h"

#include "workflow/template.h"

#include <string.h>

/* zizmor considers each cache in a workflow with a filter of branches called release… a risk for a
 * release. Whether the job makes one is known here (docs.zizmor.sh, "cache-poisoning" and "Ignoring
 * results"). */
#define LINTER_NOTE " # zizmor: ignore[cache-poisoning] no release is made of this job"

enum { COMMENT_WIDTH = 88, COMMENT_WIDTH_MIN = 40 };

/* The blank before a part that must not be broken, or after one at the start of the text. */
static size_t blank_around(struct str text, struct range part)
{
	size_t blank = str_rfind_char(str_slice(text, 0, part.start), ' ');

	if (blank == STR_NONE || blank == 0)
		blank = str_find_char(text, ' ', part.end);
	return blank == STR_NONE ? text.len : blank;
}

/* Is the offset inside `quoted words`? Then *part is their range. */
static bool is_quoted(struct str text, size_t at, struct range *part)
{
	size_t open;

	part->end = 0;
	while ((open = str_find_char(text, '`', part->end)) != STR_NONE && open < at) {
		size_t close = str_find_char(text, '`', open + 1);

		if (close == STR_NONE)
			return false;
		*part = (struct range){ open, close + 1 };
		if (at < part->end)
			return true;
	}
	return false;
}

/* The end of a line with at most width bytes: at a blank, but not inside an expression or a
 * command, nor inside the mark, by which a later run recognises the comment. */
static size_t line_end(struct str text, size_t width)
{
	size_t mark = str_find(text, STR(COMMENT_MARK), 0);
	struct range part = { mark, mark + strlen(COMMENT_MARK) };
	size_t end;

	if (text.len <= width)
		return text.len;
	end = str_rfind_char(str_slice(text, 0, width + 1), ' ');
	if (end == STR_NONE)
		end = blank_around(text, (struct range){ 0, 0 });
	if (mark < end && end < part.end)
		return blank_around(text, part);
	for (size_t i = 0; template_find(text, i, &part) && part.start < end; i = part.end)
		if (end < part.end)
			return blank_around(text, part);
	if (is_quoted(text, end, &part))
		return blank_around(text, part);
	return end;
}

/* "# …" lines of at most COMMENT_WIDTH columns, each at the column. */
static void add_comment(struct buf *out, struct str text, size_t column, const char *newline)
{
	size_t width = column + 2 + COMMENT_WIDTH_MIN < COMMENT_WIDTH ? COMMENT_WIDTH - column - 2
								      : COMMENT_WIDTH_MIN;

	while (text.len > 0) {
		size_t end = line_end(text, width);

		buf_fill(out, ' ', column);
		buf_add_c(out, "# ");
		buf_add(out, str_slice(text, 0, end));
		buf_add_c(out, newline);
		text = str_slice(text, end + 1, text.len);
	}
}

static bool looks_like_other_type(struct str text)
{
	static const char *const words[] = { "true",  "false", "yes", "no", "on",
					     "off",   "null",  "y",   "n",  ".inf",
					     "+.inf", ".nan",  "<<" };
	bool number = true;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is_nocase(text, words[i]))
			return true;
	for (size_t i = 0; i < text.len; i++)
		number = number && str_find_char(STR("0123456789.+-_eExXoabcdfABCDF:"), text.p[i],
						 0) != STR_NONE;
	return number && text.p[0] >= '+' && text.p[0] <= '9' && !str_starts(text, ".n");
}

static bool is_plain(struct str text, bool flow)
{
	if (text.len == 0 ||
	    str_find_char(STR("-?:,[]{}#&*!|>'\"%@` ~="), text.p[0], 0) != STR_NONE)
		return false;
	if (text.p[text.len - 1] == ' ' || text.p[text.len - 1] == ':' ||
	    looks_like_other_type(text))
		return false;
	if (str_contains(text, ": ") || str_contains(text, " #"))
		return false;
	for (size_t i = 0; flow && i < text.len; i++)
		if (str_find_char(STR(",[]{}"), text.p[i], 0) != STR_NONE)
			return false;
	return str_is_line(text);
}

/* Adds a character in double quotes. Length 0: a byte that is not UTF-8. */
static void add_quoted_character(struct buf *out, struct str character, unsigned long code)
{
	if (character.len == 0)
		buf_add_c(out, "\\ufffd");
	else if (code == '"' || code == '\\')
		buf_printf(out, "\\%c", (int)code);
	else if (code == '\n')
		buf_add_c(out, "\\n");
	else if (code_is_printable(code))
		buf_add(out, character);
	else
		buf_printf(out,
			   code < 0x100	    ? "\\x%02lx"
			   : code < 0x10000 ? "\\u%04lx"
					    : "\\U%08lx",
			   code);
}

void yaml_scalar_add(struct buf *out, struct str text, bool flow)
{
	unsigned long code = 0;
	size_t length;

	if (is_plain(text, flow)) {
		buf_add(out, text);
		return;
	}
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i += length > 0 ? length : 1) {
		length = str_character(text, i, &code);
		add_quoted_character(out, str_slice(text, i, i + length), code);
	}
	buf_add_char(out, '"');
}

/* Adds "key:" and its value: on the line, or as a literal block if it needs lines. */
static void add_block_field(struct buf *out, const struct layout *layout, size_t column,
			    const char *key, struct str value, bool lines)
{
	struct str line;

	buf_fill(out, ' ', column);
	buf_add_c(out, key);
	buf_add_c(out, ": ");
	if (!lines) {
		yaml_scalar_add(out, value, false);
		buf_add_c(out, layout->newline);
		return;
	}
	buf_add_char(out, '|');
	buf_add_c(out, layout->newline);
	while (str_next_line(&value, &line)) {
		buf_fill(out, ' ', column + layout->unit);
		buf_add(out, str_trim(line));
		buf_add_c(out, layout->newline);
	}
}

static bool has_lines(struct str path)
{
	return str_find_char(path, '\n', 0) != STR_NONE;
}

/* Quotes inside quotes are hard to read. */
static bool is_block_script(struct str run)
{
	return has_lines(run) || !is_plain(run, false);
}

/* Adds the dash of an item, up to its first key. */
static void add_dash(struct buf *out, const struct layout *layout)
{
	buf_fill(out, ' ', layout->dash_column);
	buf_add_char(out, '-');
	if (layout->dash_alone) {
		buf_add_c(out, layout->newline);
		buf_fill(out, ' ', layout->key_column);
	} else {
		buf_fill(out, ' ', layout->key_column - layout->dash_column - 1);
	}
}

static void add_block_probe(struct buf *out, const struct probe_step *probe,
			    const struct layout *layout)
{
	if (probe->id.len == 0)
		return;
	add_dash(out, layout);
	add_block_field(out, layout, 0, "id", probe->id, false);
	if (probe->variable.len > 0) {
		buf_fill(out, ' ', layout->key_column);
		buf_printf(out, "env:%s", layout->newline);
		add_block_field(out, layout, layout->key_column + layout->unit, probe->variable.p,
				probe->value, false);
	}
	if (probe->shell.len > 0)
		add_block_field(out, layout, layout->key_column, "shell", probe->shell, false);
	add_block_field(out, layout, layout->key_column, "run", probe->run,
			is_block_script(probe->run));
	if (layout->blank_line)
		buf_add_c(out, layout->newline);
}

static void add_block_step(struct buf *out, const struct cache_step *step,
			   const struct layout *layout)
{
	size_t column = layout->key_column;
	const char *newline = layout->newline;

	add_block_probe(out, &step->probe, layout);
	add_block_probe(out, &step->age, layout);
	add_comment(out, step->comment, layout->dash_column, newline);
	add_dash(out, layout);
	buf_add_c(out, "name: " CACHE_STEP_NAME);
	buf_add_c(out, newline);
	add_block_field(out, layout, column, "id", step->id, false);
	if (step->condition.len > 0)
		add_block_field(out, layout, column, "if", step->condition, false);
	buf_fill(out, ' ', column);
	buf_add_c(out, "uses: ");
	yaml_scalar_add(out, step->uses, false);
	if (step->uses_comment.len > 0) {
		buf_add_c(out, " # ");
		buf_add(out, step->uses_comment);
	}
	buf_add_c(out, newline);
	buf_fill(out, ' ', column);
	buf_add_c(out, step->publishes_nothing ? "with:" LINTER_NOTE : "with:");
	buf_add_c(out, newline);
	column += layout->unit;
	add_block_field(out, layout, column, "path", step->path, has_lines(step->path));
	add_block_field(out, layout, column, "key", step->key, false);
	if (step->restore_keys.len > 0)
		add_block_field(out, layout, column, "restore-keys", step->restore_keys, true);
	if (step->lookup_only.len > 0)
		add_block_field(out, layout, column, "lookup-only", step->lookup_only, false);
}

static void add_flow_field(struct buf *out, const char *key, struct str value)
{
	buf_add_c(out, key);
	buf_add_c(out, ": ");
	yaml_scalar_add(out, value, true);
}

static void add_flow_step(struct buf *out, const struct cache_step *step)
{
	buf_add_c(out, "{name: " CACHE_STEP_NAME ", ");
	add_flow_field(out, "id", step->id);
	if (step->condition.len > 0)
		add_flow_field(out, ", if", step->condition);
	add_flow_field(out, ", uses", step->uses);
	add_flow_field(out, ", with: {path", step->path);
	add_flow_field(out, ", key", step->key);
	if (step->restore_keys.len > 0)
		add_flow_field(out, ", restore-keys", step->restore_keys);
	if (step->lookup_only.len > 0)
		add_flow_field(out, ", lookup-only", step->lookup_only);
	buf_add_c(out, "}}");
}

static void add_flow_probe(struct buf *out, const struct probe_step *probe)
{
	buf_add_char(out, '{');
	add_flow_field(out, "id", probe->id);
	if (probe->variable.len > 0) {
		buf_add_c(out, ", env: {");
		add_flow_field(out, probe->variable.p, probe->value);
		buf_add_char(out, '}');
	}
	if (probe->shell.len > 0)
		add_flow_field(out, ", shell", probe->shell);
	add_flow_field(out, ", run", probe->run);
	buf_add_char(out, '}');
}

/* Adds the new items of a flow style list or of a list of maps in braces. */
static void add_flow_items(struct buf *out, const struct cache_step *step,
			   const struct layout *layout)
{
	const struct probe_step *const probes[] = { &step->probe, &step->age };
	const char *dash = layout->flow_list ? "" : "- ";
	const char *comma = layout->flow_list ? "," : "";

	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		if (probes[i]->id.len == 0)
			continue;
		buf_fill(out, ' ', layout->dash_column);
		buf_add_c(out, dash);
		add_flow_probe(out, probes[i]);
		buf_printf(out, "%s%s", comma, layout->newline);
	}
	add_comment(out, step->comment, layout->dash_column, layout->newline);
	buf_fill(out, ' ', layout->dash_column);
	buf_add_c(out, dash);
	add_flow_step(out, step);
	buf_printf(out, "%s%s", comma, layout->newline);
}

struct str cache_step_text(struct arena *arena, const struct cache_step *step,
			   const struct layout *layout)
{
	BUF_AUTO struct buf out = { 0 };

	if (layout->flow_list && !layout->own_line) {
		if (step->probe.id.len > 0) {
			add_flow_probe(&out, &step->probe);
			buf_add_c(&out, ", ");
		}
		if (step->age.id.len > 0) {
			add_flow_probe(&out, &step->age);
			buf_add_c(&out, ", ");
		}
		add_flow_step(&out, step);
		buf_add_c(&out, ", ");
		return buf_keep(&out, arena);
	}
	if (layout->flow_item) {
		add_flow_items(&out, step, layout);
	} else {
		add_block_step(&out, step, layout);
	}
	if (layout->blank_line)
		buf_add_c(&out, layout->newline);
	return buf_keep(&out, arena);
}

struct str probe_step_text(struct arena *arena, const struct probe_step *probe,
			   const struct layout *layout)
{
	BUF_AUTO struct buf out = { 0 };

	if (!layout->flow_item) {
		add_block_probe(&out, probe, layout);
		return buf_keep(&out, arena);
	}
	if (layout->flow_list && !layout->own_line) {
		add_flow_probe(&out, probe);
		buf_add_c(&out, ", ");
		return buf_keep(&out, arena);
	}
	buf_fill(&out, ' ', layout->dash_column);
	buf_add_c(&out, layout->flow_list ? "" : "- ");
	add_flow_probe(&out, probe);
	buf_printf(&out, "%s%s", layout->flow_list ? "," : "", layout->newline);
	if (layout->blank_line)
		buf_add_c(&out, layout->newline);
	return buf_keep(&out, arena);
}

struct str cache_step_comment(struct arena *arena, const struct cache_step *step,
			      const struct layout *layout)
{
	BUF_AUTO struct buf out = { 0 };

	add_comment(&out, step->comment, layout->dash_column, layout->newline);
	return buf_keep(&out, arena);
}

struct str cache_step_flow_comment(struct arena *arena, const struct cache_step *step,
				   const struct layout *layout)
{
	BUF_AUTO struct buf out = { 0 };

	if (!layout->flow_list || layout->own_line || layout->comment_at == STR_NONE)
		return STR("");
	add_comment(&out, step->comment, layout->comment_column, layout->newline);
	return buf_keep(&out, arena);
}

static void add_shape(struct shapes *shapes, struct arena *arena, enum record_kind kind,
		      struct str text)
{
	list_add(arena, &shapes->list, shape_of(kind, text));
}

static void add_pair(struct shapes *shapes, struct arena *arena, struct str key, struct str value)
{
	add_shape(shapes, arena, RECORD_SCALAR, key);
	add_shape(shapes, arena, RECORD_SCALAR, value);
}

/* In block style, a value of several lines is a literal block, which ends with a line break. */
static struct str lines_value(struct arena *arena, struct str value, bool block)
{
	return block ? arena_join(arena, value, STR("\n"), STR("")) : value;
}

/* Adds a pair if it has a value. */
static void add_pair_if(struct shapes *shapes, struct arena *arena, struct str key,
			struct str value)
{
	if (value.len > 0)
		add_pair(shapes, arena, key, value);
}

static void variable_shapes(struct shapes *shapes, struct arena *arena,
			    const struct probe_step *probe)
{
	if (probe->variable.len > 0) {
		add_shape(shapes, arena, RECORD_SCALAR, STR("env"));
		add_shape(shapes, arena, RECORD_MAP, STR(""));
		add_pair(shapes, arena, probe->variable, probe->value);
		add_shape(shapes, arena, RECORD_MAP_END, STR(""));
	}
}

void probe_step_shapes(struct shapes *shapes, struct arena *arena, const struct probe_step *probe,
		       const struct layout *layout)
{
	bool block = !layout->flow_item;

	if (probe->id.len == 0)
		return;
	add_shape(shapes, arena, RECORD_MAP, STR(""));
	add_pair(shapes, arena, STR("id"), probe->id);
	variable_shapes(shapes, arena, probe);
	add_pair_if(shapes, arena, STR("shell"), probe->shell);
	add_pair(shapes, arena, STR("run"),
		 lines_value(arena, probe->run, block && is_block_script(probe->run)));
	add_shape(shapes, arena, RECORD_MAP_END, STR(""));
}

void cache_step_shapes(struct shapes *shapes, struct arena *arena, const struct cache_step *step,
		       const struct layout *layout)
{
	bool block = !layout->flow_item;
	struct str path = lines_value(arena, step->path, block && has_lines(step->path));
	struct str restore = step->restore_keys;

	if (restore.len > 0)
		restore = lines_value(arena, restore, block);

	probe_step_shapes(shapes, arena, &step->probe, layout);
	probe_step_shapes(shapes, arena, &step->age, layout);
	add_shape(shapes, arena, RECORD_MAP, STR(""));
	add_pair(shapes, arena, STR("name"), STR(CACHE_STEP_NAME));
	add_pair(shapes, arena, STR("id"), step->id);
	add_pair_if(shapes, arena, STR("if"), step->condition);
	add_pair(shapes, arena, STR("uses"), step->uses);
	add_shape(shapes, arena, RECORD_SCALAR, STR("with"));
	add_shape(shapes, arena, RECORD_MAP, STR(""));
	add_pair(shapes, arena, STR("path"), path);
	add_pair(shapes, arena, STR("key"), step->key);
	add_pair_if(shapes, arena, STR("restore-keys"), restore);
	add_pair_if(shapes, arena, STR("lookup-only"), step->lookup_only);
	add_shape(shapes, arena, RECORD_MAP_END, STR(""));
	add_shape(shapes, arena, RECORD_MAP_END, STR(""));
}
