/* SPDX-License-Identifier: MIT */
/* The items of lists and tuples, also through names and sums. */
#include "config.h"

#include "nox/noxfile/values.h"

enum {
	DEPTH_MAX = 8,	/* lists inside lists */
	ITEMS_MAX = 64, /* of one list */
	LISTS_MAX = 16, /* inside one list */
};

/* Finds the items of a list. */
struct lister {
	const struct evaluator *e;
	struct values *values;
	size_t depth;
	size_t steps; /* remaining */
};

static void add_values(struct lister *l, struct span span);

static void add_unknown(struct lister *l, struct span span)
{
	list_add(l->e->arena, &l->values->list, value_unknown(l->e, span));
}

static void add_item(struct lister *l, struct span span)
{
	if (span.first == span.end)
		return;
	if (token_is(l->e->tokens, span.first, "*")) {
		add_values(l, (struct span){ span.first + 1, span.end });
		return;
	}
	list_add(l->e->arena, &l->values->list, value_of(l->e, span));
}

/* Adds the items between the brackets of a list or tuple. */
static void add_items(struct lister *l, struct span span)
{
	const struct tokens *t = l->e->tokens;
	size_t first = span.first;

	for (size_t i = span.first; i < span.end; i = token_next(t, i, span.end)) {
		if (token_is(t, i, "for")) { /* a comprehension */
			add_unknown(l, span);
			return;
		}
		if (!token_is(t, i, ","))
			continue;
		if (l->values->list.len >= ITEMS_MAX) {
			add_unknown(l, span);
			return;
		}
		add_item(l, (struct span){ first, i });
		first = i + 1;
	}
	add_item(l, (struct span){ first, span.end });
}

/* Index of a sign outside brackets, or the end. */
static size_t sign_find(const struct tokens *t, struct span span, const char *sign)
{
	size_t i = span.first;

	while (i < span.end && !token_is(t, i, sign))
		i = token_next(t, i, span.end);
	return i;
}

static void add_list(struct lister *l, struct span span)
{
	const struct tokens *t = l->e->tokens;
	const struct binding *binding = NULL;
	struct span inner = { span.first + 1, span.end - 1 };
	size_t plus = sign_find(t, span, "+");

	if (span.end == span.first + 1 && t->list.at[span.first].kind == TOKEN_NAME)
		binding = constant_find(l->e, t->list.at[span.first].text);
	if (sign_find(t, span, ",") < span.end) { /* a tuple without brackets */
		add_items(l, span);
	} else if (plus < span.end) {
		add_values(l, (struct span){ span.first, plus });
		add_values(l, (struct span){ plus + 1, span.end });
	} else if (binding && !binding->aliased) {
		add_values(l, binding->value);
	} else if (span.end < span.first + 2 || token_skip(t, span.first, span.end) != span.end) {
		add_unknown(l, span);
	} else if (token_is(t, span.first, "[")) {
		add_items(l, inner);
	} else if (!token_is(t, span.first, "(")) {
		add_unknown(l, span);
	} else if (inner.first != inner.end) {
		add_values(l, inner);
	}
}

static void add_values(struct lister *l, struct span span)
{
	if (span.first >= span.end || l->depth == DEPTH_MAX || l->steps == 0) {
		add_unknown(l, span);
		return;
	}
	l->steps--;
	l->depth++;
	add_list(l, span);
	l->depth--;
}

void values_of(struct values *values, const struct evaluator *e, struct span span)
{
	struct lister lister = { e, values, 0, LISTS_MAX };

	add_values(&lister, span);
}
