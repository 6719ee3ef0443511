/* SPDX-License-Identifier: MIT */
/* Parses expressions by recursive descent with one token of lookahead. enter() limits the
 * recursion, and each token is read once. */
#include "config.h"

#include "workflow/expression.h"

#include "base/ascii.h"
#include "base/buf.h"

#include <string.h>

enum token {
	TOKEN_BAD,
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_LITERAL,
	TOKEN_STRING,
	TOKEN_OPEN,	  /* ( */
	TOKEN_CLOSE,	  /* ) */
	TOKEN_OPEN_INDEX, /* [ */
	TOKEN_CLOSE_INDEX,
	TOKEN_COMMA,
	TOKEN_DOT,
	TOKEN_STAR,
	TOKEN_NOT,
	TOKEN_OR, /* from here on: binary operators by precedence */
	TOKEN_AND,
	TOKEN_EQUALITY,
	TOKEN_COMPARISON,
	TOKEN_LAST, /* not a token: one above the highest precedence */
};

struct reader {
	struct expression *expression;
	struct arena *arena;
	struct str text;
	size_t at;	   /* after the token */
	enum token token;  /* the next token */
	enum token before; /* the token before it */
	struct str lexeme;
	unsigned depth;
};

static bool is_name_start(char c)
{
	return ascii_is_letter(c) || c == '_';
}

bool expression_is_identifier(struct str name)
{
	if (name.len == 0 || !is_name_start(name.p[0]))
		return false;
	for (size_t i = 1; i < name.len; i++)
		if (!is_name_start(name.p[i]) && !ascii_is_digit(name.p[i]) && name.p[i] != '-')
			return false;
	return true;
}

/* ------------------------------------------------------------------ tokens */

static size_t digits_at(struct str text, size_t i)
{
	size_t start = i;

	while (i < text.len && ascii_is_digit(text.p[i]))
		i++;
	return i - start;
}

/* Whether text is a hexadecimal or octal number (no sign, lower-case prefix). */
static bool is_prefixed_number(struct str text)
{
	const char *digits = str_starts(text, "0x")   ? "0123456789abcdefABCDEF"
			     : str_starts(text, "0o") ? "01234567"
						      : NULL;

	if (!digits || text.len == 2)
		return false;
	for (size_t i = 2; i < text.len; i++)
		if (str_find_char(str_from(digits), text.p[i], 0) == STR_NONE)
			return false;
	return true;
}

static bool is_number(struct str text)
{
	size_t i = 0, whole, part = 0;

	if (is_prefixed_number(text) || str_is(text, "-Infinity"))
		return true;
	if (i < text.len && (text.p[i] == '-' || text.p[i] == '+'))
		i++;
	whole = digits_at(text, i);
	i += whole;
	if (i < text.len && text.p[i] == '.') {
		part = digits_at(text, ++i);
		i += part;
	}
	if (whole + part == 0)
		return false;
	if (i < text.len && (text.p[i] == 'e' || text.p[i] == 'E')) {
		i++;
		if (i < text.len && (text.p[i] == '-' || text.p[i] == '+'))
			i++;
		part = digits_at(text, i);
		if (part == 0)
			return false;
		i += part;
	}
	return i == text.len;
}

static bool ends_token(char c)
{
	static const bool signs[256] = { ['('] = true, [')'] = true, ['['] = true, [']'] = true,
					 [','] = true, ['.'] = true, ['!'] = true, ['<'] = true,
					 ['>'] = true, ['='] = true, ['&'] = true, ['|'] = true };

	return signs[(unsigned char)c] || ascii_is_space(c);
}

/* Extends the token to the next character that ends one; a dot is part of a number. */
static void extend_token(struct reader *r, bool number)
{
	while (r->at < r->text.len &&
	       (!ends_token(r->text.p[r->at]) || (number && r->text.p[r->at] == '.')))
		r->at++;
}

