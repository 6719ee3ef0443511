/* SPDX-License-Identifier: MIT */
/* The statements of a noxfile that matter: nox.options, decorated sessions, imports. */
#include "config.h"

#include "nox/noxfile.h"

#include "nox/noxfile_installs.h"

enum {
	BYTES_MAX = 256 * 1024, /* a longer noxfile is not looked into */
	FUNCTIONS_MAX = 1000,
};

struct reader {
	struct noxfile *noxfile;
	struct arena *arena;
	struct str text;
	struct tokens tokens;
	struct functions functions;
	LIST(size_t) function_of; /* for each session: the index of its function */
	struct str alias;         /* the name under which `session` was imported, or empty */
	struct noxfile_session session; /* what the decorators so far say */
	bool decorated;           /* session is meant */
	size_t decorators;        /* index of the first decorator's token, or STR_NONE */
};

/* Tokens [first, end) of an expression. */
struct span {
	size_t first;
	size_t end;
};

static bool is_one(const struct reader *r, struct span value, const char *name)
{
	return value.end == value.first + 1 && token_is(&r->tokens, value.first, name);
}

static struct noxfile_text text_of(const struct reader *r, struct span value)
{
	const struct token *token = &r->tokens.list.at[value.first];
	struct noxfile_text text = { .said = true };

	if (is_one(r, value, "None"))
		return (struct noxfile_text){ .said = false };
	text.known = value.end == value.first + 1 && token->kind == TOKEN_STRING && token->literal;
	if (text.known)
		text.value = token->text;
	return text;
}

static enum noxfile_reuse reuse_of(const struct reader *r, struct span value)
{
	static const struct {
		const char *text;
		enum noxfile_reuse reuse;
	} words[] = { { "yes", NOXFILE_REUSE_YES },
		      { "no", NOXFILE_REUSE_NO },
		      { "always", NOXFILE_REUSE_ALWAYS },
		      { "never", NOXFILE_REUSE_NEVER } };
	struct noxfile_text text = text_of(r, value);

	if (is_one(r, value, "True"))
		return NOXFILE_REUSE_YES;
	if (is_one(r, value, "False"))
		return NOXFILE_REUSE_NO;
	if (!text.said)
		return NOXFILE_REUSE_UNSAID;
	for (size_t i = 0; text.known && i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(text.value, words[i].text))
			return words[i].reuse;
	return NOXFILE_REUSE_UNKNOWN;
}

static enum noxfile_python python_of(const struct reader *r, struct span value)
{
	const struct token *token = &r->tokens.list.at[value.first];

	if (is_one(r, value, "False"))
		return NOXFILE_PYTHON_NONE;
	if (is_one(r, value, "None"))
		return NOXFILE_PYTHON_UNSAID;
	if (token->kind == TOKEN_STRING || token_is(&r->tokens, value.first, "["))
		return NOXFILE_PYTHON_SOME;
	return NOXFILE_PYTHON_UNKNOWN;
}

/* nox.options.sessions: a list or tuple of literal names. */
static bool sessions_read(struct reader *r, struct span value)
{
	struct noxfile *n = r->noxfile;

	n->default_said = !is_one(r, value, "None");
	n->default_known = true;
	n->default_sessions.len = 0;
	for (size_t i = value.first; i < value.end; i++) {
		const struct token *token = &r->tokens.list.at[i];

		if (token->kind == TOKEN_STRING && token->literal) {
			if (!list_add(r->arena, &n->default_sessions, token->text))
				return false;
		} else if (token->kind != TOKEN_SIGN ||
			   str_find_char(STR("[](),"), token->text.p[0], 0) == STR_NONE) {
			n->default_known = false;
		}
	}
	return true;
}

/* Index of the option's name in "nox.options.NAME …" or "options.NAME …", or STR_NONE. */
static size_t option_at(const struct reader *r, const struct statement *s)
{
	const struct tokens *t = &r->tokens;
	size_t i = s->first;

	if (token_is(t, i, "nox") && token_is(t, i + 1, "."))
		i += 2;
	if (!token_is(t, i, "options") || !token_is(t, i + 1, ".") || i + 2 >= s->end)
		return STR_NONE;
	return i + 2;
}

