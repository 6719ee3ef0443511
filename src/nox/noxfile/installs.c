/* SPDX-License-Identifier: MIT */
/* Reads the bodies of functions: calls of session.install() and similar methods, calls of other
 * functions, and ways in which a session leaves the text. Methods are recognised by name on any
 * object, as any object may contain the session. */
#include "config.h"

#include "nox/noxfile/installs.h"

#include <string.h>

enum {
	ROUNDS_MAX = 8,	    /* of following the session into other functions */
	NAMES_MAX = 16,	    /* of parameters that contain a session */
	TOKENS_MAX = 1024,  /* of one call; limits the cost of calls inside calls */
	BRACKETS_MAX = 64,  /* open brackets that are recorded */
	GATHERED_MAX = 512, /* paths, names of sessions */
};

/* A body while it is read. */
struct body {
	struct functions *functions;
	struct function *function;
	const struct evaluator *e;
	const struct tokens *t;
	struct values values;	   /* buffer for the items of lists */
	size_t open[BRACKETS_MAX]; /* tokens of the brackets around the current one */
	size_t depth;
};

static const struct effect unknown_effect = { .installs = NOXFILE_INSTALLS_UNKNOWN,
					      .inexact = true };

static bool is_name(const struct tokens *t, size_t index)
{
	return t->list.at[index].kind == TOKEN_NAME;
}

static bool is_member(const struct tokens *t, size_t index)
{
	return index > 0 && token_is(t, index - 1, ".");
}

/* ------------------------------------------------------------------ parameters with a session */

static bool is_session(const struct functions *functions, struct str name)
{
	for (size_t i = 0; i < functions->session_names.len; i++)
		if (str_eq(functions->session_names.at[i], name))
			return true;
	return false;
}

static void add_session_name(struct functions *functions, struct str name)
{
	if (is_session(functions, name))
		return;
	if (functions->session_names.len == NAMES_MAX)
		functions->too_many = true;
	else
		list_add(functions->gathered.arena, &functions->session_names, name);
}

/* The name of the parameter at a position, counted from 0; or empty. */
static struct str parameter_at(const struct functions *functions, const struct function *f,
			       size_t number)
{
	const struct tokens *t = functions->e->tokens;
	size_t i = f->parameters.first;

	for (; i < f->parameters.end && number > 0; i = token_next(t, i, f->parameters.end))
		number -= token_is(t, i, ",");
	if (number > 0 || i >= f->parameters.end || !is_name(t, i))
		return STR("");
	return t->list.at[i].text;
}

/* Adds parameters annotated as a session: "x: nox.Session". */
static void add_annotated(struct functions *functions, const struct function *f)
{
	const struct tokens *t = functions->e->tokens;

	for (size_t i = f->parameters.first; i + 2 < f->parameters.end; i++) {
		bool start = i == f->parameters.first || token_is(t, i - 1, ",");
		size_t end = i + 2;

		if (!start || !is_name(t, i) || !token_is(t, i + 1, ":"))
			continue;
		while (end < f->parameters.end && !token_is(t, end, ",")) {
			if (str_contains(t->list.at[end].text, "Session"))
				add_session_name(functions, t->list.at[i].text);
			end = token_next(t, end, f->parameters.end);
		}
	}
}

/* The position of the argument at index of the call whose "(" is at open. */
static size_t position_of(const struct tokens *t, size_t open, size_t index)
{
	size_t position = 0;

	if (index - open > TOKENS_MAX)
		return FUNCTIONS_MAX; /* no function has so many parameters */
	for (size_t i = open + 1; i < index; i = token_next(t, i, index))
		position += token_is(t, i, ",");
	return position;
}

/* ------------------------------------------------------------------ one body */

static void add_effect(struct body *b, const struct effect *effect)
{
	effect_add(&b->function->effect, effect);
}

