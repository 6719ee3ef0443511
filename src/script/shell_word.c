/* SPDX-License-Identifier: MIT */
/* Reads words of the shell: quotes, escapes, arrays, brace expansion. Expansions are read in
 * shell_expand.c. */
#include "config.h"

#include "base/ascii.h"
#include "script/shell_expand.h"

/* The word that is being read. */
struct reader {
	struct shell *sh;
	size_t pieces;
	size_t start;
	bool literal;
	size_t brace;	     /* offset of an open unquoted "{", or STR_NONE */
	bool assigned_known; /* assigned is known */
	size_t assigned;     /* length of a leading NAME=, or 0 */
};

static void add_bytes(struct reader *r, size_t length, bool quoted)
{
	struct shell *sh = r->sh;
	size_t end = sh->pos + length;

	if (end > sh->view.text.len)
		end = sh->view.text.len;
	scan_piece(sh->s, r->pieces, sh->pos, end, quoted);
	sh->pos = end;
}

/* Reads an expansion, which the value contains as written. Returns false if there is none. */
static bool expansion(struct reader *r, bool quoted)
{
	struct shell *sh = r->sh;
	size_t pieces = sh->s->pieces.len;
	size_t start = sh->pos;
	bool read = shell_expansion(sh, quoted);

	list_cut(&sh->s->pieces, pieces);
	if (!read)
		return false;
	scan_piece(sh->s, r->pieces, start, sh->pos, quoted);
	r->literal = false;
	return true;
}

/* Reads a GitHub expression. It is replaced before the shell reads the text, even inside quotes. */
static bool github(struct reader *r, bool quoted)
{
	struct shell *sh = r->sh;
	size_t end = scan_expression(sh->s, sh->view.text, sh->pos);

	if (end == sh->pos)
		return false;
	add_bytes(r, end - sh->pos, quoted);
	r->literal = false;
	return true;
}

static void single_quotes(struct reader *r)
{
	struct shell *sh = r->sh;

	sh->pos++;
	while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != '\'')
		if (!github(r, true))
			add_bytes(r, 1, true);
	if (sh->pos < sh->view.text.len)
		sh->pos++;
}

/* The byte for the escape at the position in $'…', or -1 if the escape is unknown. */
static int escape_byte(const struct shell *sh)
{
	static const char from[] = "abefnrtv\\'\"?";
	static const char to[] = "\a\b\033\f\n\r\t\v\\'\"?";

	for (size_t i = 0; i < sizeof(from) - 1; i++)
		if (shell_peek(sh, 1) == from[i])
			return (unsigned char)to[i];
	return -1;
}

/* Parses at most max digits of a base at an offset. *count is their number. */
static unsigned long number_at(struct str text, size_t at, unsigned base, size_t max, size_t *count)
{
	unsigned long value = 0;

	for (*count = 0; *count < max && at + *count < text.len; ++*count) {
		int digit = ascii_hex(text.p[at + *count]);

		if (digit < 0 || (unsigned)digit >= base)
			break;
		value = value * base + (unsigned)digit;
	}
	return value;
}

/* Reads length bytes that represent the given byte. */
static void add_byte(struct reader *r, size_t length, unsigned long byte)
{
	struct shell *sh = r->sh;
	struct piece piece = { sh->pos, sh->pos + length, true, (int)(byte & 0xff) };

	list_add(sh->s->stacks, &sh->s->pieces, piece);
	sh->pos += length;
}

/* The same for a code point as UTF-8. It is shorter than its escape; each byte of it gets one byte
 * of the escape, the last one the rest. */
static void add_code(struct reader *r, size_t length, unsigned long code)
{
	static const unsigned char heads[] = { 0, 0xc0, 0xe0, 0xf0 };
	unsigned more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;

	if (more > 0) {
		add_byte(r, 1, heads[more] | code >> 6 * more);
		length--;
	}
	for (; more > 1; length--) {
		more--;
		add_byte(r, 1, 0x80 | (code >> 6 * more & 0x3f));
	}
	add_byte(r, length, more > 0 ? 0x80 | (code & 0x3f) : code);
}