/* Which option it is; conditional ones, and those that are changed and not set, are unknown. */
static bool option_read(struct reader *r, const struct statement *s, size_t at)
{
	const struct tokens *t = &r->tokens;
	struct noxfile *n = r->noxfile;
	bool set = s->indent == 0 && token_is(t, at + 1, "=") && at + 2 < s->end;
	struct span value = { at + 2, s->end };
	struct noxfile_text unknown = { .said = true };

	if (token_is(t, at, "reuse_existing_virtualenvs") || token_is(t, at, "reuse_venv"))
		n->reuse = set ? reuse_of(r, value) : NOXFILE_REUSE_UNKNOWN;
	else if (token_is(t, at, "default_venv_backend") || token_is(t, at, "force_venv_backend"))
		n->backend = set ? text_of(r, value) : unknown;
	else if (token_is(t, at, "envdir"))
		n->envdir = set ? text_of(r, value) : unknown;
	else if (token_is(t, at, "sessions") && set)
		return sessions_read(r, value);
	else if (token_is(t, at, "sessions")) {
		n->default_said = true;
		n->default_known = false;
	}
	return true;
}

/* One argument of a session's decorator. */
static void argument_read(struct reader *r, struct span argument)
{
	struct noxfile_session *s = &r->session;
	const struct tokens *t = &r->tokens;
	struct span value = { argument.first + 2, argument.end };
	struct noxfile_text unknown = { .said = true };

	if (token_is(t, argument.first, "*")) { /* **options */
		s->reuse = NOXFILE_REUSE_UNKNOWN;
		s->python = NOXFILE_PYTHON_UNKNOWN;
		s->backend = unknown;
	}
	if (!token_is(t, argument.first + 1, "=") || value.first >= value.end)
		return;
	if (token_is(t, argument.first, "name"))
		s->name = text_of(r, value).value;
	else if (token_is(t, argument.first, "python") || token_is(t, argument.first, "py"))
		s->python = python_of(r, value);
	else if (token_is(t, argument.first, "reuse_venv"))
		s->reuse = reuse_of(r, value);
	else if (token_is(t, argument.first, "venv_backend"))
		s->backend = text_of(r, value);
	/* nox-uv: an uv_… argument has the session begin with `uv sync`. */
	else if (token_is(t, argument.first, "uv_no_install_project") && is_one(r, value, "True"))
		s->installs = NOXFILE_INSTALLS_NOTHING;
	else if (str_starts(t->list.at[argument.first].text, "uv_") &&
		 s->installs == NOXFILE_INSTALLS_UNKNOWN)
		s->installs = NOXFILE_INSTALLS_EDITABLE;
}

static void arguments_read(struct reader *r, size_t open, size_t end)
{
	size_t close = token_skip(&r->tokens, open, end), first = open + 1;

	for (size_t i = first; i < close;) {
		bool bracket = token_is(&r->tokens, i, "(") || token_is(&r->tokens, i, "[") ||
			       token_is(&r->tokens, i, "{");

		if (token_is(&r->tokens, i, ",") || i + 1 == close) {
			if (i > first)
				argument_read(r, (struct span){ first, i });
			first = ++i;
		} else {
			i = bracket ? token_skip(&r->tokens, i, close) : i + 1;
		}
	}
}

static bool is_session_name(const struct reader *r, size_t index)
{
	const struct token *token = &r->tokens.list.at[index];

	return token->kind == TOKEN_NAME &&
	       (str_is(token->text, "session") ||
		(r->alias.len > 0 && str_eq(token->text, r->alias)));
}

