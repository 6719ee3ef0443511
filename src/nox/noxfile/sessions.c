/* SPDX-License-Identifier: MIT */
/* Sessions: their decorators, and what they install and start. */
#include "config.h"

#include "nox/noxfile/installs.h"
#include "nox/noxfile/reader.h"

enum {
	STARTS_MAX = 64, /* sessions started by one */
	READS_MAX = 64,	 /* files that its installs read */
	SUM_MAX = 4096,	 /* of either, for all sessions */
	ROOTS_MAX = 32,	 /* functions of one session, including its decorators */
};

/* ------------------------------------------------------------------ values */

bool reader_is(const struct noxfile_reader *r, struct span value, const char *name)
{
	value = span_resolve(&r->e, value);
	return value.end == value.first + 1 && token_is(&r->tokens, value.first, name);
}

struct noxfile_text reader_text(const struct noxfile_reader *r, struct span value)
{
	struct value evaluated = value_of(&r->e, value);
	struct noxfile_text text = { .said = true, .known = evaluated.known };

	if (reader_is(r, value, "None"))
		return (struct noxfile_text){ .said = false };
	if (evaluated.known)
		text.value = evaluated.text;
	return text;
}

enum noxfile_reuse reader_reuse(const struct noxfile_reader *r, struct span value)
{
	static const struct {
		const char *text;
		enum noxfile_reuse reuse;
	} words[] = { { "yes", NOXFILE_REUSE_YES },
		      { "no", NOXFILE_REUSE_NO },
		      { "always", NOXFILE_REUSE_ALWAYS },
		      { "never", NOXFILE_REUSE_NEVER } };
	struct noxfile_text text = reader_text(r, value);

	if (reader_is(r, value, "True"))
		return NOXFILE_REUSE_YES;
	if (reader_is(r, value, "False"))
		return NOXFILE_REUSE_NO;
	if (!text.said)
		return NOXFILE_REUSE_UNSAID;
	for (size_t i = 0; text.known && i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(text.value, words[i].text))
			return words[i].reuse;
	return NOXFILE_REUSE_UNKNOWN;
}

static enum noxfile_python python_find(const struct noxfile_reader *r, struct span value)
{
	const struct token *token;

	value = span_resolve(&r->e, value);
	token = &r->tokens.list.at[value.first];
	if (reader_is(r, value, "False"))
		return NOXFILE_PYTHON_NONE;
	if (reader_is(r, value, "None"))
		return NOXFILE_PYTHON_UNSAID;
	if (token->kind == TOKEN_STRING || token_is(&r->tokens, value.first, "["))
		return NOXFILE_PYTHON_SOME;
	return NOXFILE_PYTHON_UNKNOWN;
}

/* ------------------------------------------------------------------ decorators */

static bool is_session_name(const struct noxfile_reader *r, size_t index)
{
	return token_is(&r->tokens, index, "session") ||
	       (r->tokens.list.at[index].kind == TOKEN_NAME &&
		str_eq(r->tokens.list.at[index].text, r->session));
}

/* The last name of "@a.b.c". */
static size_t last_name(const struct noxfile_reader *r, const struct statement *s)
{
	size_t i = s->first + 1;

	while (i + 2 < s->end && token_is(&r->tokens, i + 1, "."))
		i += 2;
	return i;
}

bool reader_is_session(const struct noxfile_reader *r, const struct statement *s)
{
	size_t i = last_name(r, s);

	return i < s->end && is_session_name(r, i);
}

static void requires_read(struct noxfile_reader *r, struct decorated *decorated, struct span value)
{
	struct values names = { .list = { .len = 0 } };

	values_of(&names, &r->e, value);
	for (size_t i = 0; i < names.list.len; i++) {
		struct value name = names.list.at[i];
		size_t brace = str_find_char(name.text, '{', 0);

		if (brace != STR_NONE) /* "build-{python}" */
			name = (struct value){ .text = str_slice(name.text, 0, brace) };
		list_add(r->arena, &decorated->requires, name);
	}
}

/* Reads one argument of a session's decorator. */
static void argument_read(struct noxfile_reader *r, struct noxfile_session *s,
			  struct decorated *decorated, struct span argument)
{
	const struct tokens *t = &r->tokens;
	struct span value = { argument.first + 2, argument.end };
	struct noxfile_text unknown = { .said = true };
	struct str name = t->list.at[argument.first].text;

