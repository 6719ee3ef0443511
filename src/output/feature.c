/* SPDX-License-Identifier: MIT */
/* Inserts the scenario outline into a feature file, or updates its table. All other text is
 * kept. */
#include "config.h"

#include "output/feature.h"

#include "base/lookup.h"
#include "output/feature_text.h"

#define MARK "Maintained by nox-cache-inject"

/* The first line from `from` on whose kind is in the bit set, or the number of lines. */
static size_t find_line(const struct gherkin *g, size_t from, unsigned kinds)
{
	while (from < g->lines.len && !(1U << g->lines.at[from].kind & kinds))
		from++;
	return from < g->lines.len ? from : g->lines.len;
}

#define BIT(kind) (1U << (kind))
#define SCENARIOS (BIT(GHERKIN_SCENARIO) | BIT(GHERKIN_OUTLINE))

/* ------------------------------------------------------------------ the style of the file */

/* The first line of the preamble (tags, comments) of a line. */
static size_t preamble_of(const struct gherkin *g, size_t line)
{
	while (line > 0 && (g->lines.at[line - 1].kind == GHERKIN_TAGS ||
			    g->lines.at[line - 1].kind == GHERKIN_COMMENT))
		line--;
	return line;
}

/* For each tag of a scenario, counts the scenarios so far that all have it. number is the 1-based
 * number of the scenario. If out is not NULL, appends the tags that all of them have. */
static void count_tags(struct lookup *tags, struct arena *arena, const struct gherkin *g,
		       size_t line, size_t number, struct buf *out)
{
	for (size_t k = preamble_of(g, line); k < line; k++) {
		struct str rest = g->lines.at[k].text, tag;

		while (g->lines.at[k].kind == GHERKIN_TAGS &&
		       (tag = feature_next_tag(&rest)).len > 0) {
			size_t *count = lookup_put(tags, arena, tag, 0, NULL);

			if (*count + 1 == number)
				*count = number;
			if (!out || *count != number)
				continue;
			*count = 0; /* only once */
			buf_add(out, tag);
			buf_add_char(out, ' ');
		}
	}
}

/* The tags that all scenarios of the file have, in the order of the last one. */
static void common_tags(struct str *tags, struct arena *arena, const struct gherkin *g)
{
	BUF_AUTO struct buf common = { 0 };
	struct lookup counts = { 0 };
	size_t number = 0;

	for (size_t i = find_line(g, 0, SCENARIOS), next; i < g->lines.len; i = next) {
		next = find_line(g, i + 1, SCENARIOS);
		count_tags(&counts, arena, g, i, ++number, next < g->lines.len ? NULL : &common);
	}
	*tags = str_trim(buf_keep(&common, arena));
}

/* The indentation of deeper in addition to outer; two blanks if unknown. */
static struct str unit_between(struct str outer, struct str deeper)
{
	if (deeper.len > outer.len && str_eq(str_slice(deeper, 0, outer.len), outer))
		return str_slice(deeper, outer.len, deeper.len);
	return outer.len > 0 && outer.p[0] == '\t' ? STR("\t") : STR("  ");
}

static struct str deeper_by(struct arena *arena, struct str indent, struct str unit)
{
	return arena_printf(arena, "%.*s%.*s", STR_ARG(indent), STR_ARG(unit));
}

static void learn_style(struct feature_style *style, struct arena *arena, const struct gherkin *g)
{
	unsigned blocks = SCENARIOS | BIT(GHERKIN_BACKGROUND);
	size_t rule = find_line(g, 0, BIT(GHERKIN_RULE));
	size_t feature = find_line(g, 0, BIT(GHERKIN_FEATURE));
	size_t block = find_line(g, 0, blocks);
	size_t step, examples, table;
	struct str outer = feature < g->lines.len ? g->lines.at[feature].indent : STR("");

	style->newline = source_newline(g->source);
	if (block > rule) { /* only rules have scenarios: use the rule's indentation */
		style->scenario = g->lines.at[rule].indent;
		block = g->lines.len;
	} else if (block < g->lines.len) {
		style->scenario = g->lines.at[block].indent;
	} else {
		style->scenario = deeper_by(arena, outer, unit_between(outer, STR("")));
	}
	step = find_line(g, block, BIT(GHERKIN_STEP));
	style->unit = unit_between(style->scenario,
				   step < g->lines.len ? g->lines.at[step].indent : STR(""));
	style->step = deeper_by(arena, style->scenario, style->unit);
	examples = find_line(g, block, BIT(GHERKIN_EXAMPLES));
	style->examples = examples < g->lines.len ? g->lines.at[examples].indent : style->step;
	table = find_line(g, examples, BIT(GHERKIN_TABLE));
	style->table = table < g->lines.len ? g->lines.at[table].indent
					    : deeper_by(arena, style->examples, style->unit);
}

/* ------------------------------------------------------------------ a new outline */

static void add_edit(struct edits *edits, struct arena *arena, struct range range, struct buf *text)
{
	struct edit edit = edit_make(range, arena_copy(arena, buf_str(text)));

	list_add(arena, &edits->list, edit);
}

static bool ends_line(struct str bytes)
{
	return bytes.len == 0 || bytes.p[bytes.len - 1] == '\n';
}