static void decorator_read(struct reader *r, const struct statement *s)
{
	const struct tokens *t = &r->tokens;
	size_t i = s->first + 1;

	if (r->decorators == STR_NONE)
		r->decorators = s->first;
	while (i + 2 < s->end && token_is(t, i + 1, "."))
		i += 2;
	if (i >= s->end || !is_session_name(r, i))
		return;
	r->decorated = true;
	/* Stands for "nothing said" until an argument of nox-uv's or the body says more. */
	r->session = (struct noxfile_session){ .installs = NOXFILE_INSTALLS_UNKNOWN };
	if (token_is(t, i + 1, "("))
		arguments_read(r, i + 1, s->end);
	if (r->session.installs == NOXFILE_INSTALLS_UNKNOWN)
		r->session.installs = NOXFILE_INSTALLS_NOTHING;
}

/* The name that a decorator gives, if any is given, else the function's. */
static bool names_itself(const struct reader *r, size_t def)
{
	for (size_t i = r->decorators; i + 1 < def; i++)
		if (token_is(&r->tokens, i, "name") && token_is(&r->tokens, i + 1, "="))
			return true;
	return false;
}

/* Index of the first statement behind the body of the one at index. */
static size_t body_end(const struct reader *r, size_t index)
{
	const struct statement *at = r->tokens.statements.at;
	size_t i = index + 1;

	while (i < r->tokens.statements.len && at[i].indent > at[index].indent)
		i++;
	return i;
}

static bool session_add(struct reader *r, const struct statement *s, size_t def,
			const struct function *function)
{
	const struct token *last = &r->tokens.list.at[function->end - 1];

	if (!names_itself(r, def))
		r->session.name = function->name;
	if (s->indent > 0)
		r->noxfile->complete = false;
	r->session.range.start = r->tokens.list.at[r->decorators].start;
	r->session.range.end = (size_t)(last->text.p - r->text.p) + last->text.len;
	/* A string ends with its quotes. */
	while (r->session.range.end < r->text.len && last->kind == TOKEN_STRING &&
	       (r->text.p[r->session.range.end] == '"' || r->text.p[r->session.range.end] == '\''))
		r->session.range.end++;
	return list_add(r->arena, &r->noxfile->sessions, r->session) &&
	       list_add(r->arena, &r->function_of, r->functions.list.len - 1);
}

static bool function_read(struct reader *r, size_t index)
{
	const struct statement *s = &r->tokens.statements.at[index];
	const struct tokens *t = &r->tokens;
	size_t def = s->first + (token_is(t, s->first, "async") ? 1 : 0);
	struct function function = { .name = STR("") };

	if (def + 2 >= s->end || r->functions.list.len == FUNCTIONS_MAX) {
		r->noxfile->complete = false;
		return true;
	}
	function.name = t->list.at[def + 1].text;
	function.first = token_skip(t, def + 2, s->end);
	function.end = t->statements.at[body_end(r, index) - 1].end;
	if (def + 3 < s->end && t->list.at[def + 3].kind == TOKEN_NAME)
		function.parameter = t->list.at[def + 3].text;
	if (!list_add(r->arena, &r->functions.list, function))
		return false;
	return !r->decorated || session_add(r, s, def, &function);
}

/* Sessions that other modules may make: `from x import *`, a module that is named after Nox. */
static void import_read(struct reader *r, const struct statement *s)
{
	static const char *const harmless[] = { "nox", "nox_poetry", "nox_uv", "Nox" };
	const struct tokens *t = &r->tokens;

	for (size_t i = s->first + 1; i < s->end; i++) {
		struct str name = t->list.at[i].text;
		bool known = false;

		for (size_t k = 0; k < sizeof(harmless) / sizeof(harmless[0]); k++)
			known |= str_is(name, harmless[k]);
		if (token_is(t, i, "*") || (!known && str_contains(name, "nox")))
			r->noxfile->complete = false;
		if (token_is(t, i, "session") && token_is(t, i + 1, "as") && i + 2 < s->end)
			r->alias = t->list.at[i + 2].text;
	}
}

/* `nox.session` elsewhere than in a decorator makes sessions that have no name to read; an option
 * that is set within another statement is set on a condition. */