static enum token name_token(struct reader *r, size_t start)
{
	static const char *const literals[] = { "null", "true", "false", "NaN", "Infinity" };
	struct str name;

	extend_token(r, false);
	name = str_slice(r->text, start, r->at);
	if (!expression_is_identifier(name))
		return TOKEN_BAD;
	for (size_t i = 0; r->before != TOKEN_DOT && i < sizeof(literals) / sizeof(literals[0]);
	     i++)
		if (str_is(name, literals[i]))
			return TOKEN_LITERAL;
	return TOKEN_NAME;
}

static enum token number_token(struct reader *r, size_t start)
{
	extend_token(r, true);
	return is_number(str_slice(r->text, start, r->at)) ? TOKEN_LITERAL : TOKEN_BAD;
}

/* Reads the rest of a string after its opening quote. */
static enum token string_token(struct reader *r)
{
	for (; r->at < r->text.len; r->at++) {
		if (r->text.p[r->at] != '\'')
			continue;
		r->at++;
		if (r->at == r->text.len || r->text.p[r->at] != '\'')
			return TOKEN_STRING;
	}
	return TOKEN_BAD;
}

/* Reads the rest of an operator after its first character c. */
static enum token operator_token(struct reader *r, char c)
{
	char next = r->at < r->text.len ? r->text.p[r->at] : '\0';
	bool compared = c == '!' || c == '=' || c == '<' || c == '>';

	if (compared ? next != '=' : next != c)
		return c == '!' ? TOKEN_NOT : c == '<' || c == '>' ? TOKEN_COMPARISON : TOKEN_BAD;
	r->at++;
	if (!compared)
		return c == '&' ? TOKEN_AND : TOKEN_OR;
	return c == '!' || c == '=' ? TOKEN_EQUALITY : TOKEN_COMPARISON;
}

/* After such a token a dot accesses a member, otherwise it starts a number. */
static bool can_have_members(enum token token)
{
	return token == TOKEN_NAME || token == TOKEN_CLOSE || token == TOKEN_CLOSE_INDEX ||
	       token == TOKEN_STAR;
}

static enum token read_token(struct reader *r)
{
	static const unsigned char tokens[256] = {
		['('] = TOKEN_OPEN,	   [')'] = TOKEN_CLOSE, ['['] = TOKEN_OPEN_INDEX,
		[']'] = TOKEN_CLOSE_INDEX, [','] = TOKEN_COMMA, ['*'] = TOKEN_STAR
	};
	size_t start = r->at;
	char c;

	if (r->at == r->text.len)
		return TOKEN_END;
	c = r->text.p[r->at++];
	if (tokens[(unsigned char)c] != TOKEN_BAD)
		return (enum token)tokens[(unsigned char)c];
	if (c == '\'')
		return string_token(r);
	if (c == '.' && can_have_members(r->before))
		return TOKEN_DOT;
	if (ends_token(c)) /* none of the above, so one of "!<>=&|", or a dot */
		return c == '.' ? number_token(r, start) : operator_token(r, c);
	if (ascii_is_digit(c) || c == '-' || c == '+')
		return number_token(r, start);
	return name_token(r, start);
}

/* Reads the next token. */
static void advance(struct reader *r)
{
	size_t start;

	while (r->at < r->text.len && ascii_is_space(r->text.p[r->at]))
		r->at++;
	start = r->at;
	r->before = r->token;
	r->token = read_token(r);
	r->lexeme = str_slice(r->text, start, r->at);
}

static bool match(struct reader *r, enum token token)
{
	if (r->token != token)
		return false;
	advance(r);
	return true;
}

/* ------------------------------------------------------------------ grammar */

static bool enter(struct reader *r)
{
	return ++r->depth <= EXPRESSION_DEPTH_MAX;
}

static void push(struct reader *r, enum expression_kind kind, struct str text, size_t count)
{
	list_add(r->arena, &r->expression->nodes, (struct expression_node){ kind, text, count });
}

