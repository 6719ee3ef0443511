/* SPDX-License-Identifier: MIT */
/* Builds words, commands and regions for all dialects. A word that is one run of bytes is borrowed.
 * Other words are copied, up to a fixed multiple of the text in total. */
#include "config.h"

#include "script/scan.h"

#include <string.h>

bool scan_spend(struct scanner *s, size_t cost)
{
	if (cost > s->spare)
		return false;
	s->spare -= cost;
	return true;
}

uint32_t scan_region(struct scanner *s, struct region region)
{
	list_add(s->stacks, &s->regions, region);
	return s->regions.len - 1;
}

void scan_piece(struct scanner *s, size_t pieces, size_t start, size_t end, bool quoted)
{
	if (start >= end)
		return;
	if (s->pieces.len > pieces) {
		struct piece *last = &s->pieces.at[s->pieces.len - 1];

		if (last->byte < 0 && last->end == start && last->quoted == quoted) {
			last->end = end;
			return;
		}
	}
	list_add(s->stacks, &s->pieces, (struct piece){ start, end, quoted, -1 });
}

static bool is_appendable(const struct view *view, size_t at)
{
	return view->appendable ? view->appendable[at] != 0 : view->all_appendable;
}

/* Whether the byte is right after the one before it in the outermost script. */
static bool follows(const struct offsets *at, size_t byte)
{
	return !at->map || at->map[byte] == at->map[byte - 1] + 1;
}

/* Bytes [start, end) of a view, borrowed. */
static struct view view_slice(const struct view *view, size_t start, size_t end, bool quoted)
{
	return (struct view){ .text = str_slice(view->text, start, end),
			      .at = offsets_from(&view->at, start),
			      .appendable =
				      quoted && view->appendable ? view->appendable + start : NULL,
			      .all_appendable = quoted && view->all_appendable };
}

/* Joins n pieces. The caller has allocated the arrays. */
static void join(const struct view *view, const struct piece *piece, size_t n, char *text,
		 uint32_t *map, unsigned char *appendable)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		size_t end = piece[i].byte < 0 ? piece[i].end : piece[i].start + 1;

		for (size_t at = piece[i].start; at < end; at++, k++) {
			text[k] = piece[i].byte < 0 ? view->text.p[at] : (char)piece[i].byte;
			map[k] = (uint32_t)offset_of(&view->at, at);
			appendable[k] = piece[i].quoted && is_appendable(view, at);
		}
		map[k] = (uint32_t)offset_of(&view->at, piece[i].end - 1) + 1;
	}
}

bool scan_view(struct scanner *s, const struct view *view, size_t pieces, struct view *out)
{
	const struct piece *piece;
	size_t n = s->pieces.len - pieces;
	size_t length = 0;

	list_cut(&s->pieces, pieces);
	if (n == 0) {
		*out = view_slice(view, 0, 0, true);
		return true;
	}
	piece = &s->pieces.at[pieces];
	if (n == 1 && piece->byte < 0 && follows(&view->at, piece->end)) {
		*out = view_slice(view, piece->start, piece->end, piece->quoted);
		return true;
	}
	for (size_t i = 0; i < n; i++)
		length += piece[i].byte < 0 ? piece[i].end - piece[i].start : 1;
	if (!scan_spend(s, length))
		return false;

	char *text = arena_alloc(s->arena, length + 1, 1);
	uint32_t *map = arena_alloc(s->arena, length + 1, sizeof(*map));
	unsigned char *appendable = arena_alloc(s->arena, length + 1, 1);

	join(view, piece, n, text, map, appendable);
	*out = (struct view){ .text = { text, length },
			      .at = { map, 0 },
			      .appendable = appendable };
	return true;
}

/* The end of a word without trailing escaped line breaks (of sh, PowerShell or cmd), so that text
 * appended to the word goes before them. */
static size_t written_end(struct str text, struct range range)
{
	size_t end = range.end;

	for (size_t at = end; at > range.start && text.p[at - 1] == '\n'; at = end) {
		at--;
		at -= at > range.start && text.p[at - 1] == '\r';
		if (at <= range.start + 1 || !strchr("\\`^", text.p[at - 1]))
			break;
		end = at - 1;
	}
	return end;
}

/* The runner replaces expressions before the shell reads the script, so '$'{{ x }}, which only the
 * shell would join, is not an expression. Cuts the value after the "$" of the first such place;
 * returns true if there was one. */
static bool cut_false_expression(struct view *value)
{
	size_t at = str_find(value->text, STR("${{"), 0);

	while (at != STR_NONE && follows(&value->at, at + 1) && follows(&value->at, at + 2))
		at = str_find(value->text, STR("${{"), at + 3);
	if (at == STR_NONE)
		return false;
	value->text.len = at + 1;
	return true;
}

void scan_word(struct scanner *s, const struct view *view, size_t pieces, struct range range,
	       bool literal)
{
	struct view value;
	bool empty = s->pieces.len == pieces;

	if (!scan_view(s, view, pieces, &value)) {
		value = view_slice(view, range.start, range.end, false);
		literal = false;
	}
	if (cut_false_expression(&value))
		literal = false;
	if (empty) /* '' is at its closing quote */
		value.at = offsets_from(&view->at,
					range.end > range.start ? range.end - 1 : range.start);

	struct draft draft = {
		.word = { .value = value.text,
			  .map = value.at.map,
			  .first = value.at.first,
			  .range = { (uint32_t)offset_of(&view->at, range.start),
				     (uint32_t)offset_of(&view->at, range.end) },
			  .literal = literal },
		.appendable = value.appendable,
		.all_appendable = value.all_appendable,
	};

	if (range.end > range.start) {
		/* In a joined view the next byte may be further away. */
		size_t end = written_end(view->text, range);

		draft.word.range.end = (uint32_t)offset_of(&view->at, end - 1) + 1;
		draft.word.no_append = !is_appendable(view, end - 1);
	}
	list_add(s->stacks, &s->drafts, draft);
}