/* Follows brackets. Returns whether the token is one. */
static bool follow_bracket(struct body *b, size_t index)
{
	const struct token *token = &b->t->list.at[index];

	if (token->kind != TOKEN_SIGN)
		return false;
	if (strchr("([{", token->text.p[0])) {
		if (b->depth < BRACKETS_MAX)
			b->open[b->depth] = index;
		b->depth++;
	} else if (strchr(")]}", token->text.p[0]) && b->depth > 0) {
		b->depth--;
	} else {
		return false;
	}
	return true;
}

/* The "(" of the call whose argument is read, if a name comes before it; or STR_NONE. */
static size_t enclosing_call(const struct body *b)
{
	size_t open = b->depth > 0 && b->depth <= BRACKETS_MAX ? b->open[b->depth - 1] : 0;

	if (open == 0 || !token_is(b->t, open, "(") || !is_name(b->t, open - 1))
		return STR_NONE;
	return open;
}

/* Is it a parameter of a function that contains the token? */
static bool is_parameter(const struct body *b, struct str name, size_t index)
{
	for (size_t i = 0; i < b->functions->list.len; i++) {
		const struct function *f = &b->functions->list.at[i];

		if (f->body.first > index || index >= f->body.end)
			continue;
		for (size_t k = f->parameters.first; k < f->parameters.end; k++)
			if (is_name(b->t, k) && str_eq(b->t->list.at[k].text, name))
				return true;
	}
	return false;
}

/* Reads the session as an argument: of a function of the file, or of an unknown one. */
static void read_argument(struct body *b, size_t index)
{
	static const char *const harmless[] = { "print", "isinstance", "str",	  "repr",
						"type",	 "id",	       "hasattr", NULL };
	size_t open = enclosing_call(b);
	struct part found;

	if (open == STR_NONE || is_member(b->t, open - 1)) {
		add_effect(b, &unknown_effect);
	} else if (function_find(b->functions, b->t->list.at[open - 1].text, &found)) {
		for (size_t i = found.first; i < found.end; i++)
			if (b->functions->list.at[b->functions->sorted.at[i]].is_class)
				add_effect(b, &unknown_effect);
	} else if (is_parameter(b, b->t->list.at[open - 1].text, index)) {
		b->function->effect.calls_parameter = true;
	} else if (!token_is_any(b->t, open - 1, harmless)) {
		add_effect(b, &unknown_effect);
	}
}

/* Reads a name that contains the session. */
static void read_session(struct body *b, size_t index)
{
	static const char *const methods[] = { "install",     "conda_install", "run", "run_always",
					       "run_install", "notify",	       NULL };
	const struct tokens *t = b->t;

	if (token_is(t, index + 1, "=") && !token_is(t, index + 2, "=") && b->depth > 0)
		return; /* the name of a keyword argument; its value is read separately */
	if (!token_is(t, index + 1, "."))
		read_argument(b, index);
	else if (token_is_any(t, index + 2, methods) && !token_is(t, index + 3, "("))
		add_effect(b, &unknown_effect); /* a method that is stored or passed on */
}

static void add_value(struct arguments *a, struct value value)
{
	if (a->count < ARGUMENTS_MAX)
		a->at[a->count++] = value;
	else
		a->more = true;
}

/* The token of a word outside brackets, or the end. */
static size_t word_find(const struct tokens *t, struct span span, const char *word)
{
	size_t i = span.first;

	while (i < span.end && !token_is(t, i, word))
		i = token_next(t, i, span.end);
	return i;
}

/* Adds an argument: for "*list" its items, for "a if c else b" and "a or b" both values. */
static void argument_add(struct body *b, struct arguments *a, struct span span)
{
	const struct tokens *t = b->t;
	size_t condition, alternative;

	if (span.first >= span.end || (is_name(t, span.first) && token_is(t, span.first + 1, "=")))
		return;
	if (token_is(t, span.first, "*")) {
		if (token_is(t, span.first + 1, "*"))
			return;
		b->values.list.len = 0;
		values_of(&b->values, b->e, (struct span){ span.first + 1, span.end });
		for (size_t i = 0; i < b->values.list.len; i++)
			add_value(a, b->values.list.at[i]);
		return;
	}
	condition = word_find(t, span, "if");
	alternative = word_find(t, (struct span){ condition, span.end }, "else");
	if (alternative == span.end)
		condition = alternative = word_find(t, span, "or");
	if (alternative < span.end) {
		add_value(a, value_of(b->e, (struct span){ span.first, condition }));
		argument_add(b, a, (struct span){ alternative + 1, span.end });
		return;
	}
	add_value(a, value_of(b->e, span));
}

