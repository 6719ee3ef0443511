/* SPDX-License-Identifier: MIT */
/* Scans commands of PowerShell. At the start of a command, brackets only group. In an argument they
 * are part of the word, and the commands in them are listed too. No group isolates `cd`. */
#include "config.h"

#include "base/ascii.h"
#include "script/scan.h"

struct reader {
	struct scanner *s;
	struct view view;
	size_t pos;
	size_t drafts; /* index of the first draft of the current command */
	uint32_t region;
	bool call;   /* after "&" or ".": a quoted word is a command name */
	bool string; /* the command word is a string or a variable: an expression */
};

static void list(struct reader *r, char closing);

static char peek(const struct reader *r, size_t ahead)
{
	return r->pos + ahead < r->view.text.len ? r->view.text.p[r->pos + ahead] : '\0';
}

static bool at_end(const struct reader *r)
{
	return r->pos >= r->view.text.len;
}

static bool is_keyword(struct str word)
{
	static const char *const words[] = { "if",	"elseif",  "else",   "while", "for",
					     "foreach", "switch",  "do",     "until", "try",
					     "catch",	"finally", "return", "throw", "param",
					     "begin",	"process", "end",    "exit",  "trap" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is_nocase(word, words[i]))
			return true;
	return false;
}

static void command_end(struct reader *r, bool pipes)
{
	struct scanner *s = r->s;

	if (s->drafts.len > r->drafts) {
		if (r->string) {
			list_cut(&s->drafts, r->drafts);
		} else {
			size_t index = scan_command(s, r->drafts, r->region);

			if (index != STR_NONE && pipes)
				s->script->commands.at[index].piped_output = true;
		}
	}
	r->call = false;
	r->string = false;
}

/* Drops the words read so far: a keyword or the left side of an assignment. */
static void command_begin(struct reader *r)
{
	list_cut(&r->s->drafts, r->drafts);
	r->call = false;
	r->string = false;
}

/* Scans the commands in brackets that are part of a word. The position is after the opening
 * bracket. */
static void nested(struct reader *r, char closing)
{
	struct reader saved = *r;

	r->drafts = r->s->drafts.len;
	r->call = false;
	r->string = false;
	r->s->depth++;
	list(r, closing);
	r->s->depth--;
	r->drafts = saved.drafts;
	r->call = saved.call;
	r->string = saved.string;
}

static void skip_line(struct reader *r)
{
	size_t end = str_find_char(r->view.text, '\n', r->pos);

	r->pos = end == STR_NONE ? r->view.text.len : end;
}

static void skip_block_comment(struct reader *r)
{
	size_t end = str_find(r->view.text, STR("#>"), r->pos);

	r->pos = end == STR_NONE ? r->view.text.len : end + 2;
}

static void blanks(struct reader *r)
{
	while (!at_end(r)) {
		char c = peek(r, 0);

		if (c == '`' && peek(r, 1) == '\n')
			r->pos += 2;
		else if (c == '`' && peek(r, 1) == '\r' && peek(r, 2) == '\n')
			r->pos += 3;
		else if (c == ' ' || c == '\t' || c == '\r')
			r->pos++;
		else if (c == '#')
			skip_line(r);
		else if (c == '<' && peek(r, 1) == '#')
			skip_block_comment(r);
		else
			return;
	}
}

/* Skips a "${{ … }}" or "$( … )" inside a string. Returns false if there is none. */
static bool expansion(struct reader *r)
{
	size_t end = scan_expression(r->s, r->view.text, r->pos);

	if (end > r->pos) {
		r->pos = end;
		return true;
	}
	if (peek(r, 0) != '$' || peek(r, 1) != '(' || r->s->depth >= SCAN_DEPTH)
		return false;
	r->pos += 2;
	nested(r, ')');
	return true;
}

