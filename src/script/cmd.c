/* SPDX-License-Identifier: MIT */
/* Scans commands of cmd.exe: one per line, joined with "&", "&&", "||" and "|", grouped by
 * parentheses. */
#include "config.h"

#include "base/ascii.h"
#include "script/scan.h"

struct reader {
	struct scanner *s;
	struct view view;
	size_t pos;
	size_t drafts; /* of the current command */
	uint32_t region;
};

static char peek(const struct reader *r, size_t ahead)
{
	return r->pos + ahead < r->view.text.len ? r->view.text.p[r->pos + ahead] : '\0';
}

static bool at_end(const struct reader *r)
{
	return r->pos >= r->view.text.len;
}

static void command_end(struct reader *r, bool pipes)
{
	size_t index = scan_command(r->s, r->drafts, r->region);

	if (index != STR_NONE && pipes)
		r->s->script->commands.at[index].piped_output = true;
}

static void blanks(struct reader *r)
{
	while (!at_end(r))
		if (peek(r, 0) == '^' && peek(r, 1) == '\n')
			r->pos += 2;
		else if (peek(r, 0) == '^' && peek(r, 1) == '\r' && peek(r, 2) == '\n')
			r->pos += 3;
		else if (ascii_is_blank(peek(r, 0)) || peek(r, 0) == '\r')
			r->pos++;
		else
			return;
}

static void skip_line(struct reader *r)
{
	size_t end = str_find_char(r->view.text, '\n', r->pos);

	r->pos = end == STR_NONE ? r->view.text.len : end;
}

static bool ends_word(char c)
{
	return ascii_is_space(c) || c == '&' || c == '|' || c == '<' || c == '>' || c == ')';
}

/* Reads one byte or one escape of a word. */
static void part(struct reader *r, size_t pieces, bool *quoted, bool *literal)
{
	size_t from = r->pos;

	r->pos = scan_expression(r->s, r->view.text, from);
	if (r->pos > from) {
		*literal = false;
		scan_piece(r->s, pieces, from, r->pos, *quoted);
		return;
	}
	r->pos++;
	if (r->view.text.p[from] == '"') {
		*quoted = !*quoted;
		return;
	}
	if (r->view.text.p[from] == '^' && !*quoted && !at_end(r)) {
		from = r->pos++;
		if (r->view.text.p[from] == '\n')
			return;
	}
	if (r->view.text.p[from] == '%' || r->view.text.p[from] == '!')
		*literal = false;
	scan_piece(r->s, pieces, from, r->pos, *quoted);
}

static bool word(struct reader *r)
{
	size_t pieces = r->s->pieces.len;
	size_t start = r->pos;
	bool quoted = false;
	bool literal = true;

	while (!at_end(r) && peek(r, 0) != '\n' && (quoted || !ends_word(peek(r, 0))))
		part(r, pieces, &quoted, &literal);
	if (r->pos == start)
		return false;
	scan_word(r->s, &r->view, pieces, (struct range){ start, r->pos }, literal);
	return true;
}

static void drop_word(struct reader *r)
{
	blanks(r);
	if (!word(r) && !at_end(r) && peek(r, 0) != '\n')
		r->pos++;
	list_cut(&r->s->drafts, r->drafts);
}

static struct str last_value(const struct reader *r)
{
	return r->s->drafts.len > r->drafts ? r->s->drafts.at[r->s->drafts.len - 1].word.value
					    : STR("");
}

/* `if [/i] [not] exist X`, `defined X`, `errorlevel N`, `A==B`, `A EQU B`: the command follows. */
static void condition(struct reader *r)
{
	struct str value;

	do {
		blanks(r);
		list_cut(&r->s->drafts, r->drafts);
		if (!word(r))
			return;
		value = last_value(r);
	} while (str_is_nocase(value, "not") || str_is_nocase(value, "/i"));

	bool test = str_is_nocase(value, "exist") || str_is_nocase(value, "defined") ||
		    str_is_nocase(value, "errorlevel");
	bool whole = str_contains(value, "==") && !str_ends(value, "==");

	list_cut(&r->s->drafts, r->drafts);
	if (whole)
		return;
	drop_word(r);
	if (!test && !str_ends(value, "=="))
		drop_word(r);
}

/* `for %%i in (…) do` */
static void loop(struct reader *r)
{
	struct str value;

	do {
		blanks(r);
		list_cut(&r->s->drafts, r->drafts);
		if (peek(r, 0) == '\n' || at_end(r))
			return;
		if (!word(r))
			r->pos++;
		value = last_value(r);
	} while (!str_is_nocase(value, "do"));
	list_cut(&r->s->drafts, r->drafts);
}

/* After the first word of a command: skips what is not a command. */
static void first_word(struct reader *r)
{
	struct str value = last_value(r);

	if (str_is_nocase(value, "rem") || str_starts(value, ":")) {
		list_cut(&r->s->drafts, r->drafts);
		skip_line(r);
	} else if (str_is_nocase(value, "if")) {
		condition(r);
	} else if (str_is_nocase(value, "for")) {
		loop(r);
	} else if (str_is_nocase(value, "else")) {
		list_cut(&r->s->drafts, r->drafts);
	}
}

static bool redirect(struct reader *r)
{
	size_t n = ascii_is_digit(peek(r, 0));
	size_t drafts = r->s->drafts.len;

	if (peek(r, n) != '>' && peek(r, n) != '<')
		return false;
	r->pos += n + 1;
	if (peek(r, 0) == '>')
		r->pos++;
	if (peek(r, 0) == '&')
		r->pos++;
	blanks(r);
	(void)word(r);
	list_cut(&r->s->drafts, drafts);
	return true;
}

static void separator(struct reader *r)
{
	char c = peek(r, 0);
	bool twice = peek(r, 1) == c && (c == '&' || c == '|');

	r->pos += twice ? 2 : 1;
	command_end(r, c == '|' && !twice);
}

void cmd_scan(struct scanner *s, const struct view *view, uint32_t region)
{
	struct reader r = { .s = s, .view = *view, .drafts = s->drafts.len, .region = region };

	for (;;) {
		bool first = s->drafts.len == r.drafts;

		blanks(&r);
		if (at_end(&r))
			break;

		char c = peek(&r, 0);

		if (c == '\n' || c == '&' || c == '|' || c == ')' || (first && c == '('))
			separator(&r);
		else if (first && c == '@')
			r.pos++;
		else if (redirect(&r))
			continue;
		else if (!word(&r))
			r.pos++;
		else if (first)
			first_word(&r);
	}
	command_end(&r, false);
}