/* Reads the arguments of the call whose "(" is at index. */
static void arguments_read(struct body *b, struct arguments *a, size_t index)
{
	size_t end = b->function->body.end;
	size_t limit = end - index > TOKENS_MAX ? index + TOKENS_MAX : end;
	size_t close = token_skip(b->t, index, limit), first = index + 1;

	a->count = 0;
	a->more = close == limit && limit < end;
	for (size_t i = first; i < close; i = token_next(b->t, i, close)) {
		if (!token_is(b->t, i, ",") && i + 1 != close)
			continue;
		argument_add(b, a, (struct span){ first, i });
		first = i + 1;
	}
}

/* notify(session, posargs) */
static void read_notify(struct body *b, size_t open)
{
	struct gathered *g = &b->functions->gathered;
	struct arguments a = { .count = 0 };
	struct span span = { open + 1, b->function->body.end };

	if (span.end - span.first > TOKENS_MAX)
		span.end = span.first + TOKENS_MAX;
	span.end = token_skip(b->t, open, span.end) - 1;
	span.end = word_find(b->t, span, ",");
	if (token_is(b->t, span.first + 1, "=")) /* notify(session=…) */
		span.first += 2;
	argument_add(b, &a, span);
	if (a.count == 0 || a.more)
		b->function->effect.reaches_unknown = true;
	for (size_t i = 0; i < a.count; i++)
		list_add(g->arena, &g->sessions, a.at[i]);
}

/* Reads a method call; the method's name is at index, before "(". */
static void read_method(struct body *b, size_t index)
{
	static const char *const skipped[] = { "run_always", "run_install", NULL };
	static const char *const folders[] = { "chdir", "cd", NULL };
	const struct tokens *t = b->t;
	struct effect effect = { .installs = NOXFILE_INSTALLS_NOTHING };
	struct gathered *g = &b->functions->gathered;
	struct arguments a;

	if (token_is_any(t, index, folders)) {
		effect.in_action = true;
	} else if (token_is(t, index, "installroot")) {
		effect.installs = NOXFILE_INSTALLS_COPY;
		effect.inexact = true;
	} else if (token_is(t, index, "install") || token_is(t, index, "conda_install")) {
		arguments_read(b, &a, index + 1);
		pip_install(&effect, g, &a, 0, false);
	} else if (token_is(t, index, "notify")) {
		read_notify(b, index + 1);
	} else if (token_is_any(t, index, skipped) ||
		   (token_is(t, index, "run") && !token_is(t, index - 2, "subprocess"))) {
		arguments_read(b, &a, index + 1);
		program_run(&effect, g, &a, !token_is(t, index, "run"));
	}
	add_effect(b, &effect);
}

/* Reads the name of another function, which is called or passed on. */
static void read_mention(struct body *b, size_t index)
{
	struct part found;

	if (!function_find(b->functions, b->t->list.at[index].text, &found))
		return;
	for (size_t i = found.first; i < found.end; i++) {
		size_t number = b->functions->sorted.at[i];
		size_t head = b->functions->list.at[number].head;

		if ((head >= b->function->body.first && head < b->function->body.end) ||
		    !function_is_visible(b->functions, number, index))
			continue; /* it is inside this body, or the name refers to another
				   * function */
		list_add(b->functions->gathered.arena, &b->functions->calls, number);
	}
}

