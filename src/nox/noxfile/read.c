/* SPDX-License-Identifier: MIT */
/* Reads the statements of a noxfile that matter: nox.options, decorated sessions, imports. */
#include "config.h"

#include "nox/noxfile/read.h"

#include "nox/noxfile/reader.h"

enum {
	BYTES_MAX = 256 * 1024, /* a longer noxfile is not read */
	STEPS_MAX = 30000,	/* operands of expressions that are evaluated */
};

/* The decorators before the current statement. */
struct pending {
	size_t first; /* number of the first one's statement, or STR_NONE */
	bool session; /* one of them makes it a session */
};

/* nox.options.sessions: a list or tuple of names. */
static void sessions_read(struct noxfile_reader *r, struct span value)
{
	struct noxfile *n = r->noxfile;
	struct values names = { .list = { .len = 0 } };

	n->default_said = !reader_is(r, value, "None");
	n->default_known = true;
	n->default_sessions.len = 0;
	if (!n->default_said)
		return;
	values_of(&names, &r->e, value);
	for (size_t i = 0; i < names.list.len; i++) {
		struct value name = names.list.at[i];

		n->default_known &= name.known;
		if (name.known)
			list_add(r->arena, &n->default_sessions, name.text);
	}
}

/* Is it the name under which nox is imported? */
static bool is_nox(const struct noxfile_reader *r, size_t index)
{
	return r->tokens.list.at[index].kind == TOKEN_NAME &&
	       str_eq(r->tokens.list.at[index].text, r->nox);
}

/* Index of the option's name in "nox.options.NAME …" or "options.NAME …", or STR_NONE. */
static size_t option_at(const struct noxfile_reader *r, const struct statement *s)
{
	const struct tokens *t = &r->tokens;
	size_t i = s->first;

	if (is_nox(r, i) && token_is(t, i + 1, "."))
		i += 2;
	if (!token_is(t, i, "options") || !token_is(t, i + 1, ".") || i + 2 >= s->end)
		return STR_NONE;
	return i + 2;
}

/* Reads an option. One that is set on a condition, or is changed and not set, is unknown. */
static void option_read(struct noxfile_reader *r, const struct statement *s, size_t at)
{
	const struct tokens *t = &r->tokens;
	struct noxfile *n = r->noxfile;
	bool set = s->indent == 0 && token_is(t, at + 1, "=") && at + 2 < s->end;
	struct span value = { at + 2, s->end };
	struct noxfile_text unknown = { .said = true };

	if (token_is(t, at, "reuse_existing_virtualenvs") || token_is(t, at, "reuse_venv"))
		n->reuse = set ? reader_reuse(r, value) : NOXFILE_REUSE_UNKNOWN;
	else if (token_is(t, at, "default_venv_backend") || token_is(t, at, "force_venv_backend"))
		n->backend = set ? reader_text(r, value) : unknown;
	else if (token_is(t, at, "envdir"))
		n->envdir = set ? reader_text(r, value) : unknown;
	else if (token_is(t, at, "sessions") && set)
		sessions_read(r, value);
	else if (token_is(t, at, "sessions")) {
		n->default_said = true;
		n->default_known = false;
	}
}

/* Options set inside another statement are conditional. */
static void inner_options(struct noxfile_reader *r, const struct statement *s)
{
	struct statement inner = { s->first, s->end, 1 };

	for (uint32_t i = s->first; i + 2 < s->end; i++) {
		size_t option;

		if (!is_nox(r, i) || !token_is(&r->tokens, i + 1, "."))
			continue;
		inner.first = i;
		option = option_at(r, &inner);
		if (option != STR_NONE)
			option_read(r, &inner, option);
	}
}

/* Index of the first statement after the body of the one at index. */
static size_t body_end(const struct noxfile_reader *r, size_t index)
{
	const struct statement *at = r->tokens.statements.at;
	size_t i = index + 1;

	while (i < r->tokens.statements.len && at[i].indent > at[index].indent)
		i++;
	return i;
}

/* Adds the session that one of the decorators before a function makes. */
static void session_add(struct noxfile_reader *r, const struct pending *pending, size_t own,
			size_t index)
{
	const struct statement *s = &r->tokens.statements.at[index];
	size_t number = r->functions.list.len - 1;
	const struct function *function = &r->functions.list.at[number];
	const struct token *last = &r->tokens.list.at[function->body.end - 1];
	struct decorated decorated = { pending->first, index, .own = own, .function = number };
	struct noxfile_session session = { .name = STR("") };

	if (r->noxfile->sessions.len == NOXFILE_SESSIONS_MAX) {
		r->noxfile->complete = false;
		return;
	}
	reader_decorator(r, &session, &decorated);
	if (s->indent > 0)
		r->noxfile->complete = false;
	session.range.start =
		r->tokens.list.at[r->tokens.statements.at[pending->first].first].start;
	session.range.end = (size_t)(last->text.p - r->text.p) + last->text.len;
	/* A string ends with its quotes. */
	while (session.range.end < r->text.len && last->kind == TOKEN_STRING &&
	       (r->text.p[session.range.end] == '"' || r->text.p[session.range.end] == '\''))
		session.range.end++;
	list_add(r->arena, &r->noxfile->sessions, session);
	list_add(r->arena, &r->decorated, decorated);
}

