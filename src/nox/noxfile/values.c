/* SPDX-License-Identifier: MIT */
/* Texts, sums of texts, paths and f-strings. The work and depth are limited; an expression that
 * exceeds the limits is unknown. */
#include "config.h"

#include "nox/noxfile/values.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
	DEPTH_MAX = 8,	    /* names inside names, brackets inside brackets */
	OPERANDS_MAX = 200, /* of one expression, including the values of its names */
	TEXT_MAX = 500,	    /* bytes */
};

static const struct value unknown = { .shape = { "*", 1 } };

/* The position in an expression; at is the next token. */
struct parser {
	const struct evaluator *e;
	size_t at;
	size_t end;
	size_t depth;
	size_t *operands; /* remaining */
};

static struct value sum(struct parser *p);

static struct value text(struct str text)
{
	return (struct value){ .text = text, .known = text.len <= TEXT_MAX, .shape = text };
}

static struct value join(const struct evaluator *e, struct value a, const char *between,
			 struct value b)
{
	struct value joined = a;

	joined.shape = STR("");
	if (a.shape.len > 0 && b.shape.len > 0 && a.shape.len + b.shape.len <= TEXT_MAX)
		joined.shape = arena_printf(e->arena, "%.*s%s%.*s", STR_ARG(a.shape), between,
					    STR_ARG(b.shape));
	if (!a.known)
		return joined;
	joined.text =
		arena_printf(e->arena, "%.*s%s%.*s", STR_ARG(a.text), between, STR_ARG(b.text));
	joined.known = b.known && joined.text.len <= TEXT_MAX;
	return joined;
}

static struct value concatenate(const struct evaluator *e, struct value a, struct value b)
{
	if (a.known && a.text.len == 0)
		return b;
	return b.known && b.text.len == 0 ? a : join(e, a, "", b);
}

/* a / b, as in pathlib and os.path.join. */
static struct value join_path(const struct evaluator *e, struct value a, struct value b)
{
	if ((a.known && a.text.len == 0) || str_starts(b.text, "/"))
		return b;
	return join(e, a, str_ends(a.text, "/") ? "" : "/", b);
}

static struct value folder_of(struct value path)
{
	size_t slash = str_rfind_char(path.text, '/');

	if (!path.known || str_ends(path.text, ".."))
		return unknown;
	if (str_is(path.text, "."))
		return text(STR(".."));
	return text(slash == STR_NONE ? STR(".") : str_slice(path.text, 0, slash));
}

static struct value name_value(struct parser *p, struct str name)
{
	const struct binding *binding = constant_find(p->e, name);
	struct value value;

	if (str_is(name, "__file__"))
		return text(STR("./__file__"));
	if (!binding || p->depth == DEPTH_MAX)
		return unknown;

	struct parser inner = { p->e, binding->value.first, binding->value.end, p->depth + 1,
				p->operands };

	value = sum(&inner);
	return inner.at == inner.end ? value : unknown;
}

/* The text of an f-string, up to the first brace with an unknown value. */
static struct value formatted_value(struct parser *p, struct str source)
{
	struct value value = text(STR(""));

	while (source.len > 0 && value.text.len + value.shape.len <= TEXT_MAX) {
		char c = source.p[0];
		bool doubled = source.len > 1 && source.p[1] == c;
		size_t end = 0;

		if (c == '{' && !doubled) {
			end = str_find_char(source, '}', 0);
			if (end == STR_NONE)
				return unknown;
			value = concatenate(p->e, value,
					    name_value(p, str_trim(str_slice(source, 1, end))));
			source = str_slice(source, end + 1, source.len);
			continue;
		}
		while (end < source.len && source.p[end] != '{' && source.p[end] != '}')
			end++;
		if (end == 0) { /* a doubled brace */
			value = concatenate(p->e, value, text(str_slice(source, 0, 1)));
			source = str_slice(source, 2, source.len);
		} else {
			value = concatenate(p->e, value, text(str_slice(source, 0, end)));
			source = str_slice(source, end, source.len);
		}
	}
	return value;
}

/* For "a{}".format(b) and "a%s" % b, the text before the first placeholder. */
static struct value cut(struct value value, char place)
{
	value.text = str_slice(value.text, 0, str_find_char(value.text, place, 0));
	value.known = false;
	value.shape = STR("");
	return value;
}