static void read_token(struct body *b, size_t index)
{
	const struct tokens *t = b->t;

	if (follow_bracket(b, index) || !is_name(t, index))
		return;
	if (is_member(t, index)) {
		if (token_is(t, index + 1, "("))
			read_method(b, index);
		return;
	}
	if (index > 0 && (token_is(t, index - 1, "def") || token_is(t, index - 1, "class")))
		return;
	if (is_session(b->functions, t->list.at[index].text))
		read_session(b, index);
	else
		read_mention(b, index);
}

/* Skips the parameters of functions inside this one: they do not use the session. */
static size_t skip_parameters(const struct body *b, size_t index)
{
	if (token_is(b->t, index, "def") && token_is(b->t, index + 2, "("))
		return token_skip(b->t, index + 2, b->function->body.end);
	if (token_is(b->t, index, "lambda")) {
		while (index < b->function->body.end && !token_is(b->t, index, ":"))
			index++;
	}
	return index;
}

static void read_body(struct functions *functions, struct function *f)
{
	struct gathered *g = &functions->gathered;
	struct body b = {
		.functions = functions, .function = f, .e = functions->e, .t = functions->e->tokens
	};

	f->reads.first = g->reads.len;
	f->sessions.first = g->sessions.len;
	f->calls.first = functions->calls.len;
	for (size_t i = f->body.first; i < f->body.end;) {
		size_t next = skip_parameters(&b, i);

		if (next == i)
			read_token(&b, next++);
		i = next;
	}
	if (functions->too_many || g->reads.len > GATHERED_MAX || g->sessions.len > GATHERED_MAX) {
		f->effect.installs = NOXFILE_INSTALLS_UNKNOWN;
		f->effect.reaches_unknown = true;
		list_cut(&g->reads, f->reads.first);
		list_cut(&g->sessions, f->sessions.first);
	}
	f->reads.end = g->reads.len;
	f->sessions.end = g->sessions.len;
	f->calls.end = functions->calls.len;
}

/* ------------------------------------------------------------------ all bodies */

/* If the body passes a session to a function of the file, that function's parameter contains it
 * too. */
static void follow_arguments(struct functions *functions, struct function *f)
{
	struct body b = {
		.functions = functions, .function = f, .e = functions->e, .t = functions->e->tokens
	};
	struct part found;

	for (size_t i = f->body.first; i < f->body.end; i++) {
		size_t open;

		if (follow_bracket(&b, i) || !is_name(b.t, i) || is_member(b.t, i) ||
		    !is_session(functions, b.t->list.at[i].text))
			continue;
		open = enclosing_call(&b);
		if (open == STR_NONE ||
		    !function_find(functions, b.t->list.at[open - 1].text, &found))
			continue;
		for (size_t k = found.first; k < found.end; k++) {
			const struct function *other = &functions->list.at[functions->sorted.at[k]];
			struct str name = parameter_at(functions, other, position_of(b.t, open, i));

			if (token_is(b.t, i - 1, "=") && is_name(b.t, i - 2))
				name = b.t->list.at[i - 2].text;
			if (name.len > 0)
				add_session_name(functions, name);
		}
	}
}

static void find_session_names(struct functions *functions, const size_t *starts, size_t count)
{
	size_t before = (size_t)-1;

	add_session_name(functions, STR("session"));
	for (size_t i = 0; i < count; i++) {
		struct str name = parameter_at(functions, &functions->list.at[starts[i]], 0);

		if (name.len > 0)
			add_session_name(functions, name);
	}
	for (size_t i = 0; i < functions->list.len; i++)
		add_annotated(functions, &functions->list.at[i]);
	for (size_t round = 0; before != functions->session_names.len; round++) {
		before = functions->session_names.len;
		if (round == ROUNDS_MAX)
			functions->too_many = true;
		if (functions->too_many)
			break;
		for (size_t i = 0; i < functions->list.len; i++)
			follow_arguments(functions, &functions->list.at[i]);
	}
}

void functions_read(struct functions *functions, const size_t *starts, size_t count)
{
	functions_sort(functions);
	find_session_names(functions, starts, count);
	for (size_t i = 0; i < functions->list.len; i++)
		read_body(functions, &functions->list.at[i]);
}
