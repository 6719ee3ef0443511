/* SPDX-License-Identifier: MIT */
/* Imports, and ways to make sessions without a decorator: calls, loops, other files. */
#include "config.h"

#include "nox/noxfile/reader.h"

enum {
	MODULES_MAX = 64,
	TOKENS_MAX = 256, /* of a call that is read */
};

/* Modules that make no sessions: those of Python, and libraries that noxfiles use. A space before
 * and after each. */
static const char harmless[] =
	" "
	"__future__ abc argparse array ast asyncio base64 bisect builtins calendar collections "
	"concurrent configparser contextlib copy csv ctypes dataclasses datetime decimal difflib "
	"email enum errno filecmp fileinput fnmatch fractions functools gc getpass glob gzip "
	"hashlib heapq html http importlib inspect io ipaddress itertools json keyword locale "
	"logging math multiprocessing numbers operator os pathlib pickle pkgutil platform pprint "
	"queue random re secrets select shlex shutil signal site socket sqlite3 ssl stat "
	"statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading "
	"time timeit tokenize tomllib traceback types typing unittest urllib uuid venv warnings "
	"weakref webbrowser xml zipfile zlib zoneinfo "
	"_typeshed attr attrs build cattrs click colorama colorlog decouple dependency_groups "
	"distutils dotenv git httpx jinja2 lxml numpy packaging pip pkg_resources platformdirs "
	"pydantic requests rich ruamel semver setuptools setuptools_scm six tabulate toml tomli "
	"tomli_w tomlkit typing_extensions virtualenv wheel yaml ";
static const char *const noxes[] = { "nox", "nox_poetry", "nox_uv", NULL };