/* Reads a numeric or control escape in $'…': \101, \x41, \u0041, \cA. Returns false for others. */
static bool numeric_escape(struct reader *r)
{
	struct shell *sh = r->sh;
	struct str text = sh->view.text;
	char kind = shell_peek(sh, 1);
	size_t count, length;
	unsigned long value;

	if (kind == 'c' && sh->pos + 2 < text.len) {
		add_byte(r, 3, (unsigned char)text.p[sh->pos + 2] & 0x1f);
		return true;
	}
	if (kind >= '0' && kind <= '7') {
		value = number_at(text, sh->pos + 1, 8, 3, &count);
		length = 1 + count;
	} else {
		value = number_at(text, sh->pos + 2, 16,
				  kind == 'x'	? 2
				  : kind == 'u' ? 4
						: 8,
				  &count);
		length = 2 + count;
		if (count == 0 || (kind != 'x' && kind != 'u' && kind != 'U'))
			return false;
	}
	if (kind == 'u' || kind == 'U')
		add_code(r, length, value);
	else
		add_byte(r, length, value);
	return true;
}

static void ansi_quotes(struct reader *r)
{
	struct shell *sh = r->sh;

	sh->pos += 2;
	while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != '\'') {
		int byte;

		if (github(r, true))
			continue;
		if (shell_peek(sh, 0) != '\\' || sh->pos + 1 >= sh->view.text.len) {
			add_bytes(r, 1, true);
			continue;
		}
		byte = escape_byte(sh);
		if (byte >= 0)
			add_byte(r, 2, (unsigned)byte);
		else if (!numeric_escape(r))
			add_bytes(r, 2, true);
	}
	if (sh->pos < sh->view.text.len)
		sh->pos++;
}

static void quoted_escape(struct reader *r)
{
	char next = shell_peek(r->sh, 1);

	if (next == '$' || next == '`' || next == '"' || next == '\\') {
		r->sh->pos++;
		add_bytes(r, 1, true);
	} else if (next == '\n') {
		r->sh->pos += 2;
	} else {
		add_bytes(r, 1, true);
	}
}

static void double_quotes(struct reader *r)
{
	struct shell *sh = r->sh;

	sh->pos++;
	while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != '"') {
		char c = shell_peek(sh, 0);

		if (c == '\\')
			quoted_escape(r);
		else if ((c != '$' && c != '`') || !expansion(r, true))
			add_bytes(r, 1, true);
	}
	if (sh->pos < sh->view.text.len)
		sh->pos++;
}

static void escape(struct reader *r)
{
	struct shell *sh = r->sh;

	if (shell_peek(sh, 1) == '\n') {
		sh->pos += 2;
	} else if (shell_peek(sh, 1) == '\r' && shell_peek(sh, 2) == '\n') {
		sh->pos += 3;
	} else if (sh->pos + 1 < sh->view.text.len) {
		sh->pos++;
		add_bytes(r, 1, false);
	} else {
		add_bytes(r, 1, false);
	}
}

enum { SUBSCRIPT_MAX = 256 }; /* bytes searched for the end of an array index */

/* Length of "NAME=", "NAME+=" or "NAME[…]=" at start; the value follows. 0 if there is none. */
static size_t assignment_length(struct str text, size_t start)
{
	size_t at = start;

	if (at < text.len && ascii_is_digit(text.p[at]))
		return 0;
	while (at < text.len && ascii_is_name(text.p[at]))
		at++;
	if (at == start)
		return 0;
	if (at < text.len && text.p[at] == '[')
		for (size_t end = at + SUBSCRIPT_MAX;
		     at < end && at < text.len && text.p[at] != '\n' && text.p[at++] != ']';)
			;
	if (at + 1 < text.len && text.p[at] == '+' && text.p[at + 1] == '=')
		at++;
	return at < text.len && text.p[at] == '=' ? at + 1 - start : 0;
}