/* Adds bytes [from, pos) unexpanded. Always returns false: the value is not literal. */
static bool add_expansion(struct reader *r, size_t pieces, size_t from, bool quoted)
{
	scan_piece(r->s, pieces, from, r->pos, quoted);
	return false;
}

/* Reads '…' or "…" with doubled quotes. Returns true if nothing was expanded. */
static bool quotes(struct reader *r, size_t pieces)
{
	char quote = peek(r, 0);
	bool literal = true;

	r->pos++;
	while (!at_end(r)) {
		size_t from = r->pos;

		if (peek(r, 0) == quote && peek(r, 1) != quote)
			break;
		if (peek(r, 0) == quote ||
		    (quote == '"' && peek(r, 0) == '`' && peek(r, 1) != '\0')) {
			r->pos += 2;
			scan_piece(r->s, pieces, from + 1, r->pos, true);
		} else if (peek(r, 0) == '$' && quote == '"' && expansion(r)) {
			literal = add_expansion(r, pieces, from, true);
		} else {
			literal = literal && (quote == '\'' || peek(r, 0) != '$');
			r->pos = scan_expression(r->s, r->view.text, from);
			if (r->pos > from)
				literal = false;
			else
				r->pos++;
			scan_piece(r->s, pieces, from, r->pos, true);
		}
	}
	if (!at_end(r))
		r->pos++;
	return literal;
}

/* Reads @'…'@ or @"…"@, which end at a line that starts with the quote. */
static bool here_string(struct reader *r, size_t pieces)
{
	const char mark[4] = { '\n', peek(r, 1), '@', '\0' };
	size_t start = r->pos + 2;
	size_t end = str_find(r->view.text, str_from(mark), start);

	r->pos = end == STR_NONE ? r->view.text.len : end + 3;
	scan_piece(r->s, pieces, start, end == STR_NONE ? r->view.text.len : end, true);
	return mark[1] == '\'';
}

static bool ends_word(char c)
{
	return c == '\0' || ascii_is_space(c) || c == ';' || c == '|' || c == '&' || c == ')' ||
	       c == '}' || c == '>' || c == '<';
}

/* Reads brackets in a word. After other bytes they are the arguments of a method, not commands. */
static bool bracket(struct reader *r, size_t pieces, bool arguments)
{
	size_t from = r->pos;
	char closing = peek(r, 0) == '{' ? '}' : ')';

	r->pos++;
	r->s->mute += arguments;
	if (r->s->depth < SCAN_DEPTH)
		nested(r, closing);
	r->s->mute -= arguments;
	return add_expansion(r, pieces, from, false);
}

/* Reads a piece of a word. Clears *literal if it has an expansion. Returns false at the end of the
 * word. */
static bool part(struct reader *r, size_t pieces, size_t start, bool *literal)
{
	char c = peek(r, 0);
	size_t from = r->pos;

	if (at_end(r) || ends_word(c))
		return false;
	if (c == '@' && r->pos == start && (peek(r, 1) == '\'' || peek(r, 1) == '"')) {
		*literal = here_string(r, pieces) && *literal;
	} else if (c == '\'' || c == '"') {
		*literal = quotes(r, pieces) && *literal;
	} else if (c == '`' && peek(r, 1) != '\0') {
		if (peek(r, 1) == '\n')
			return false;
		r->pos += 2;
		scan_piece(r->s, pieces, from + 1, r->pos, false);
	} else if (c == '$' && expansion(r)) {
		*literal = add_expansion(r, pieces, from, false);
	} else if (c == '$' && peek(r, 1) == '{') {
		size_t end = str_find_char(r->view.text, '}', r->pos);

		r->pos = end == STR_NONE ? r->view.text.len : end + 1;
		*literal = add_expansion(r, pieces, from, false);
	} else if (c == '(' || c == '{') {
		*literal = bracket(r, pieces, from > start && r->view.text.p[from - 1] != '@');
	} else {
		if (c == '$' || c == '*')
			*literal = false;
		r->pos++;
		scan_piece(r->s, pieces, from, r->pos, false);
	}
	return true;
}