static bool plain_read(struct reader *r, const struct statement *s)
{
	const struct tokens *t = &r->tokens;
	struct statement inner = { s->first, s->end, 1 };

	for (size_t i = s->first; i + 2 < s->end; i++) {
		if (!token_is(t, i, "nox") || !token_is(t, i + 1, "."))
			continue;
		if (token_is(t, i + 2, "session"))
			r->noxfile->complete = false;
		inner.first = i;
		if (option_at(r, &inner) != STR_NONE &&
		    !option_read(r, &inner, option_at(r, &inner)))
			return false;
	}
	return true;
}

static bool statement_read(struct reader *r, size_t index)
{
	const struct statement *s = &r->tokens.statements.at[index];
	const struct tokens *t = &r->tokens;
	size_t option = option_at(r, s);
	bool done = true;

	if (token_is(t, s->first, "@")) {
		decorator_read(r, s);
		return true;
	}
	if (token_is(t, s->first, "def") ||
	    (token_is(t, s->first, "async") && token_is(t, s->first + 1, "def")))
		done = function_read(r, index);
	else if (token_is(t, s->first, "import") || token_is(t, s->first, "from"))
		import_read(r, s);
	else if (option != STR_NONE)
		done = option_read(r, s, option);
	else
		done = plain_read(r, s);
	r->decorated = false;
	r->decorators = STR_NONE;
	return done;
}

static void sessions_finish(struct reader *r)
{
	installs_find(&r->functions, &r->tokens);
	for (size_t i = 0; i < r->noxfile->sessions.len; i++) {
		struct noxfile_session *s = &r->noxfile->sessions.at[i];
		enum noxfile_installs body = r->functions.list.at[r->function_of.at[i]].installs;

		if (body > s->installs)
			s->installs = body;
	}
}

enum status noxfile_read(struct noxfile *noxfile, struct arena *arena, struct str text)
{
	struct noxfile result = { .complete = true };
	struct reader r = { .noxfile = &result, .arena = arena, .text = text,
			    .decorators = STR_NONE };

	if (text.len > BYTES_MAX) {
		result.reuse = NOXFILE_REUSE_UNKNOWN;
		result.backend.said = result.envdir.said = result.default_said = true;
		result.complete = false;
		*noxfile = result;
		return STATUS_OK;
	}
	if (!tokens_read(&r.tokens, arena, text))
		return STATUS_NOMEM;
	for (size_t i = 0; i < r.tokens.statements.len; i++)
		if (!statement_read(&r, i))
			return STATUS_NOMEM;
	sessions_finish(&r);
	if (r.tokens.broken)
		result.complete = false;
	*noxfile = result;
	return STATUS_OK;
}

const struct noxfile_session *noxfile_session_named(const struct noxfile *noxfile, struct str name)
{
	const struct noxfile_session *best = NULL;

	for (size_t i = 0; i < noxfile->sessions.len; i++) {
		const struct noxfile_session *s = &noxfile->sessions.at[i];
		struct str rest = str_slice(name, s->name.len, name.len);

		if (s->name.len == 0 || !str_eq(str_slice(name, 0, s->name.len), s->name))
			continue;
		if (rest.len > 0 && !str_starts(rest, "(") && !str_starts(rest, "-"))
			continue;
		if (!best || s->name.len >= best->name.len)
			best = s;
	}
	return best;
}

enum noxfile_reuse noxfile_reuse_of(const struct noxfile *noxfile,
				    const struct noxfile_session *session)
{
	if (noxfile->reuse == NOXFILE_REUSE_ALWAYS)
		return NOXFILE_REUSE_YES;
	if (noxfile->reuse == NOXFILE_REUSE_NEVER)
		return NOXFILE_REUSE_NO;
	if (noxfile->reuse == NOXFILE_REUSE_UNKNOWN || !session ||
	    session->reuse == NOXFILE_REUSE_UNSAID)
		return noxfile->reuse;
	return session->reuse;
}