static struct value string_value(struct parser *p)
{
	const struct tokens *t = p->e->tokens;
	struct value value = text(STR(""));

	for (; p->at < p->end && t->list.at[p->at].kind == TOKEN_STRING; p->at++) {
		const struct token *token = &t->list.at[p->at];
		struct value part = unknown;

		if (token->literal)
			part = text(token->text);
		else if (token->formatted)
			part = formatted_value(p, token->text);
		value = concatenate(p->e, value, part);
	}
	if (p->at < p->end && token_is(t, p->at, "%"))
		return cut(value, '%');
	if (p->at + 1 < p->end && token_is(t, p->at, ".")) {
		if (token_is(t, p->at + 1, "format"))
			return cut(value, '{');
		return unknown;
	}
	return value;
}

/* The arguments of a call whose "(" is at p->at, as parts of a path. */
static struct value path_arguments(struct parser *p)
{
	const struct tokens *t = p->e->tokens;
	size_t close = token_skip(t, p->at, p->end);
	struct parser inner = { p->e, p->at + 1, close - 1, p->depth + 1, p->operands };
	struct value path = text(STR(""));

	p->at = close;
	if (inner.depth > DEPTH_MAX)
		return unknown;
	while (inner.at < inner.end) {
		path = join_path(p->e, path, sum(&inner));
		if (inner.at < inner.end && !token_is(t, inner.at, ","))
			return unknown;
		inner.at++;
	}
	if (path.known && path.text.len == 0)
		return text(STR("."));
	return path;
}

/* A call of a function from paths to a path. last is its name, its "(" is at p->at. */
static struct value call_value(struct parser *p, struct str first, struct str last)
{
	static const char *const same[] = { "str",	"Path",	  "PurePath", "PurePosixPath",
					    "fspath",	"join",	  "abspath",  "realpath",
					    "normpath", "getcwd", "cwd",      "fsdecode",
					    NULL };
	static const char *const owners[] = { "os", "path", "pathlib", "Path", "osp", NULL };
	bool owned = str_eq(first, last);

	for (size_t i = 0; owners[i]; i++)
		owned |= str_is(first, owners[i]);
	for (size_t i = 0; owned && same[i]; i++)
		if (str_is(last, same[i]))
			return path_arguments(p);
	if (owned && str_is(last, "dirname"))
		return folder_of(path_arguments(p));
	return unknown;
}

/* The value of NAME[key], if NAME is a dictionary in the file. */
static struct value item_value(struct parser *p, struct str name)
{
	const struct tokens *t = p->e->tokens;
	const struct binding *binding = constant_find(p->e, name);
	size_t close = token_skip(t, p->at, p->end);
	const struct token *key = &t->list.at[p->at + 1];
	struct value value = unknown;

	if (!binding || !token_is(t, binding->value.first, "{") || close != p->at + 3 ||
	    key->kind != TOKEN_STRING || p->depth == DEPTH_MAX)
		return unknown;
	p->at = close;
	for (size_t i = binding->value.first + 1; i + 2 < binding->value.end;
	     i = token_next(t, i, binding->value.end)) {
		struct parser inner = { p->e, i + 2, binding->value.end - 1, p->depth + 1,
					p->operands };

		if (t->list.at[i].kind != TOKEN_STRING || !token_is(t, i + 1, ":") ||
		    !str_eq(t->list.at[i].text, key->text))
			continue;
		value = sum(&inner);
		return token_is(t, inner.at, ",") || inner.at == inner.end ? value : unknown;
	}
	return value;
}

/* A name, with the names before it of which it is a member. */
static struct value chain_value(struct parser *p)
{
	const struct tokens *t = p->e->tokens;
	struct str first = t->list.at[p->at].text, last = first;
	size_t i = p->at + 1;

	while (i + 1 < p->end && token_is(t, i, ".") && t->list.at[i + 1].kind == TOKEN_NAME &&
	       !constant_find(p->e, first) && !str_is(first, "__file__")) {
		last = t->list.at[i + 1].text;
		i += 2;
	}
	p->at = i;
	if (i < p->end && token_is(t, i, "("))
		return call_value(p, first, last);
	if (i + 2 < p->end && token_is(t, i, "[") && str_eq(first, last))
		return item_value(p, first);
	return str_eq(first, last) ? name_value(p, first) : unknown;
}