static bool word(struct reader *r)
{
	size_t pieces = r->s->pieces.len;
	size_t start = r->pos;
	bool literal = true;

	while (part(r, pieces, start, &literal))
		;
	if (r->pos == start)
		return false;
	scan_word(r->s, &r->view, pieces, (struct range){ start, r->pos }, literal);
	return true;
}

/* Reads `>`, `2>&1` or `*>` and the file. */
static bool redirect(struct reader *r)
{
	size_t n = (peek(r, 0) >= '1' && peek(r, 0) <= '6') || peek(r, 0) == '*';
	size_t drafts = r->s->drafts.len;

	if (peek(r, n) != '>' && peek(r, 0) != '<')
		return false;
	r->pos += n + 1;
	if (peek(r, 0) == '>')
		r->pos++;
	if (peek(r, 0) == '&' && peek(r, 1) >= '1' && peek(r, 1) <= '6') {
		r->pos += 2;
		return true;
	}
	blanks(r);
	(void)word(r);
	list_cut(&r->s->drafts, drafts);
	return true;
}

/* Reads a word and determines whether it is a command name, an expression or a keyword. */
static void command_word(struct reader *r)
{
	struct scanner *s = r->s;
	size_t start = r->pos;
	char c = peek(r, 0);
	bool first = s->drafts.len == r->drafts;
	bool github = scan_expression(s, r->view.text, r->pos) > r->pos;

	if (!word(r)) {
		r->pos++;
		return;
	}
	if (s->drafts.len == r->drafts)
		return;

	struct str value = s->drafts.at[s->drafts.len - 1].word.value;

	if (first && is_keyword(value) && r->pos - start == value.len)
		command_begin(r);
	else if (first && !r->call)
		r->string = !github && (c == '$' || c == '"' || c == '\'' || c == '@' || c == '[');
	else if (r->string && s->drafts.len == r->drafts + 2 &&
		 (str_is(value, "=") || str_is(value, "+=")))
		command_begin(r);
}

static void ampersand(struct reader *r)
{
	bool and = peek(r, 1) == '&';

	r->pos += and ? 2 : 1;
	if (!and && r->s->drafts.len == r->drafts) {
		r->call = true;
		return;
	}
	command_end(r, false);
}

static void bar(struct reader *r)
{
	bool or = peek(r, 1) == '|';

	r->pos += or ? 2 : 1;
	command_end(r, !or);
}

/* Reads a bracket at the start of a command. *open counts those of this list. Returns false at the
 * end of the list. */
static bool group(struct reader *r, char closing, size_t *open)
{
	char c = peek(r, 0);

	command_end(r, false);
	r->pos++;
	if (c == '(' || c == '{') {
		++*open;
		return true;
	}
	if (*open > 0) {
		--*open;
		return true;
	}
	return closing != c;
}

static void list(struct reader *r, char closing)
{
	size_t open = 0;

	for (;;) {
		bool first = r->s->drafts.len == r->drafts;

		blanks(r);
		if (at_end(r))
			break;

		char c = peek(r, 0);

		if (c == '\n' || c == ';') {
			r->pos++;
			command_end(r, false);
		} else if (c == '&') {
			ampersand(r);
		} else if (c == '|') {
			bar(r);
		} else if (c == ')' || c == '}' || (first && (c == '(' || c == '{'))) {
			if (!group(r, closing, &open))
				return;
		} else if (first && c == '.' && ascii_is_blank(peek(r, 1))) {
			r->pos++;
			r->call = true;
		} else if (!redirect(r)) {
			command_word(r);
		}
	}
	command_end(r, false);
}

void powershell_scan(struct scanner *s, const struct view *view, uint32_t region)
{
	struct reader r = { .s = s, .view = *view, .drafts = s->drafts.len, .region = region };

	list(&r, '\0');
}