	if (token_is(t, argument.first, "*")) { /* **options */
		s->reuse = NOXFILE_REUSE_UNKNOWN;
		s->python = NOXFILE_PYTHON_UNKNOWN;
		s->backend = unknown;
		s->starts_unknown = true;
	}
	if (!token_is(t, argument.first + 1, "=") || value.first >= value.end)
		return;
	if (str_is(name, "name"))
		s->name = reader_text(r, value).value;
	else if (str_is(name, "python") || str_is(name, "py"))
		s->python = python_find(r, value);
	else if (str_is(name, "reuse_venv"))
		s->reuse = reader_reuse(r, value);
	else if (str_is(name, "venv_backend"))
		s->backend = reader_text(r, value);
	else if (str_is(name, "default"))
		s->by_default = !reader_is(r, value, "False");
	else if (str_is(name, "requires"))
		requires_read(r, decorated, value);
	else if (str_is(name, "uv_no_install_project"))
		decorated->no_project = !reader_is(r, value, "False");
	else if (str_starts(name, "uv_"))
		decorated->uv = true;
}

static void arguments_read(struct noxfile_reader *r, struct noxfile_session *session,
			   struct decorated *decorated, struct span span)
{
	size_t close = token_skip(&r->tokens, span.first, span.end), first = span.first + 1;

	for (size_t i = first; i < close; i = token_next(&r->tokens, i, close)) {
		if (!token_is(&r->tokens, i, ",") && i + 1 != close)
			continue;
		if (i > first)
			argument_read(r, session, decorated, (struct span){ first, i });
		first = i + 1;
	}
}

/* Does a decorator name the session? Otherwise it has the function's name. */
static bool names_itself(const struct noxfile_reader *r, const struct statement *s)
{
	for (size_t i = s->first; i + 1 < s->end; i++)
		if (token_is(&r->tokens, i, "name") && token_is(&r->tokens, i + 1, "="))
			return true;
	return false;
}

/* Is "@name.session" from a known library, or "@session" imported from one? */
static bool is_known_session(const struct noxfile_reader *r, const struct statement *s)
{
	static const char *const known[] = { "nox", "nox_poetry", "nox_uv", "session" };
	const struct token *first = &r->tokens.list.at[s->first + 1];
	bool unqualified = last_name(r, s) == s->first + 1;

	if (unqualified)
		return !r->foreign && !r->rebound;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_is(first->text, known[i]))
			return true;
	return str_eq(first->text, r->nox);
}

void reader_decorator(struct noxfile_reader *r, struct noxfile_session *session,
		      struct decorated *decorated)
{
	const struct tokens *t = &r->tokens;
	const struct statement *s = &t->statements.at[decorated->own];
	size_t last = last_name(r, s);
	bool unqualified = last == s->first + 1;

	session->by_default = true;
	decorated->uv = unqualified ? r->uv : token_is(t, s->first + 1, "nox_uv");
	if (!names_itself(r, s))
		session->name = r->functions.list.at[decorated->function].name;
	if (token_is(t, last + 1, "("))
		arguments_read(r, session, decorated, (struct span){ last + 1, s->end });
	if (r->rebound && unqualified) {
		session->reuse = NOXFILE_REUSE_UNKNOWN;
		session->python = NOXFILE_PYTHON_UNKNOWN;
	}
	session->exact = decorated->uv;
	if (decorated->uv && !decorated->no_project)
		session->installs = NOXFILE_INSTALLS_EDITABLE;
}

/* ------------------------------------------------------------------ effects of sessions */

/* Adds the functions that a decorator names. Returns false if the decorator is unknown. */
static bool decorator_functions(const struct noxfile_reader *r, const struct statement *s,
				size_t *roots, size_t *count)
{
	static const char *const pure[] = { "functools", "contextlib", "typing", "pytest", "nox" };
	const struct tokens *t = &r->tokens;
	bool known = reader_is_session(r, s) ? is_known_session(r, s)
					     : token_is(t, last_name(r, s), "parametrize");

	for (size_t i = 0; i < sizeof(pure) / sizeof(pure[0]); i++)
		known |= token_is(t, s->first + 1, pure[i]) && token_is(t, s->first + 2, ".");
	for (size_t i = s->first + 1; i < s->end; i++) {
		struct part found;

		if (t->list.at[i].kind != TOKEN_NAME || token_is(t, i - 1, ".") ||
		    !function_find(&r->functions, t->list.at[i].text, &found))
			continue;
		for (size_t k = found.first; k < found.end; k++) {
			if (!function_is_visible(&r->functions, r->functions.sorted.at[k], i))
				continue;
			if (*count == ROOTS_MAX)
				return false;
			known |= i == s->first + 1;
			roots[(*count)++] = r->functions.sorted.at[k];
		}
	}
	return known;
}