/* Adds the value of a quoted string. */
static void push_string(struct reader *r, struct str lexeme)
{
	BUF_AUTO struct buf value = { 0 };
	struct str inner = str_slice(lexeme, 1, lexeme.len - 1);
	size_t quote = str_find(inner, STR("''"), 0);

	if (quote == STR_NONE) {
		push(r, EXPRESSION_STRING, inner, 0);
		return;
	}
	for (size_t i = 0; i < inner.len; i++) {
		buf_add_char(&value, inner.p[i]);
		i += inner.p[i] == '\'';
	}
	push(r, EXPRESSION_STRING, buf_keep(&value, r->arena), 0);
}

static bool read_expression(struct reader *r);

/* Reads the arguments after the "(" of a call. */
static bool read_call(struct reader *r, struct str name)
{
	size_t count = 0;

	if (match(r, TOKEN_CLOSE)) {
		push(r, EXPRESSION_CALL, name, 0);
		return true;
	}
	do {
		if (!read_expression(r))
			return false;
		count++;
	} while (match(r, TOKEN_COMMA));
	if (!match(r, TOKEN_CLOSE))
		return false;
	push(r, EXPRESSION_CALL, name, count);
	return true;
}

/* Reads what follows "[" or ".". An index that is a single string is a member. */
static bool read_member(struct reader *r, bool index)
{
	size_t first = r->expression->nodes.len;
	struct str name = r->lexeme;

	if (match(r, TOKEN_STAR)) {
		if (index && !match(r, TOKEN_CLOSE_INDEX))
			return false;
		push(r, EXPRESSION_STAR, STR(""), 0);
		return true;
	}
	if (!index) {
		if (!match(r, TOKEN_NAME))
			return false;
		push(r, EXPRESSION_MEMBER, name, 0);
		return true;
	}
	if (!read_expression(r) || !match(r, TOKEN_CLOSE_INDEX))
		return false;
	if (r->expression->nodes.len > first + 1 ||
	    r->expression->nodes.at[first].kind != EXPRESSION_STRING) {
		push(r, EXPRESSION_INDEX, STR(""), 0);
		return true;
	}
	r->expression->nodes.at[first].kind = EXPRESSION_MEMBER;
	return true;
}

/* Sets *members to whether "." and "[" may follow. */
static bool read_primary(struct reader *r, bool *members)
{
	struct str lexeme = r->lexeme;

	*members = false;
	if (match(r, TOKEN_LITERAL)) {
		push(r, EXPRESSION_LITERAL, lexeme, 0);
		return true;
	}
	if (match(r, TOKEN_STRING)) {
		push_string(r, lexeme);
		return true;
	}
	*members = true;
	if (match(r, TOKEN_OPEN))
		return read_expression(r) && match(r, TOKEN_CLOSE);
	if (!match(r, TOKEN_NAME))
		return false;
	if (match(r, TOKEN_OPEN))
		return read_call(r, lexeme);
	push(r, EXPRESSION_CONTEXT, lexeme, 0);
	return true;
}

static bool read_unary(struct reader *r)
{
	unsigned depth = r->depth;
	size_t count = 0;
	bool members;

	while (match(r, TOKEN_NOT)) {
		count++;
		if (!enter(r))
			return false;
	}
	if (!read_primary(r, &members))
		return false;
	while (members && (r->token == TOKEN_DOT || r->token == TOKEN_OPEN_INDEX)) {
		bool index = r->token == TOKEN_OPEN_INDEX;

		advance(r);
		if (!read_member(r, index) || !enter(r))
			return false;
	}
	r->depth = depth;
	for (; count > 0; count--)
		push(r, EXPRESSION_NOT, STR("!"), 0);
	return true;
}