/* Reads a function or class; name is the token of its name. */
static void function_read(struct noxfile_reader *r, const struct pending *pending, size_t index,
			  size_t name)
{
	const struct statement *s = &r->tokens.statements.at[index];
	const struct tokens *t = &r->tokens;
	struct function function = { .head = name,
				     .is_class = token_is(t, name - 1, "class"),
				     .outer = r->functions.list.len };
	size_t open = name + 1;

	if (open >= s->end || r->functions.list.len == FUNCTIONS_MAX) {
		r->noxfile->complete = false;
		return;
	}
	while (function.outer-- > 0 && r->functions.list.at[function.outer].body.end <= name)
		;
	function.name = t->list.at[name].text;
	function.body.first = open;
	if (token_is(t, open, "(")) {
		function.body.first = token_skip(t, open, s->end);
		function.parameters = (struct span){ open + 1, function.body.first - 1 };
	}
	function.body.end = t->statements.at[body_end(r, index) - 1].end;
	if (str_eq(function.name, r->session) && s->indent == 0)
		r->rebound = true;
	list_add(r->arena, &r->functions.list, function);
	/* Nox applies them starting from the last one. Of several with one name, the last one made
	 * counts. */
	for (size_t i = index; i-- > pending->first && pending->session && !function.is_class;)
		if (reader_is_session(r, &r->tokens.statements.at[i]))
			session_add(r, pending, i, index);
}

/* The token of the name that a statement defines, or STR_NONE. */
static size_t defined_name(const struct noxfile_reader *r, const struct statement *s)
{
	size_t i = s->first + (token_is(&r->tokens, s->first, "async") ? 1 : 0);

	if (!token_is(&r->tokens, i, "def") && !token_is(&r->tokens, i, "class"))
		return STR_NONE;
	return i + 1 < s->end ? i + 1 : STR_NONE;
}

static void statement_read(struct noxfile_reader *r, struct pending *pending, size_t index)
{
	const struct statement *s = &r->tokens.statements.at[index];
	const struct tokens *t = &r->tokens;
	size_t option = option_at(r, s), name = defined_name(r, s);

	if (token_is(t, s->first, "@")) {
		if (pending->first == STR_NONE)
			pending->first = index;
		pending->session |= reader_is_session(r, s);
		return;
	}
	if (name != STR_NONE)
		function_read(r, pending, index, name);
	else if (option != STR_NONE)
		option_read(r, s, option);
	else if (!token_is(t, s->first, "import") && !token_is(t, s->first, "from"))
		inner_options(r, s);
	*pending = (struct pending){ .first = STR_NONE };
}

static void statements_read(struct noxfile_reader *r)
{
	struct pending pending = { .first = STR_NONE };

	for (size_t i = 0; i < r->tokens.statements.len; i++) {
		const struct statement *s = &r->tokens.statements.at[i];

		if (token_is(&r->tokens, s->first, "import") ||
		    token_is(&r->tokens, s->first, "from"))
			reader_import(r, s);
	}
	for (size_t i = 0; i < r->tokens.statements.len; i++)
		statement_read(r, &pending, i);
}

void noxfile_read(struct noxfile *noxfile, struct arena *arena, struct str text)
{
	struct noxfile result = { .complete = true };
	size_t steps = STEPS_MAX;
	struct noxfile_reader r = { .noxfile = &result,
				    .arena = arena,
				    .text = text,
				    .nox = STR("nox"),
				    .session = STR("session") };

	if (text.len > BYTES_MAX) {
		result.reuse = NOXFILE_REUSE_UNKNOWN;
		result.backend.said = result.envdir.said = result.default_said = true;
		result.complete = false;
		*noxfile = result;
		return;
	}
	r.e = (struct evaluator){ .arena = arena, .tokens = &r.tokens, .steps = &steps };
	r.functions.e = &r.e;
	r.functions.gathered.arena = arena;
	tokens_read(&r.tokens, arena, text);
	constants_find(&r.e);
	statements_read(&r);
	reader_surroundings(&r);
	reader_finish(&r);
	if (r.tokens.broken)
		result.complete = false;
	*noxfile = result;
}