static bool decorators_known(const struct noxfile_reader *r, const struct decorated *decorated,
			     size_t *roots, size_t *count)
{
	bool known = true;

	if (decorated->def - decorated->first > ROOTS_MAX)
		return false;
	for (size_t i = decorated->first; i < decorated->def; i++)
		known = decorator_functions(r, &r->tokens.statements.at[i], roots, count) && known;
	return known;
}

static void start(struct noxfile_reader *r, struct noxfile_session *session, size_t number)
{
	for (size_t i = 0; i < session->starts.len; i++)
		if (session->starts.at[i] == number)
			return;
	if (session->starts.len == STARTS_MAX || r->starts++ > SUM_MAX)
		session->starts_unknown = true;
	else
		list_add(r->arena, &session->starts, number);
}

/* Starts the sessions of a name, or all whose names may begin with the known part. */
static void start_named(struct noxfile_reader *r, struct noxfile_session *session,
			struct value name)
{
	const struct noxfile *n = r->noxfile;
	const struct noxfile_session *one = noxfile_session_named(n, name.text);
	size_t before = session->starts.len;

	if (name.known) {
		if (one) {
			start(r, session, (size_t)(one - n->sessions.at));
			return;
		}
		session->starts_unknown = true;
		return;
	}
	for (size_t i = 0; name.text.len > 0 && i < n->sessions.len; i++) {
		if (n->sessions.at[i].name.len == 0)
			session->starts_unknown = true;
		else if (noxfile_session_may_be(&n->sessions.at[i], name.text))
			start(r, session, i);
	}
	if (session->starts.len == before || !n->complete)
		session->starts_unknown = true;
}

static void add_reads(struct noxfile_reader *r, struct noxfile_session *session,
		      const struct gathered *g)
{
	bool seen[NOXFILE_READS_MAX] = { false };

	for (size_t i = 0; i < g->reads.len && session->reads.len < READS_MAX; i++) {
		size_t number;

		noxfile_add_read(r->noxfile, r->arena, g->reads.at[i], false, &number);
		if (number == STR_NONE || seen[number] || r->reads++ > SUM_MAX)
			continue;
		seen[number] = true;
		list_add(r->arena, &session->reads, number);
	}
}

static void set_effect(const struct noxfile_reader *r, struct noxfile_session *session,
		       const struct effect *effect)
{
	bool synced = session->exact; /* by nox-uv */

	if (effect->installs > session->installs)
		session->installs = effect->installs;
	if (r->environment && (effect->exact || effect->inexact) &&
	    session->installs < NOXFILE_INSTALLS_UNKNOWN)
		session->installs = NOXFILE_INSTALLS_UNKNOWN;
	session->moving = effect->moving;
	if (effect->uninstalls && session->moving != NOXFILE_MOVING_NOTHING)
		session->moving = NOXFILE_MOVING_UNKNOWN;
	session->exact = (synced || effect->exact) && !effect->inexact;
	session->starts_unknown |= effect->reaches_unknown;
}

static void session_finish(struct noxfile_reader *r, size_t number, struct gathered *g)
{
	struct noxfile_session *session = &r->noxfile->sessions.at[number];
	const struct decorated *decorated = &r->decorated.at[number];
	struct effect effect = { .installs = NOXFILE_INSTALLS_NOTHING };
	size_t roots[ROOTS_MAX + 1] = { decorated->function }, count = 1;

	g->reads.len = g->sessions.len = 0;
	if (!decorators_known(r, decorated, roots, &count)) {
		effect.installs = NOXFILE_INSTALLS_UNKNOWN;
		effect.inexact = true;
	}
	functions_sum(&effect, &r->functions, roots, count, g);
	set_effect(r, session, &effect);
	if (!effect.in_action)
		add_reads(r, session, g);
	for (size_t i = 0; i < g->sessions.len; i++)
		start_named(r, session, g->sessions.at[i]);
	for (size_t i = 0; i < decorated->requires.len; i++)
		start_named(r, session, decorated->requires.at[i]);
}

void reader_finish(struct noxfile_reader *r)
{
	struct gathered g = { .arena = r->arena };
	LIST(size_t) starts = { .len = 0 };

	for (size_t i = 0; i < r->decorated.len; i++)
		list_add(r->arena, &starts, r->decorated.at[i].function);
	functions_read(&r->functions, starts.at, starts.len);
	for (size_t i = 0; i < r->noxfile->sessions.len; i++)
		session_finish(r, i, &g);
}