/* The same for the current word, cached. */
static size_t assigned(struct reader *r)
{
	if (!r->assigned_known)
		r->assigned = assignment_length(r->sh->view.text, r->start);
	r->assigned_known = true;
	return r->assigned;
}

/* Reads "( … )" after `NAME=` or an extglob operator as a part of the word. */
static void brackets(struct reader *r)
{
	struct shell *sh = r->sh;
	struct scanner *s = sh->s;
	size_t pieces = s->pieces.len, drafts = s->drafts.len;
	size_t start = sh->pos;

	sh->pos++;
	while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != ')') {
		shell_blanks(sh, true);
		if (shell_peek(sh, 0) == ')' || sh->pos >= sh->view.text.len)
			break;
		if (s->depth >= SCAN_DEPTH) {
			sh->pos++;
			continue;
		}
		s->depth++;
		if (!shell_word(sh, DRAFT_WORD) && sh->pos < sh->view.text.len)
			sh->pos++;
		s->depth--;
		list_cut(&s->drafts, drafts);
	}
	if (sh->pos < sh->view.text.len)
		sh->pos++;
	list_cut(&s->pieces, pieces);
	scan_piece(s, r->pieces, start, sh->pos, false);
	r->literal = false;
}

/* At a character that usually ends a word. Returns false if it ends this one. */
static bool continues_word(struct reader *r)
{
	struct shell *sh = r->sh;
	char c = shell_peek(sh, 0);
	char before = sh->pos > r->start ? sh->view.text.p[sh->pos - 1] : '\0';

	if ((c == '<' || c == '>') && shell_peek(sh, 1) == '(')
		return expansion(r, false);
	if (c != '(' || before == '\0')
		return false;
	if (before == '@' || before == '!' || before == '+' || before == '*' || before == '?' ||
	    (before == '=' && assigned(r) == sh->pos - r->start)) {
		brackets(r);
		return true;
	}
	return false;
}

/* Reads an unquoted character: an ordinary one, or part of a glob or brace expansion. */
static void plain(struct reader *r)
{
	struct shell *sh = r->sh;
	char c = shell_peek(sh, 0);

	if (c == '*' || c == '?' || (c == '~' && sh->pos == r->start))
		r->literal = false;
	if (c == '{')
		r->brace = sh->pos;
	if (c == ',' && r->brace != STR_NONE)
		r->literal = false;
	if (c == '}')
		r->brace = STR_NONE;
	add_bytes(r, 1, false);
}

static bool part(struct reader *r)
{
	struct shell *sh = r->sh;
	char c = shell_peek(sh, 0);

	if (shell_meta(c) || (c == '\r' && shell_peek(sh, 1) == '\n'))
		return continues_word(r);
	if (c == '\'')
		single_quotes(r);
	else if (c == '"')
		double_quotes(r);
	else if (c == '$' && shell_peek(sh, 1) == '\'')
		ansi_quotes(r);
	else if (c == '$' && shell_peek(sh, 1) == '"')
		sh->pos++;
	else if (c == '\\')
		escape(r);
	else if ((c != '$' && c != '`') || !expansion(r, false))
		plain(r);
	return true;
}

bool shell_word(struct shell *sh, enum draft_kind kind)
{
	struct scanner *s = sh->s;
	struct reader r = { .sh = sh,
			    .pieces = s->pieces.len,
			    .start = sh->pos,
			    .literal = true,
			    .brace = STR_NONE };
	size_t drafts;

	while (sh->pos < sh->view.text.len && part(&r))
		;
	if (sh->pos == r.start)
		return false;
	if (kind == DRAFT_ASSIGNMENT && assigned(&r) == 0)
		kind = DRAFT_WORD;
	drafts = s->drafts.len;
	scan_word(s, &sh->view, r.pieces, (struct range){ r.start, sh->pos }, r.literal);
	if (s->drafts.len > drafts)
		s->drafts.at[drafts].kind = kind;
	return true;
}
