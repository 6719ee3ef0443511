/* SPDX-License-Identifier: MIT */
/* Scans expansions and lists the commands in them; each substitution has its own scope. Nesting is
 * bounded; deeper substitutions are skipped. */
#include "config.h"

#include "script/shell_expand.h"

#include "base/ascii.h"

/* Skips past the bracket that matches an open one before the position. */
static void skip(struct shell *sh, char open, char close)
{
	size_t depth = 1;

	for (; sh->pos < sh->view.text.len && depth > 0; sh->pos++) {
		char c = sh->view.text.p[sh->pos];

		if (c == '\\' && sh->pos + 1 < sh->view.text.len)
			sh->pos++;
		else if (c == open)
			depth++;
		else if (c == close)
			depth--;
	}
}

/* Whether the substitution at the position was read before; marks it as read. */
static bool seen_before(struct shell *sh, size_t start)
{
	struct scanner *s = sh->s;
	unsigned char *seen;
	bool before;

	if (!s->seen)
		s->seen = arena_alloc(s->stacks, s->length + 1, 1);
	seen = &s->seen[offset_of(&sh->view.at, start)];
	before = *seen != 0;
	*seen = 1;
	return before;
}

static uint32_t captured_region(struct shell *sh)
{
	return scan_region(
		sh->s,
		(struct region){ .parent = shell_region(sh), .real = true, .captured = true });
}

/* Reads "$(", "<(" or ">(" at the position. */
static void substitution(struct shell *sh)
{
	struct scanner *s = sh->s;
	bool muted = seen_before(sh, sh->pos);

	sh->pos += 2;
	if (s->depth >= SCAN_DEPTH) {
		skip(sh, '(', ')');
		return;
	}
	s->depth++;
	s->mute += muted;
	shell_list(sh, captured_region(sh), true);
	s->mute -= muted;
	s->depth--;
}

/* Reads "`…`" at the position: the text up to the next unescaped "`", without its backslashes. */
static void backquotes(struct shell *sh, bool quoted)
{
	struct scanner *s = sh->s;
	struct str text = sh->view.text;
	size_t pieces = s->pieces.len;
	bool muted = seen_before(sh, sh->pos);
	size_t start = ++sh->pos;
	struct view view;

	for (; sh->pos < text.len && text.p[sh->pos] != '`'; sh->pos++) {
		char next = shell_peek(sh, 1);

		if (text.p[sh->pos] != '\\' || sh->pos + 1 >= text.len)
			continue;
		if (next == '`' || next == '\\' || next == '$' || (quoted && next == '"')) {
			scan_piece(s, pieces, start, sh->pos, true);
			start = sh->pos + 1;
		}
		sh->pos++;
	}
	scan_piece(s, pieces, start, sh->pos, true);
	if (sh->pos < text.len)
		sh->pos++;
	if (!scan_view(s, &sh->view, pieces, &view) || s->depth >= SCAN_DEPTH)
		return;
	s->depth++;
	s->mute += muted;
	shell_scan(s, &view, captured_region(sh));
	s->mute -= muted;
	s->depth--;
}

/* Inside "${" or arithmetic: reads quotes, an expansion or one byte. */
static void inside(struct shell *sh, bool quoted)
{
	struct scanner *s = sh->s;
	size_t pieces = s->pieces.len, drafts = s->drafts.len;
	char c = shell_peek(sh, 0);

	if (c == '\\') {
		sh->pos += sh->pos + 1 < sh->view.text.len ? 2 : 1;
	} else if (c == '\'' && !quoted) {
		size_t end = str_find_char(sh->view.text, '\'', sh->pos + 1);

		sh->pos = end == STR_NONE ? sh->view.text.len : end + 1;
	} else if (c == '"') {
		sh->pos++;
		while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != '"')
			if (shell_peek(sh, 0) == '\\')
				sh->pos += sh->pos + 1 < sh->view.text.len ? 2 : 1;
			else if (!shell_expansion(sh, true))
				sh->pos++;
		if (sh->pos < sh->view.text.len)
			sh->pos++;
	} else if (!shell_expansion(sh, quoted)) {
		sh->pos++;
	}
	list_cut(&s->pieces, pieces);
	list_cut(&s->drafts, drafts);
}

/* Reads "${…}" at the position. */
static void braced(struct shell *sh, bool quoted)
{
	sh->pos += 2;
	if (sh->s->depth >= SCAN_DEPTH) {
		skip(sh, '{', '}');
		return;
	}
	sh->s->depth++;
	while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != '}')
		inside(sh, quoted);
	if (sh->pos < sh->view.text.len)
		sh->pos++;
	sh->s->depth--;
}

void shell_text(struct shell *sh, size_t end)
{
	struct scanner *s = sh->s;
	size_t length = sh->view.text.len;
	size_t pieces = s->pieces.len;

	sh->view.text.len = end;
	while (sh->pos < end)
		if (shell_peek(sh, 0) == '\\')
			sh->pos += 2;
		else if (!shell_expansion(sh, true))
			sh->pos++;
	list_cut(&s->pieces, pieces);
	sh->pos = end;
	sh->view.text.len = length;
}

void shell_arithmetic(struct shell *sh, size_t end)
{
	if (sh->s->depth < SCAN_DEPTH) {
		sh->s->depth++;
		shell_text(sh, end);
		sh->s->depth--;
	}
	sh->pos = end;
}

size_t shell_arithmetic_end(struct shell *sh, size_t at)
{
	struct str text = sh->view.text;
	size_t start = at;
	size_t depth = 1;

	/* When the lookahead budget is used up, "((" is two subshells. */
	if (sh->s->spare == 0 || at + 2 >= text.len || text.p[at] != '(' || text.p[at + 1] != '(')
		return STR_NONE;
	for (at += 2; at < text.len && depth > 0; at++) {
		if (text.p[at] == '\\')
			at++;
		else if (text.p[at] == '(')
			depth++;
		else if (text.p[at] == ')')
			depth--;
	}
	if (!scan_spend(sh->s, at - start)) {
		sh->s->spare = 0;
		return STR_NONE;
	}
	return depth == 0 && at < text.len && text.p[at] == ')' ? at + 1 : STR_NONE;
}

static bool is_special(char c)
{
	return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!';
}

static bool parameter(struct shell *sh)
{
	char next = shell_peek(sh, 1);

	if (is_special(next)) {
		sh->pos += 2;
		return true;
	}
	if (!ascii_is_name(next))
		return false;
	sh->pos += 2;
	while (!ascii_is_digit(next) && ascii_is_name(shell_peek(sh, 0)))
		sh->pos++;
	return true;
}

static bool dollar(struct shell *sh, bool quoted)
{
	size_t end = scan_expression(sh->s, sh->view.text, sh->pos);

	if (end > sh->pos) {
		sh->pos = end;
		return true;
	}
	if (shell_peek(sh, 1) == '(') {
		end = shell_arithmetic_end(sh, sh->pos + 1);
		if (end != STR_NONE) {
			sh->pos += 3;
			shell_arithmetic(sh, end);
		} else {
			substitution(sh);
		}
		return true;
	}
	if (shell_peek(sh, 1) == '{') {
		braced(sh, quoted);
		return true;
	}
	return parameter(sh);
}

bool shell_expansion(struct shell *sh, bool quoted)
{
	char c = shell_peek(sh, 0);

	if (c == '$')
		return dollar(sh, quoted);
	if (c == '`') {
		backquotes(sh, quoted);
		return true;
	}
	if (!quoted && (c == '<' || c == '>') && shell_peek(sh, 1) == '(') {
		substitution(sh);
		return true;
	}
	return false;
}