/* Members and calls after a path: .parent, .resolve(), .joinpath(…). */
static struct value member_value(struct parser *p, struct value value)
{
	static const char *const same[] = { "resolve", "absolute", "as_posix", NULL };
	const struct tokens *t = p->e->tokens;

	while (p->at + 1 < p->end && token_is(t, p->at, ".")) {
		size_t name = p->at + 1;
		bool kept = false;

		for (size_t i = 0; same[i]; i++)
			kept |= token_is(t, name, same[i]) && token_is(t, name + 1, "(");
		p->at += 2;
		if (token_is(t, name, "parent"))
			value = folder_of(value);
		else if (token_is(t, name, "joinpath") && p->at < p->end)
			value = join_path(p->e, value, path_arguments(p));
		else if (kept && p->at < p->end)
			p->at = token_skip(t, p->at, p->end);
		else
			return unknown;
	}
	return value;
}

static struct value operand(struct parser *p)
{
	const struct tokens *t = p->e->tokens;
	struct value value = unknown;

	if (p->at >= p->end || *p->operands == 0 || *p->e->steps == 0)
		return unknown;
	--*p->operands;
	--*p->e->steps;
	if (t->list.at[p->at].kind == TOKEN_STRING)
		return string_value(p);
	if (token_is(t, p->at, "(") && p->depth < DEPTH_MAX) {
		size_t close = token_skip(t, p->at, p->end);
		struct parser inner = { p->e, p->at + 1, close - 1, p->depth + 1, p->operands };

		value = sum(&inner);
		if (inner.at != inner.end)
			value = unknown;
		p->at = close;
	} else if (t->list.at[p->at].kind == TOKEN_NAME) {
		value = chain_value(p);
	}
	return member_value(p, value);
}

static struct value sum(struct parser *p)
{
	const struct tokens *t = p->e->tokens;
	struct value value = operand(p);

	while (p->at + 1 < p->end) {
		bool path = token_is(t, p->at, "/");

		if (!path && !token_is(t, p->at, "+"))
			break;
		p->at++;

		struct value right = operand(p);

		value = path ? join_path(p->e, value, right) : concatenate(p->e, value, right);
	}
	return value;
}

static bool is_name_of_wheel(struct str name)
{
	static const char *const names[] = { "wheel", "wheels",	    "whl",
					     "whls",  "wheel_path", "wheel_file" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is_nocase(name, names[i]))
			return true;
	return str_ends(name, "_wheel") || str_ends(name, "_wheels") || str_ends(name, "_whl");
}

/* Does an expression name a wheel, by a text that ends with .whl or by a name? */
static bool names_wheel(const struct evaluator *e, struct span span, size_t *tokens)
{
	for (size_t i = span.first; i < span.end && *tokens > 0; i++) {
		const struct token *token = &e->tokens->list.at[i];
		const struct binding *binding;

		--*tokens;
		if (token->kind == TOKEN_STRING && str_ends(token->text, ".whl"))
			return true;
		if (token->kind != TOKEN_NAME)
			continue;
		if (is_name_of_wheel(token->text))
			return true;
		binding = constant_find(e, token->text);
		if (binding && names_wheel(e, binding->value, tokens))
			return true;
	}
	return false;
}

struct value value_unknown(const struct evaluator *e, struct span span)
{
	size_t tokens = OPERANDS_MAX;

	return (struct value){ .wheel = names_wheel(e, span, &tokens) };
}

struct value value_of(const struct evaluator *e, struct span span)
{
	size_t operands = OPERANDS_MAX;
	struct parser p = { e, span.first, span.end, 0, &operands };
	struct value value = span.first < span.end ? sum(&p) : unknown;
	bool cut_short =
		p.at < p.end && !token_is(e->tokens, p.at, "%") &&
		!(token_is(e->tokens, p.at, ".") && token_is(e->tokens, p.at + 1, "format"));

	if (cut_short)
		value = unknown;
	else if (p.at < p.end)
		value.known = false;
	if (!value.known)
		value.wheel = value_unknown(e, span).wheel;
	return value;
}

struct value value_start(const struct evaluator *e, struct span span)
{
	size_t operands = OPERANDS_MAX;
	struct parser p = { e, span.first, span.end, 0, &operands };

	return sum(&p);
}
