/* SPDX-License-Identifier: MIT */
/* A tokenizer for Python: comments, strings of all kinds, brackets, continued lines. */
#include "config.h"

#include "nox/noxfile/tokens.h"

#include "base/ascii.h"

#include <string.h>

struct reader {
	struct tokens *tokens;
	struct arena *arena;
	struct str text;
	size_t at;
	size_t depth;	 /* open brackets */
	uint32_t first;	 /* first token of the open statement */
	uint32_t indent; /* of the open statement */
};

static bool is_name(char c)
{
	return ascii_is_name(c) || (unsigned char)c >= 0x80;
}

/* "def f(): a; b": the rest of the line after the head is its body. */
static bool is_head(const struct reader *r)
{
	static const char *const heads[] = { "def", "class", "async", "if",  "elif",   "else",
					     "for", "while", "with",  "try", "except", "finally" };

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (r->first < r->tokens->list.len && token_is(r->tokens, r->first, heads[i]))
			return true;
	return false;
}

static void statement_end(struct reader *r)
{
	struct statement done = { r->first, r->tokens->list.len, r->indent };

	if (done.first == done.end)
		return;
	r->first = done.end;
	list_add(r->arena, &r->tokens->statements, done);
}

/* The columns of the white space at the start of a line. */
static void indent_read(struct reader *r)
{
	uint32_t column = 0;

	for (; r->at < r->text.len; r->at++) {
		char c = r->text.p[r->at];

		if (c == '\t')
			column = (column / 8 + 1) * 8;
		else if (c == ' ' || c == '\f')
			column++;
		else
			break;
	}
	r->indent = column;
}

/* The meaning of a string's prefix. */
struct prefix {
	size_t length;
	bool raw, bytes, formatted;
};

static bool prefix_read(struct prefix *prefix, struct str name)
{
	*prefix = (struct prefix){ .length = name.len };
	if (name.len > 2)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (!strchr("rRbBuUfFtT", name.p[i]))
			return false;
		prefix->raw |= name.p[i] == 'r' || name.p[i] == 'R';
		prefix->bytes |= name.p[i] == 'b' || name.p[i] == 'B';
		prefix->formatted |= strchr("fFtT", name.p[i]) != NULL;
	}
	return true;
}

/* Reads the string whose quotes begin at r->at, after its prefix. */
static void string_read(struct reader *r, struct prefix prefix)
{
	char quote = r->text.p[r->at];
	bool triple = str_slice(r->text, r->at, r->at + 3).len == 3 &&
		      r->text.p[r->at + 1] == quote && r->text.p[r->at + 2] == quote;
	size_t start = r->at + (triple ? 3 : 1), i = start, width = triple ? 3 : 1;
	struct token token = { .kind = TOKEN_STRING, .start = (uint32_t)(r->at - prefix.length) };
	bool escaped = false, ended = false;

	for (; i < r->text.len; i++) {
		char c = r->text.p[i];

		if (c == '\\') {
			escaped = true;
			i++;
		} else if (c == '\n' && !triple) {
			break;
		} else if (c == quote &&
			   (!triple || (i + 2 < r->text.len && r->text.p[i + 1] == quote &&
					r->text.p[i + 2] == quote))) {
			ended = true;
			break;
		}
	}
	if (i > r->text.len)
		i = r->text.len;
	if (!ended)
		r->tokens->broken = true;
	token.text = str_slice(r->text, start, i);
	token.literal = ended && !prefix.bytes && (prefix.raw || !escaped);
	token.formatted = token.literal && prefix.formatted;
	token.literal = token.literal && !prefix.formatted;
	r->at = ended ? i + width : i;
	list_add(r->arena, &r->tokens->list, token);
}

static void name_read(struct reader *r)
{
	size_t start = r->at;
	struct prefix prefix;

	while (r->at < r->text.len && is_name(r->text.p[r->at]))
		r->at++;

	struct str name = str_slice(r->text, start, r->at);

	if (r->at < r->text.len && strchr("'\"", r->text.p[r->at]) && r->text.p[r->at] &&
	    prefix_read(&prefix, name)) {
		string_read(r, prefix);
		return;
	}
	list_add(r->arena, &r->tokens->list,
		 (struct token){ .kind = TOKEN_NAME, .text = name, .start = (uint32_t)start });
}

static void sign_read(struct reader *r)
{
	char c = r->text.p[r->at];
	struct token token = { .kind = TOKEN_SIGN,
			       .text = str_slice(r->text, r->at, r->at + 1),
			       .start = (uint32_t)r->at };

	if (c == '(' || c == '[' || c == '{')
		r->depth++;
	if ((c == ')' || c == ']' || c == '}') && r->depth > 0)
		r->depth--;
	r->at++;
	list_add(r->arena, &r->tokens->list, token);
}

static void newline_read(struct reader *r)
{
	r->at++;
	if (r->depth > 0)
		return;
	statement_end(r);
	indent_read(r);
}

static void token_read(struct reader *r)
{
	static const struct prefix none = { .length = 0 };
	char c = r->text.p[r->at];

	if (c == '\n') {
		newline_read(r);
		return;
	}
	if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
		r->at++;
		return;
	}
	if (c == '#') {
		size_t newline = str_find_char(r->text, '\n', r->at);

		r->at = newline == STR_NONE ? r->text.len : newline;
		return;
	}
	if (c == '\\') {
		bool carriage = r->at + 1 < r->text.len && r->text.p[r->at + 1] == '\r';

		r->at += carriage ? 3 : 2;
		return;
	}
	if (c == ';' && r->depth == 0) {
		bool head = is_head(r);

		statement_end(r);

		r->at++;
		r->indent += head;
		return;
	}
	if (c == '"' || c == '\'') {
		string_read(r, none);
		return;
	}
	if (is_name(c))
		name_read(r);
	else
		sign_read(r);
}

void tokens_read(struct tokens *tokens, struct arena *arena, struct str text)
{
	struct reader r = { .tokens = tokens, .arena = arena, .text = text };

	*tokens = (struct tokens){ .broken = false };
	if (str_starts(text, "\xef\xbb\xbf"))
		r.at = 3;
	indent_read(&r);
	while (r.at < r.text.len)
		token_read(&r);
	if (r.depth > 0)
		tokens->broken = true;
	statement_end(&r);
}

bool token_is(const struct tokens *tokens, size_t index, const char *text)
{
	return index < tokens->list.len && tokens->list.at[index].kind != TOKEN_STRING &&
	       str_is(tokens->list.at[index].text, text);
}

bool token_is_any(const struct tokens *tokens, size_t index, const char *const *texts)
{
	for (size_t i = 0; texts[i]; i++)
		if (token_is(tokens, index, texts[i]))
			return true;
	return false;
}

size_t token_skip(const struct tokens *tokens, size_t index, size_t end)
{
	size_t depth = 0;

	for (; index < end; index++) {
		const struct token *token = &tokens->list.at[index];

		if (token->kind != TOKEN_SIGN)
			continue;
		if (strchr("([{", token->text.p[0]))
			depth++;
		else if (strchr(")]}", token->text.p[0]) && --depth == 0)
			return index + 1;
	}
	return end;
}

size_t token_next(const struct tokens *tokens, size_t index, size_t end)
{
	const struct token *token = &tokens->list.at[index];

	if (token->kind == TOKEN_SIGN && strchr("([{", token->text.p[0]))
		return token_skip(tokens, index, end);
	return index + 1;
}
