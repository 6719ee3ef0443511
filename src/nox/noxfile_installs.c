/* SPDX-License-Identifier: MIT */
/* Installing calls: session.install() and its kin, and the programs that session.run() runs. */
#include "config.h"

#include "nox/noxfile_installs.h"

enum {
	ROUNDS = 8, /* how deep functions that call each other are followed */
	ARGUMENTS_MAX = 64,
	TOKENS_MAX = 1024, /* of one call, so that calls within calls cost no more */
};

/* The arguments of a call. */
struct arguments {
	struct str at[ARGUMENTS_MAX]; /* the literal text, or empty for what cannot be told */
	bool literal[ARGUMENTS_MAX];
	size_t count;
	bool more; /* there are others that are not listed */
};

static enum noxfile_installs worse(enum noxfile_installs a, enum noxfile_installs b)
{
	return a > b ? a : b;
}

/* An argument that is one string; of an f-string what stands in front of its first "{". */
static void argument_add(struct arguments *a, const struct tokens *t, size_t first, size_t end)
{
	const struct token *token = &t->list.at[first];
	size_t brace;

	if (first == end)
		return;
	if (token->kind == TOKEN_NAME && token_is(t, first + 1, "=") && first + 1 < end)
		return; /* a keyword argument: silent=True, env=… */
	if (a->count == ARGUMENTS_MAX) {
		a->more = true;
		return;
	}
	a->literal[a->count] = token->kind == TOKEN_STRING && token->literal && end == first + 1;
	a->at[a->count] = STR("");
	if (token->kind == TOKEN_STRING) {
		brace = token->literal ? STR_NONE : str_find_char(token->text, '{', 0);
		a->at[a->count] = str_slice(token->text, 0, brace);
	}
	a->count++;
}

/* Reads the arguments of the call whose "(" is at index. */
static void arguments_read(struct arguments *a, const struct tokens *t, size_t index, size_t end)
{
	size_t limit = end - index > TOKENS_MAX ? index + TOKENS_MAX : end;
	size_t close = token_skip(t, index, limit), first = index + 1;

	a->count = 0;
	a->more = close == limit && limit < end;
	for (size_t i = first; i < close;) {
		bool last = i + 1 == close;

		if (token_is(t, i, ",") || last) {
			argument_add(a, t, first, i);
			first = ++i;
		} else if (token_is(t, i, "(") || token_is(t, i, "[") || token_is(t, i, "{")) {
			i = token_skip(t, i, close);
		} else {
			i++;
		}
	}
}

static bool has(const struct arguments *a, const char *text)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->literal[i] && str_is(a->at[i], text))
			return true;
	return false;
}

static bool argument_is(const struct arguments *a, size_t index, const char *text)
{
	return index < a->count && a->literal[index] && str_is(a->at[index], text);
}

/* A requirement that stands for code of the repository: a path, a built archive. */
static bool is_local(struct str text)
{
	return str_starts(text, ".") || str_starts(text, "/") || str_ends(text, ".whl") ||
	       str_ends(text, ".tar.gz") || str_contains(text, "file:") || str_starts(text, "dist/");
}

/* Options of pip install whose value is the next argument, and is no requirement. */
static bool takes_value(struct str option)
{
	static const char *const options[] = { "-c", "--constraint", "-i", "--index-url",
					       "--extra-index-url", "-f", "--find-links", "--python",
					       "--upgrade-strategy", "-t", "--target", "-P",
					       "--prefix", "--channel", "-n", "--index-strategy",
					       "--no-binary", "--only-binary", "--resolution",
					       "--prerelease", "-r", "--requirement",
					       "--group", "--file" };

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (str_is(option, options[i]))
			return true;
	return false;
}

/* An option that names a list of requirements, on which the project may stand. */
static bool names_list(struct str option)
{
	return str_starts(option, "-r") || str_starts(option, "--requirement") ||
	       str_starts(option, "--group") || str_starts(option, "--file");
}

/* What a list of arguments of pip install, from the given one on, installs. */
static enum noxfile_installs installs_of_pip(const struct arguments *a, size_t from)
{
	enum noxfile_installs found = a->more ? NOXFILE_INSTALLS_UNKNOWN : NOXFILE_INSTALLS_NOTHING;

	for (size_t i = from; i < a->count; i++) {
		struct str text = a->at[i];
		enum noxfile_installs one = NOXFILE_INSTALLS_NOTHING;

		if (str_is(text, "-e") || str_is(text, "--editable")) {
			one = NOXFILE_INSTALLS_EDITABLE;
			i++;
		} else if (str_starts(text, "-e") || str_starts(text, "--editable=")) {
			one = NOXFILE_INSTALLS_EDITABLE;
		} else if (names_list(text)) {
			one = NOXFILE_INSTALLS_UNKNOWN;
			i += takes_value(text);
		} else if (is_local(text)) {
			one = NOXFILE_INSTALLS_COPY;
		} else if (!a->literal[i]) {
			one = NOXFILE_INSTALLS_UNKNOWN;
		} else if (takes_value(text)) {
			i++;
		}
		found = worse(found, one);
	}
	return found;
}

