/* SPDX-License-Identifier: MIT */
/* Finds the names that a file binds. A name is constant only if nothing but one assignment can bind
 * it, in any scope. Anything that looks like a second binding makes it unknown. */
#include "config.h"

#include "nox/noxfile/values.h"

#include <stdlib.h>

enum {
	TOKENS_MAX = 1024, /* of a name's value */
	CHAIN_MAX = 8,	   /* names that refer to names */
};

struct finder {
	struct evaluator *e;
	const struct tokens *t;
	bool star; /* from … import *: any name may be bound */
};

static bool is_name(const struct finder *f, size_t index)
{
	const struct token *token = &f->t->list.at[index];

	return token->kind == TOKEN_NAME && !(index > 0 && token_is(f->t, index - 1, "."));
}

static void bind(struct finder *f, size_t index, struct span value)
{
	list_add(f->e->arena, &f->e->constants.list,
		 (struct binding){ f->t->list.at[index].text, value, false });
}

/* Binds each name in a span to an unknown value. */
static void bind_all(struct finder *f, size_t first, size_t end)
{
	static const struct span unknown;

	for (size_t i = first; i < end; i++)
		if (is_name(f, i))
			bind(f, i, unknown);
}

/* A "=" that binds: not a comparison, not ":=". */
static bool is_assignment(const struct finder *f, size_t index, size_t end)
{
	static const char *const before[] = { "=", "!", "<", ">", ":", NULL };
	bool doubled = index + 1 < end && token_is(f->t, index + 1, "=");

	return token_is(f->t, index, "=") && !doubled &&
	       !(index > 0 && token_is_any(f->t, index - 1, before));
}

/* The first "=" outside brackets, or the end. */
static size_t assignment_find(const struct finder *f, size_t first, size_t end)
{
	static const char *const open[] = { "(", "[", "{", NULL };

	for (size_t i = first; i < end;) {
		if (is_assignment(f, i, end))
			return i;
		i = token_is_any(f->t, i, open) ? token_skip(f->t, i, end) : i + 1;
	}
	return end;
}

/* The index after the targets of a body on the same line as its head. */
static size_t assigned(const struct finder *f, const struct statement *s)
{
	size_t equals = assignment_find(f, s->first, s->end);

	return equals < s->end ? equals : s->first;
}

static void alias(struct finder *f, size_t index)
{
	bind(f, index, (struct span){ index, index });
	f->e->constants.list.at[f->e->constants.list.len - 1].aliased = true;
}

/* A simple statement: "name = value", "name: type = value", or another target. */
static void bind_assignment(struct finder *f, const struct statement *s)
{
	size_t equals = assignment_find(f, s->first, s->end);
	size_t again = equals < s->end ? assignment_find(f, equals + 1, s->end) : s->end;
	bool plain = equals == s->first + 1 || token_is(f->t, s->first + 1, ":");

	if (equals == s->end)
		return;
	if (!plain || !is_name(f, s->first) || equals + 1 == s->end || again < s->end) {
		bind_all(f, s->first, again < s->end ? again : equals);
		return;
	}
	bind(f, s->first, (struct span){ equals + 1, s->end });
	if (equals + 2 == s->end && is_name(f, equals + 1))
		alias(f, equals + 1);
}

/* The index of the closing sign or word, or the end. */
static size_t reach(const struct finder *f, size_t first, size_t end, const char *closing)
{
	while (first < end && !token_is(f->t, first, closing))
		first++;
	return first;
}

/* Binds a name in the middle of a statement. Returns the index after it. */
static size_t bind_within(struct finder *f, size_t i, size_t end)
{
	static const char *const mutators[] = { "append",  "extend",	 "insert",  "remove", "pop",
						"clear",   "sort",	 "reverse", "update", "add",
						"discard", "setdefault", NULL };
	size_t stop = i + 1;

	if (!is_name(f, i))
		return stop;
	if (token_is(f->t, i, "for")) {
		stop = reach(f, i, end, "in");
		bind_all(f, i + 1, stop);
	} else if (token_is(f->t, i, "lambda")) {
		stop = reach(f, i, end, ":");
		bind_all(f, i + 1, stop);
	} else if (token_is(f->t, i, "as") && stop < end) {
		stop = token_is(f->t, stop, "(") ? token_skip(f->t, stop, end) : stop + 1;
		bind_all(f, i + 1, stop);
	} else if (i + 2 < end && token_is(f->t, i + 1, ":") && token_is(f->t, i + 2, "=")) {
		bind_all(f, i, stop);
	} else if (i + 3 < end && token_is(f->t, i + 1, ".") && token_is(f->t, i + 3, "(") &&
		   token_is_any(f->t, i + 2, mutators)) {
		bind_all(f, i, stop);
	}
	return stop;
}