/* Appends after the last line with text; trailing blank lines are kept. */
static void append(struct edits *edits, struct arena *arena, const struct gherkin *g,
		   struct str block)
{
	BUF_AUTO struct buf text = { 0 };
	const char *newline = source_newline(g->source);
	struct str bytes = g->source->bytes;
	size_t last = g->lines.len, at;

	while (last > 0 && g->lines.at[last - 1].kind == GHERKIN_BLANK)
		last--;
	at = last > 0 ? g->lines.at[last - 1].range.end : source_bom(g->source);
	if (last > 0 && !ends_line(str_slice(bytes, 0, at))) {
		/* Do not add a final line break to a file that has none. */
		buf_add_c(&text, newline);
		block = str_slice(block, 0, block.len - str_from(newline).len);
	}
	if (last > 0)
		buf_add_c(&text, newline);
	buf_add(&text, block);
	add_edit(edits, arena, (struct range){ at, at }, &text);
}

static void put_before(struct edits *edits, struct arena *arena, const struct gherkin *g,
		       size_t line, struct str block)
{
	BUF_AUTO struct buf text = { 0 };
	const char *newline = source_newline(g->source);
	size_t at = g->lines.at[line].range.start;

	if (line > 0 && g->lines.at[line - 1].kind != GHERKIN_BLANK)
		buf_add_c(&text, newline);
	buf_add(&text, block);
	buf_add_c(&text, newline);
	add_edit(edits, arena, (struct range){ at, at }, &text);
}

static enum feature_status insert(struct edits *edits, struct arena *arena, const struct gherkin *g,
				  const struct feature_rows *rows, const char **error)
{
	struct feature_style style = { 0 };
	BUF_AUTO struct buf block = { 0 };
	size_t feature =
		find_line(g, 0, ~(BIT(GHERKIN_BLANK) | BIT(GHERKIN_COMMENT) | BIT(GHERKIN_TAGS)));
	size_t rule = find_line(g, feature, BIT(GHERKIN_RULE));

	if (feature < g->lines.len && g->lines.at[feature].kind != GHERKIN_FEATURE) {
		*error = "has no feature";
		return FEATURE_REFUSED;
	}
	learn_style(&style, arena, g);
	common_tags(&style.tags, arena, g);
	if (feature == g->lines.len)
		feature_add_head(&block, &style);
	feature_add_outline(&block, &style, rows, "# " MARK ": the table follows the workflows.");
	if (rule < g->lines.len)
		put_before(edits, arena, g, preamble_of(g, rule), buf_str(&block));
	else
		append(edits, arena, g, buf_str(&block));
	return FEATURE_OK;
}

/* ------------------------------------------------------------------ updating an outline */

/* The line with our mark, or the number of lines. */
static size_t find_mark(const struct gherkin *g)
{
	size_t i = find_line(g, 0, BIT(GHERKIN_COMMENT));

	while (i < g->lines.len && !str_contains(g->lines.at[i].text, MARK))
		i = find_line(g, i + 1, BIT(GHERKIN_COMMENT));
	return i;
}

static enum feature_status update(struct edits *edits, struct arena *arena, const struct gherkin *g,
				  size_t mark, const struct feature_rows *rows, const char **error)
{
	size_t outline = find_line(g, mark, SCENARIOS);
	size_t end = find_line(g, outline + 1, SCENARIOS | BIT(GHERKIN_RULE));
	size_t table =
		find_line(g, find_line(g, outline, BIT(GHERKIN_EXAMPLES)), BIT(GHERKIN_TABLE));
	size_t last = table;
	BUF_AUTO struct buf text = { 0 };
	struct range range;

	if (table >= end || table == g->lines.len) {
		*error = "the scenario that nox-cache-inject maintains has no table of examples";
		return FEATURE_REFUSED;
	}
	while (last < g->lines.len && g->lines.at[last].kind == GHERKIN_TABLE)
		last++;
	range = (struct range){ g->lines.at[table].range.start, g->lines.at[last - 1].range.end };
	feature_add_table(&text, g->lines.at[table].indent, source_newline(g->source), rows);

	struct str old = str_slice(g->source->bytes, range.start, range.end);

	if (!ends_line(old))
		buf_cut(&text, text.len - str_from(source_newline(g->source)).len);
	if (str_eq(old, buf_str(&text)))
		return FEATURE_OK;
	add_edit(edits, arena, range, &text);
	return FEATURE_OK;
}

bool feature_is_maintained(struct str bytes)
{
	return str_contains(bytes, "# " MARK);
}

enum feature_status feature_edit(struct edits *edits, struct arena *arena,
				 const struct source *source, const struct feature_rows *rows,
				 const char **error)
{
	struct gherkin g;
	size_t mark;

	if (!str_is_utf8(source->bytes, NULL)) {
		*error = "is not valid UTF-8";
		return FEATURE_REFUSED;
	}
	if (str_ends(source->bytes, "\r")) {
		*error = "ends with a lone carriage return";
		return FEATURE_REFUSED;
	}
	switch (gherkin_read(&g, arena, source)) {
	case GHERKIN_NOT_ENGLISH:
		*error = "is not in English: add the scenario by hand";
		return FEATURE_REFUSED;
	case GHERKIN_TEXT_OPEN:
		*error = "has an unterminated doc string";
		return FEATURE_REFUSED;
	case GHERKIN_OK:
		break;
	}
	mark = find_mark(&g);
	if (mark < g.lines.len)
		return update(edits, arena, &g, mark, rows, error);
	return insert(edits, arena, &g, rows, error);
}