/* Programs that install the project by themselves. */
static const struct installer {
	const char *program;
	const char *verb;
	const char *nothing; /* the option by which it leaves the project out, or NULL */
	const char *copy;    /* the option by which it does not install it editable, or NULL */
	enum noxfile_installs installs;
} installers[] = {
	{ "uv", "sync", "--no-install-project", "--no-editable", NOXFILE_INSTALLS_EDITABLE },
	{ "poetry", "install", "--no-root", NULL, NOXFILE_INSTALLS_EDITABLE },
	{ "poetry", "sync", "--no-root", NULL, NOXFILE_INSTALLS_EDITABLE },
	{ "pdm", "install", "--no-self", "--no-editable", NOXFILE_INSTALLS_EDITABLE },
	{ "pdm", "sync", "--no-self", "--no-editable", NOXFILE_INSTALLS_EDITABLE },
	{ "flit", "install", NULL, NULL, NOXFILE_INSTALLS_COPY },
	{ "maturin", "develop", NULL, NULL, NOXFILE_INSTALLS_COPY },
	{ "pipenv", "install", NULL, NULL, NOXFILE_INSTALLS_UNKNOWN },
	{ "pipenv", "sync", NULL, NULL, NOXFILE_INSTALLS_UNKNOWN },
	{ "python", "setup.py", NULL, NULL, NOXFILE_INSTALLS_COPY },
};

static enum noxfile_installs installs_of_program(const struct arguments *a)
{
	if (a->count == 0 || !a->literal[0])
		return NOXFILE_INSTALLS_UNKNOWN;
	if (argument_is(a, 0, "pip") && argument_is(a, 1, "install"))
		return installs_of_pip(a, 2);
	if (argument_is(a, 0, "uv") && argument_is(a, 1, "pip"))
		return argument_is(a, 2, "install") ? installs_of_pip(a, 3) : NOXFILE_INSTALLS_NOTHING;
	if (argument_is(a, 1, "-m") && argument_is(a, 2, "pip"))
		return argument_is(a, 3, "install") ? installs_of_pip(a, 4) : NOXFILE_INSTALLS_NOTHING;
	for (size_t i = 0; i < sizeof(installers) / sizeof(installers[0]); i++) {
		const struct installer *known = &installers[i];

		if (!argument_is(a, 0, known->program))
			continue;
		if (a->count > 1 && !a->literal[1])
			return NOXFILE_INSTALLS_UNKNOWN;
		if (!argument_is(a, 1, known->verb))
			continue;
		if (known->nothing && has(a, known->nothing))
			return NOXFILE_INSTALLS_NOTHING;
		return known->copy && has(a, known->copy) ? NOXFILE_INSTALLS_COPY : known->installs;
	}
	return NOXFILE_INSTALLS_NOTHING;
}

/* The method that is called on the session at index, "(" at open. */
static enum noxfile_installs installs_of_method(const struct tokens *t, size_t open, size_t end)
{
	struct arguments a;

	arguments_read(&a, t, open, end);
	if (token_is(t, open - 1, "installroot"))
		return NOXFILE_INSTALLS_COPY;
	if (token_is(t, open - 1, "install") || token_is(t, open - 1, "conda_install"))
		return installs_of_pip(&a, 0);
	if (token_is(t, open - 1, "run") || token_is(t, open - 1, "run_always") ||
	    token_is(t, open - 1, "run_install"))
		return installs_of_program(&a);
	return NOXFILE_INSTALLS_NOTHING;
}

static const struct function *function_named(const struct functions *functions, struct str name)
{
	for (size_t i = functions->list.len; i-- > 0;)
		if (str_eq(functions->list.at[i].name, name))
			return &functions->list.at[i];
	return NULL;
}

/* The session itself is handed on: "helper(session, …)", or kept in a variable. */
static enum noxfile_installs installs_of_use(const struct functions *functions,
					     const struct tokens *t, size_t index)
{
	const struct function *helper = NULL;

	if (token_is(t, index - 1, "(") && index >= 2 && t->list.at[index - 2].kind == TOKEN_NAME &&
	    !(index >= 3 && token_is(t, index - 3, ".")))
		helper = function_named(functions, t->list.at[index - 2].text);
	return helper ? helper->installs : NOXFILE_INSTALLS_UNKNOWN;
}

/* What stands at the session's name at index. */
static enum noxfile_installs installs_at(const struct functions *functions, const struct tokens *t,
					 const struct function *f, size_t index)
{
	size_t i = index + 1;

	if (index > 0 && token_is(t, index - 1, "."))
		return NOXFILE_INSTALLS_NOTHING; /* another object's member of that name */
	if (token_is(t, i, "=") && !token_is(t, i + 1, "="))
		return NOXFILE_INSTALLS_NOTHING; /* a keyword argument's name */
	while (i + 1 < f->end && token_is(t, i, ".") && t->list.at[i + 1].kind == TOKEN_NAME)
		i += 2;
	if (i == index + 1)
		return installs_of_use(functions, t, index);
	if (i < f->end && token_is(t, i, "("))
		return installs_of_method(t, i, f->end);
	/* A bound method that is kept or passed on could install anything. */
	return token_is(t, i - 1, "install") || token_is(t, i - 1, "run") ? NOXFILE_INSTALLS_UNKNOWN
									  : NOXFILE_INSTALLS_NOTHING;
}

static enum noxfile_installs installs_of(const struct functions *functions, const struct tokens *t,
					 const struct function *f)
{
	enum noxfile_installs found = NOXFILE_INSTALLS_NOTHING;

	for (size_t i = f->first; i < f->end && f->parameter.len > 0; i++)
		if (t->list.at[i].kind == TOKEN_NAME && str_eq(t->list.at[i].text, f->parameter))
			found = worse(found, installs_at(functions, t, f, i));
	return found;
}

void installs_find(struct functions *functions, const struct tokens *tokens)
{
	bool changed = true;

	/* Values only rise, so what is not settled after the last round is not known. */
	for (size_t round = 0; round <= ROUNDS && changed; round++) {
		changed = false;
		for (size_t i = 0; i < functions->list.len; i++) {
			struct function *f = &functions->list.at[i];
			enum noxfile_installs now = installs_of(functions, tokens, f);

			if (now == f->installs)
				continue;
			f->installs = round == ROUNDS ? worse(now, NOXFILE_INSTALLS_UNKNOWN) : now;
			changed = true;
		}
	}
}