static bool is_one_of(struct str name, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

/* Is the module one that makes no sessions? */
static bool is_harmless(struct str name)
{
	struct str list = { harmless, sizeof(harmless) - 1 };
	size_t at = str_find(list, name, 1);

	for (; at != STR_NONE; at = str_find(list, name, at + 1))
		if (harmless[at - 1] == ' ' && harmless[at + name.len] == ' ')
			return name.len > 0;
	return false;
}

static struct str first_part(struct str name)
{
	return str_slice(name, 0, str_find_char(name, '.', 0));
}

/* Reads a dotted name at *index and moves *index after it. */
static struct str dotted_name(const struct noxfile_reader *r, size_t *index, size_t end)
{
	const struct tokens *t = &r->tokens;
	size_t first = *index, last;

	while (first < end && token_is(t, first, ".")) /* relative */
		first++;
	if (first >= end) {
		*index = end;
		return STR("");
	}
	for (last = first; last + 2 < end && token_is(t, last + 1, ".");)
		last += 2;
	*index = last + 1;

	const struct token *to = &t->list.at[last];

	return (struct str){ t->list.at[first].text.p,
			     (size_t)(to->text.p - t->list.at[first].text.p) + to->text.len };
}

static void add_module(struct noxfile_reader *r, struct str name, struct str member)
{
	struct noxfile *n = r->noxfile;

	if (n->modules.len == MODULES_MAX)
		n->complete = false;
	else
		list_add(r->arena, &n->modules, (struct noxfile_module){ name, member });
}

/* Reads a module that is imported, with one of its members. */
static void read_module(struct noxfile_reader *r, struct str name, struct str member)
{
	struct str package = first_part(name);

	if (is_one_of(package, noxes)) {
		if (str_is(member, "registry") || str_contains(name, "registry"))
			r->noxfile->complete = false;
		return;
	}
	if (is_harmless(package))
		return;
	if (str_contains(name, "nox") || str_contains(member, "nox"))
		r->noxfile->complete = false;
	add_module(r, name, member);
}

/* The name after "as", or the member's own. */
static struct str name_given(const struct noxfile_reader *r, size_t *index, size_t end,
			     struct str own)
{
	if (*index + 1 < end && token_is(&r->tokens, *index, "as")) {
		*index += 2;
		return r->tokens.list.at[*index - 1].text;
	}
	return own;
}

/* import a.b, c as d */
static void import_modules(struct noxfile_reader *r, const struct statement *s)
{
	for (size_t i = s->first + 1; i < s->end; i++) {
		struct str name = dotted_name(r, &i, s->end);
		struct str given = name_given(r, &i, s->end, name);

		if (str_is(name, "nox"))
			r->nox = given;
		if (name.len > 0)
			read_module(r, name, STR(""));
	}
}

static void import_session(struct noxfile_reader *r, struct str module, struct str given)
{
	struct str package = first_part(module);

	r->session = given;
	r->uv = str_is(package, "nox_uv");
	r->foreign = !is_one_of(package, noxes);
}

/* from a.b import c as d, e */
static void import_members(struct noxfile_reader *r, const struct statement *s)
{
	const struct tokens *t = &r->tokens;
	size_t i = s->first + 1;
	struct str module = dotted_name(r, &i, s->end);

	for (i++; i < s->end; i++) {
		struct str member = t->list.at[i].text, given;

		if (token_is(t, i, "*"))
			r->noxfile->complete = false;
		if (t->list.at[i].kind != TOKEN_NAME)
			continue;
		i++;
		given = name_given(r, &i, s->end, member);
		if (str_is(member, "session"))
			import_session(r, module, given);
		read_module(r, module, member);
	}
}

void reader_import(struct noxfile_reader *r, const struct statement *s)
{
	if (token_is(&r->tokens, s->first, "import"))
		import_modules(r, s);
	else
		import_members(r, s);
}

/* ------------------------------------------------------------------ calls */

/* The call whose "(" is at open. */
static struct span call_at(const struct noxfile_reader *r, size_t open)
{
	size_t end = r->tokens.list.len;

	if (end - open > TOKENS_MAX)
		end = open + TOKENS_MAX;
	return (struct span){ open, token_skip(&r->tokens, open, end) };
}

/* Adds the modules and files that the arguments of a call load. */
static void load_arguments(struct noxfile_reader *r, size_t open)
{
	struct span call = call_at(r, open);
	size_t first = open + 1;
	bool import = token_is(&r->tokens, open - 1, "import_module") ||
		      token_is(&r->tokens, open - 1, "__import__");

	for (size_t i = first; i < call.end; i = token_next(&r->tokens, i, call.end)) {
		struct value value;

		if (!token_is(&r->tokens, i, ",") && i + 1 != call.end)
			continue;
		value = value_of(&r->e, (struct span){ first, i });
		first = i + 1;
		if (value.known && (import || str_ends(value.text, ".py")))
			add_module(r, value.text, STR(""));
	}
}

static void add_read(struct noxfile_reader *r, struct value path)
{
	struct gathered g = { .arena = r->arena };

	gather_read(&g, path);
	if (g.reads.len > 0)
		noxfile_add_read(r->noxfile, r->arena, g.reads.at[0], true, NULL);
}

/* nox.project.load_toml("sub/pyproject.toml"): every session may depend on it. */
static void load_toml(struct noxfile_reader *r, size_t open)
{
	size_t close = call_at(r, open).end, end = open + 1;
	struct value path;

	while (end + 1 < close && !token_is(&r->tokens, end, ","))
		end = token_next(&r->tokens, end, close - 1);
	path = value_of(&r->e, (struct span){ open + 1, end });
	add_read(r, path);
}

/* Index of the value of a variable whose name is at index: {"NAME": value}, env["NAME"] = value,
 * dict(NAME=value). */
static size_t value_after(const struct noxfile_reader *r, size_t index)
{
	const struct tokens *t = &r->tokens;
	bool string = t->list.at[index].kind == TOKEN_STRING;

	if (string ? token_is(t, index + 1, ":") : token_is(t, index + 1, "="))
		return index + 2;
	if (string && token_is(t, index + 1, "]") && token_is(t, index + 2, "="))
		return index + 3;
	return t->list.len;
}

/* Reads a name or text that may be a variable of pip or uv. */
static void read_variable(struct noxfile_reader *r, size_t index)
{
	static const char *const files[] = { "PIP_CONSTRAINT",	    "UV_CONSTRAINT",
					     "UV_OVERRIDE",	    "PIP_BUILD_CONSTRAINT",
					     "UV_BUILD_CONSTRAINT", NULL };
	static const char *const sources[] = { "PIP_FIND_LINKS", "UV_FIND_LINKS", "PIP_REQUIREMENT",
					       "PIP_EDITABLE", NULL };
	struct str name = r->tokens.list.at[index].text;
	size_t value;

	if (is_one_of(name, sources))
		r->environment = true;
	if (!is_one_of(name, files))
		return;
	value = value_after(r, index);
	if (value < r->tokens.list.len)
		add_read(r, value_start(&r->e, (struct span){ value, call_at(r, value).end }));
}

static void read_call(struct noxfile_reader *r, size_t index)
{
	static const char *const loaders[] = { "import_module",
					       "__import__",
					       "spec_from_file_location",
					       "SourceFileLoader",
					       "run_path",
					       "run_module",
					       NULL };
	static const char *const makers[] = {
		"exec", "eval", "exec_module", "module_from_spec", "session_decorator", NULL
	};
	struct str name = r->tokens.list.at[index].text;

	if (is_one_of(name, loaders)) {
		r->noxfile->complete = false;
		load_arguments(r, index + 1);
		return;
	}
	if (is_one_of(name, makers))
		r->noxfile->complete = false;
	if (str_is(name, "load_toml"))
		load_toml(r, index + 1);
}

/* A use of nox or session() that is not in a decorator and not nox.options. */
static void read_name(struct noxfile_reader *r, const struct statement *s, size_t index)
{
	const struct tokens *t = &r->tokens;
	struct str name = t->list.at[index].text;
	bool top = s->indent == 0 && !token_is(t, s->first, "def") &&
		   !token_is(t, s->first, "async") && !token_is(t, s->first, "class");

	if (index > 0 && token_is(t, index - 1, "."))
		return;
	if (str_eq(name, r->nox) &&
	    (!token_is(t, index + 1, ".") || token_is(t, index + 2, "session") ||
	     token_is(t, index + 2, "registry")))
		r->noxfile->complete = false;
	if (!str_eq(name, r->session) && !str_is(name, "session"))
		return;
	if (token_is(t, index + 1, "(") || top)
		r->noxfile->complete = false;
	if (index == s->first && token_is(t, index + 1, "="))
		r->rebound = true;
}

void reader_surroundings(struct noxfile_reader *r)
{
	const struct tokens *t = &r->tokens;

	for (size_t i = 0; i < t->statements.len; i++) {
		const struct statement *s = &t->statements.at[i];
		bool import = token_is(t, s->first, "import") || token_is(t, s->first, "from");
		bool decorator = token_is(t, s->first, "@");

		for (size_t k = s->first; k < s->end; k++) {
			const struct token *token = &t->list.at[k];

			if (token->kind != TOKEN_SIGN)
				read_variable(r, k);
			if (token->kind != TOKEN_NAME)
				continue;
			if (str_is(token->text, "_REGISTRY"))
				r->noxfile->complete = false;
			if (!import && !decorator)
				read_name(r, s, k);
			if (token_is(t, k + 1, "("))
				read_call(r, k);
		}
	}
}