/* Reads operands and operators of at least the given precedence. */
static bool read_binary(struct reader *r, enum token precedence)
{
	unsigned depth = r->depth;

	if (precedence == TOKEN_LAST)
		return read_unary(r);
	if (!read_binary(r, precedence + 1))
		return false;
	while (r->token == precedence) {
		struct str lexeme = r->lexeme;

		/* A chain of && or || is one node of the runner's tree; other operators are
		 * left-associative. */
		if ((precedence >= TOKEN_EQUALITY || r->depth == depth) && !enter(r))
			return false;
		advance(r);
		if (!read_binary(r, precedence + 1))
			return false;
		push(r, EXPRESSION_BINARY, lexeme, 0);
	}
	r->depth = depth;
	return true;
}

static bool read_expression(struct reader *r)
{
	bool read = enter(r) && read_binary(r, TOKEN_OR);

	r->depth--;
	return read;
}

enum status expression_read(struct expression *expression, struct arena *arena, struct str text)
{
	struct reader r = { .expression = expression, .arena = arena, .text = text };
	bool read;

	expression->nodes.len = 0;
	if (text.len > EXPRESSION_LENGTH_MAX)
		return STATUS_INVALID;
	advance(&r);
	read = read_expression(&r) && r.token == TOKEN_END;
	return read ? STATUS_OK : STATUS_INVALID;
}

/* ------------------------------------------------------------------ names */

static bool is_known_function(const struct expression_node *node)
{
	static const struct {
		const char *name;
		size_t least, most; /* number of arguments */
	} functions[] = {
		{ "contains", 2, 2 }, { "startsWith", 2, 2 },  { "endsWith", 2, 2 },
		{ "format", 1, 255 }, { "join", 1, 2 },	       { "toJSON", 1, 1 },
		{ "fromJSON", 1, 1 }, { "hashFiles", 1, 255 },
	};

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (str_is_nocase(node->text, functions[i].name))
			return node->count >= functions[i].least &&
			       node->count <= functions[i].most;
	return false;
}

/* The context of the run. A single member of it is usable, except for the token, which is a
 * secret. */
static bool is_run_context(const struct expression_node *node)
{
	static const char *const names[] = { "github", "gitea", "forgejo", "forge" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is_nocase(node->text, names[i]))
			return true;
	return false;
}

static bool is_known_context(const struct expression_node *node)
{
	static const char *const names[] = { "env",	 "vars",   "job",   "steps", "runner",
					     "strategy", "matrix", "needs", "inputs" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is_nocase(node->text, names[i]))
			return true;
	return false;
}

bool expression_is_usable(const struct expression *expression)
{
	const struct expression_node *nodes = expression->nodes.at;

	for (size_t i = 0; i < expression->nodes.len; i++) {
		bool usable = true;

		if (nodes[i].kind == EXPRESSION_CALL)
			usable = is_known_function(&nodes[i]);
		else if (nodes[i].kind == EXPRESSION_CONTEXT && is_run_context(&nodes[i]))
			usable = i + 1 < expression->nodes.len &&
				 nodes[i + 1].kind == EXPRESSION_MEMBER &&
				 !str_is_nocase(nodes[i + 1].text, "token");
		else if (nodes[i].kind == EXPRESSION_CONTEXT)
			usable = is_known_context(&nodes[i]);
		if (!usable)
			return false;
	}
	return true;
}

bool reference_next(const struct expression *expression, size_t *at, struct reference *reference)
{
	const struct expression_node *nodes = expression->nodes.at;
	size_t len = expression->nodes.len;
	size_t i = *at, end;

	while (i < len && nodes[i].kind != EXPRESSION_CONTEXT)
		i++;
	if (i == len)
		return false;
	for (end = i + 1; end < len && nodes[end].kind == EXPRESSION_MEMBER; end++)
		;
	*reference = (struct reference){
		.context = nodes[i].text,
		.members = nodes + i + 1,
		.count = end - i - 1,
	};
	*at = end;
	return true;
}