/* Copies the drafts of one kind into a list of that size. */
static void take_words(struct scanner *s, size_t drafts, enum draft_kind kind, struct words *out)
{
	const struct draft *at = s->drafts.at;
	size_t n = 0;

	for (size_t i = drafts; i < s->drafts.len; i++)
		n += at[i].kind == kind;
	list_reserve(s->arena, &out->list, n);
	for (size_t i = drafts; i < s->drafts.len; i++)
		if (at[i].kind == kind)
			list_add(s->arena, &out->list, at[i].word);
}

size_t scan_command(struct scanner *s, size_t drafts, uint32_t region)
{
	struct command command = { .scope = region, .runner = INDEX_NONE };
	size_t index = STR_NONE;

	if (s->drafts.len > drafts && s->mute == 0) {
		take_words(s, drafts, DRAFT_ASSIGNMENT, &command.assignments);
		take_words(s, drafts, DRAFT_WORD, &command.words);
		if (command.words.list.len > 0 || command.assignments.list.len > 0) {
			list_add(s->arena, &s->script->commands, command);
			index = s->script->commands.len - 1;
			inner_words(s, index, drafts);
		}
	}
	list_cut(&s->drafts, drafts);
	return index;
}

/* Maximum length of a template's expression, so that the search stays linear. */
enum { TEMPLATE_MAX = 256 };

/* The end of an expression in a project template (Jinja), ${{"{{"}} matrix.os {{"}}"}}, or STR_NONE
 * if there is none at start. */
static size_t template_end(struct str text, size_t start)
{
	static const char open[] = "${{\"{{\"}}", close[] = "{{\"}}\"}}";
	size_t end;

	if (!str_starts(str_slice(text, start, text.len), open))
		return STR_NONE;
	end = str_find(str_slice(text, 0, start + TEMPLATE_MAX), str_from(close), start);
	return end == STR_NONE ? STR_NONE : end + strlen(close);
}

size_t scan_expression(struct scanner *s, struct str text, size_t start)
{
	bool quoted = false;
	size_t at = start + 3;
	size_t template = template_end(text, start);

	if (s->spare == 0 || start + 3 > text.len || text.p[start] != '$' ||
	    text.p[start + 1] != '{' || text.p[start + 2] != '{')
		return start;
	if (template != STR_NONE)
		return template;
	for (; at < text.len; at++) {
		if (text.p[at] == '\'')
			quoted = !quoted; /* '' closes and reopens the string */
		else if (!quoted && text.p[at] == '}' && at + 1 < text.len && text.p[at + 1] == '}')
			return at + 2;
	}
	if (!scan_spend(s, at - start))
		s->spare = 0;
	return start;
}

void scan_dialect(struct scanner *s, const struct view *view, enum dialect dialect, uint32_t region)
{
	switch (dialect) {
	case DIALECT_SH:
		shell_scan(s, view, region);
		break;
	case DIALECT_POWERSHELL:
		powershell_scan(s, view, region);
		break;
	case DIALECT_CMD:
		cmd_scan(s, view, region);
		break;
	case DIALECT_NONE:
		break;
	}
}

/* Turns regions into scopes. A parent has a lower index, so one forward pass is enough. */
static void resolve(struct scanner *s)
{
	struct script *script = s->script;
	uint32_t *scope = arena_alloc(s->stacks, s->regions.len + 1, sizeof(*scope));

	for (size_t i = 0; i < s->regions.len; i++) {
		struct region *r = &s->regions.at[i];

		if (i > 0 && !r->captured)
			r->piped = r->piped || s->regions.at[r->parent].piped;
		if (i > 0)
			r->runner = r->runner > 0 ? r->runner : s->regions.at[r->parent].runner;
		scope[i] = i > 0 ? scope[r->parent] : 0;
		if (i > 0 && !r->real)
			continue;
		list_add(s->arena, &script->scopes, (struct scope){ scope[i], r->runner - 1 });
		scope[i] = script->scopes.len - 1;
	}
	for (size_t i = 0; i < script->commands.len; i++) {
		struct command *c = &script->commands.at[i];
		const struct region *r = &s->regions.at[c->scope];

		c->piped_output = c->piped_output || r->piped;
		c->runner = r->runner - 1; /* INDEX_NONE for 0 */
		c->scope = scope[c->scope];
	}
}

void script_scan(struct script *script, struct arena *arena, struct str text, enum dialect dialect)
{
	ARENA_AUTO struct arena stacks = { 0 };
	struct scanner s = { .arena = arena,
			     .stacks = &stacks,
			     .script = script,
			     .length = text.len,
			     .spare = 65536 };
	struct view view = { .text = text, .all_appendable = true };

	*script = (struct script){ 0 };
	list_add(&stacks, &s.regions, (struct region){ .real = true });
	s.spare += 16 * text.len;
	scan_dialect(&s, &view, dialect, 0);
	resolve(&s);
}