/* The name of a function or class, and its parameters. */
static void bind_head(struct finder *f, const struct statement *s)
{
	static const char *const before[] = { "def", "class", "(", ",", "*", NULL };
	static const struct span unknown;

	for (size_t i = s->first + 1; i < s->end; i++)
		if (is_name(f, i) && token_is_any(f->t, i - 1, before))
			bind(f, i, unknown);
}

static void bind_statement(struct finder *f, const struct statement *s)
{
	static const char *const whole[] = { "import", "from", "global", "nonlocal",
					     "del",    "case", NULL };
	static const char *const heads[] = { "def", "class", "async", NULL };
	static const char *const compound[] = { "if",  "elif",	 "else",    "while", "for", "with",
						"try", "except", "finally", "match", NULL };
	static const char *const plain[] = { "return", "assert", "yield", "raise",
					     "await",  "@",	 NULL };
	const struct tokens *t = f->t;

	if (token_is(t, s->first, "from") && token_is(t, s->end - 1, "*"))
		f->star = true;
	if (token_is_any(t, s->first, whole)) {
		bind_all(f, s->first, s->end);
		return;
	}
	if (token_is_any(t, s->first, heads))
		bind_head(f, s);
	for (size_t i = s->first; i < s->end;)
		i = bind_within(f, i, s->end);
	if (token_is_any(t, s->first, plain))
		return;
	/* A body on the line of its head binds its targets: "if x: name = value". */
	if (token_is_any(t, s->first, compound) || token_is_any(t, s->first, heads))
		bind_all(f, s->first, assigned(f, s));
	else
		bind_assignment(f, s);
}

static int compare(const void *a, const void *b)
{
	return str_compare(((const struct binding *)a)->name, ((const struct binding *)b)->name);
}

/* Merges all bindings of a name into one. Bindings that only record an alias do not count. */
static void merge(struct constants *constants)
{
	size_t kept = 0;

	for (size_t i = 0, next; i < constants->list.len; i = next) {
		struct binding one = constants->list.at[i];
		size_t count = 0;

		one.value = (struct span){ 0, 0 };
		for (next = i; next < constants->list.len; next++) {
			const struct binding *other = &constants->list.at[next];

			if (!str_eq(other->name, one.name))
				break;
			one.aliased |= other->aliased;
			if (other->aliased)
				continue;
			one.value = count++ == 0 ? other->value : (struct span){ 0, 0 };
		}
		constants->list.at[kept++] = one;
	}
	list_cut(&constants->list, kept);
}

void constants_find(struct evaluator *e)
{
	struct finder f = { .e = e, .t = e->tokens };

	e->constants.list.len = 0;
	for (size_t i = 0; i < e->tokens->statements.len; i++)
		bind_statement(&f, &e->tokens->statements.at[i]);
	if (f.star)
		e->constants.list.len = 0;
	if (e->constants.list.len > 0)
		qsort(e->constants.list.at, e->constants.list.len, sizeof(struct binding), compare);
	merge(&e->constants);
}

const struct binding *constant_find(const struct evaluator *e, struct str name)
{
	size_t low = 0, high = e->constants.list.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct binding *at = &e->constants.list.at[middle];
		int order = str_compare(name, at->name);

		if (order == 0 && at->value.end - at->value.first > TOKENS_MAX)
			return NULL;
		if (order == 0)
			return at->value.end > at->value.first ? at : NULL;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct span span_resolve(const struct evaluator *e, struct span span)
{
	for (size_t i = 0; i < CHAIN_MAX; i++) {
		const struct token *token = &e->tokens->list.at[span.first];
		const struct binding *binding = NULL;

		if (span.end == span.first + 1 && token->kind == TOKEN_NAME)
			binding = constant_find(e, token->text);
		if (!binding)
			break;
		span = binding->value;
	}
	return span;
}
