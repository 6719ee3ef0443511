/* SPDX-License-Identifier: MIT */
/* Reads Nox's command line as argparse does: exact options first, then bundles of short ones, then
 * unique prefixes of long ones; options with nargs="*" take every word up to the next option. */
#include "config.h"

#include "nox/call/command.h"

#include "base/path.h"

enum option_id {
	ID_FLAG, /* has no effect here */
	ID_VALUE,
	ID_VALUES,
	ID_HELP,
	ID_VERSION,
	ID_LIST,
	ID_JSON,
	ID_USAGE,
	ID_SESSIONS,
	ID_KEYWORDS,
	ID_TAGS,
	ID_DEFAULT_BACKEND,
	ID_FORCE_BACKEND,
	ID_NO_VENV,
	ID_REUSE,
	ID_NO_REUSE,
	ID_REUSE_VENV,
	ID_R,
	ID_NOXFILE,
	ID_ENVDIR,
	ID_INSTALL_ONLY,
	ID_NO_INSTALL,
};

enum arity { NONE, ONE, MANY };

/* nox/_options.py of 2022.11.21 to 2026.10.20. */
static const struct option {
	const char *name;
	enum option_id id;
	enum arity arity;
} options[] = {
	{ "-h", ID_HELP, NONE },
	{ "--help", ID_HELP, NONE },
	{ "--version", ID_VERSION, NONE },
	{ "--script-mode", ID_VALUE, ONE },
	{ "--script-venv-backend", ID_VALUE, ONE },
	{ "-f", ID_NOXFILE, ONE },
	{ "--noxfile", ID_NOXFILE, ONE },
	{ "-l", ID_LIST, NONE },
	{ "--list", ID_LIST, NONE },
	{ "--list-sessions", ID_LIST, NONE },
	{ "--json", ID_JSON, NONE },
	{ "--usage", ID_USAGE, ONE },
	{ "-s", ID_SESSIONS, MANY },
	{ "-e", ID_SESSIONS, MANY },
	{ "--session", ID_SESSIONS, MANY },
	{ "--sessions", ID_SESSIONS, MANY },
	{ "-k", ID_KEYWORDS, ONE },
	{ "--keywords", ID_KEYWORDS, ONE },
	{ "-t", ID_TAGS, MANY },
	{ "--tags", ID_TAGS, MANY },
	{ "-p", ID_VALUES, MANY },
	{ "--python", ID_VALUES, MANY },
	{ "--pythons", ID_VALUES, MANY },
	{ "-P", ID_VALUES, MANY },
	{ "--force-python", ID_VALUES, MANY },
	{ "--force-pythons", ID_VALUES, MANY },
	{ "--extra-python", ID_VALUES, MANY },
	{ "--extra-pythons", ID_VALUES, MANY },
	{ "--download-python", ID_VALUE, ONE },
	{ "-db", ID_DEFAULT_BACKEND, ONE },
	{ "--default-venv-backend", ID_DEFAULT_BACKEND, ONE },
	{ "-fb", ID_FORCE_BACKEND, ONE },
	{ "--force-venv-backend", ID_FORCE_BACKEND, ONE },
	{ "--no-venv", ID_NO_VENV, NONE },
	{ "-r", ID_REUSE, NONE },
	{ "--reuse-existing-virtualenvs", ID_REUSE, NONE },
	{ "-N", ID_NO_REUSE, NONE },
	{ "--no-reuse-existing-virtualenvs", ID_NO_REUSE, NONE },
	{ "--reuse-venv", ID_REUSE_VENV, ONE },
	{ "-R", ID_R, NONE },
	{ "--envdir", ID_ENVDIR, ONE },
	{ "--install-only", ID_INSTALL_ONLY, NONE },
	{ "--no-install", ID_NO_INSTALL, NONE },
	{ "-j", ID_VALUE, ONE },
	{ "--parallel", ID_VALUE, ONE },
	{ "--allow-parallel", ID_FLAG, NONE },
	{ "--no-allow-parallel", ID_FLAG, NONE },
	{ "--no-dependencies", ID_FLAG, NONE },
	{ "--parallel-worker", ID_FLAG, NONE },
	{ "-v", ID_FLAG, NONE },
	{ "--verbose", ID_FLAG, NONE },
	{ "--no-verbose", ID_FLAG, NONE },
	{ "-ts", ID_FLAG, NONE },
	{ "--add-timestamp", ID_FLAG, NONE },
	{ "-x", ID_FLAG, NONE },
	{ "--stop-on-first-error", ID_FLAG, NONE },
	{ "--no-stop-on-first-error", ID_FLAG, NONE },
	{ "--error-on-missing-interpreters", ID_FLAG, NONE },
	{ "--no-error-on-missing-interpreters", ID_FLAG, NONE },
	{ "--error-on-external-run", ID_FLAG, NONE },
	{ "--no-error-on-external-run", ID_FLAG, NONE },
	{ "--non-interactive", ID_FLAG, NONE },
	{ "--nocolor", ID_FLAG, NONE },
	{ "--no-color", ID_FLAG, NONE },
	{ "--forcecolor", ID_FLAG, NONE },
	{ "--force-color", ID_FLAG, NONE },
	{ "--color", ID_FLAG, NONE },
	{ "--report", ID_VALUE, ONE },
};

/* The command line being read, and options that only matter in combination. */
struct reader {
	struct nox_command *call;
	struct arena *arena;
	const struct word *at;
	size_t count;
	size_t next;
	bool open; /* a word was found that may be a value, or may take the next word as one */
	bool reuse_only;     /* -R was given */
	bool explicit_reuse; /* --reuse-venv was given: it overrides -r and -N */
	bool usage;
	bool list;
	bool version;
	bool help;
};

static const struct option *option_exact(struct str name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (str_is(name, options[i].name))
			return &options[i];
	return NULL;
}

/* The only long option with this prefix; NULL if there is none or more than one. */
static const struct option *option_prefix(struct str name)
{
	const struct option *found = NULL;

	for (size_t i = 0; name.len > 2 && i < sizeof(options) / sizeof(options[0]); i++) {
		if (!str_eq(str_slice(str_from(options[i].name), 0, name.len), name))
			continue;
		if (found && (found->id != options[i].id || found->id == ID_FLAG))
			return NULL;
		found = &options[i];
	}
	return found;
}

static void set_reuse(struct reader *r, enum reuse reuse, bool is_explicit)
{
	if (is_explicit || !r->explicit_reuse)
		r->call->reuse = reuse;
	r->explicit_reuse = r->explicit_reuse || is_explicit;
}

static void set_backend(struct reader *r, struct str value)
{
	r->call->backend_value = value;
	if (str_is(value, "none"))
		r->call->no_environment = true;
}

static void take_flag(struct reader *r, enum option_id id)
{
	switch (id) {
	case ID_HELP:
		r->help = true;
		break;
	case ID_VERSION:
		r->version = true;
		break;
	case ID_LIST:
	case ID_JSON:
		r->list = true;
		break;
	case ID_NO_VENV:
		r->call->no_environment = true;
		break;
	case ID_REUSE:
		set_reuse(r, REUSE_YES, false);
		break;
	case ID_NO_REUSE:
		set_reuse(r, REUSE_NO, false);
		break;
	case ID_R:
		r->reuse_only = true;
		r->call->no_install = true;
		break;
	case ID_INSTALL_ONLY:
		r->call->install_only = true;
		break;
	case ID_NO_INSTALL:
		r->call->no_install = true;
		break;
	default:
		break;
	}
}

static void take_value(struct reader *r, enum option_id id, struct word word)
{
	const struct offsets offsets = word_offsets(&word);
	struct nox_command *call = r->call;

	switch (id) {
	case ID_SESSIONS:
		list_add(r->arena, &call->sessions,
			 (struct session_name){ .text = word.value.p,
						.len = (uint32_t)word.value.len,
						.at = offset_of(&offsets, 0) & INT32_MAX,
						.literal = word.literal });
		break;
	case ID_KEYWORDS:
	case ID_TAGS:
		call->filtered = true;
		break;
	case ID_DEFAULT_BACKEND:
		if (call->backend_value.len == 0)
			set_backend(r, word.value);
		break;
	case ID_FORCE_BACKEND: /* overrides -db */
		call->no_environment = false;
		set_backend(r, word.value);
		break;
	case ID_REUSE_VENV:
		set_reuse(r,
			  str_is(word.value, "no") || str_is(word.value, "never") ? REUSE_NO
										  : REUSE_YES,
			  true);
		break;
	case ID_NOXFILE:
		call->noxfile_value = word.value;
		break;
	case ID_ENVDIR:
		call->envdir_value = word.value;
		break;
	case ID_USAGE:
		r->usage = true;
		break;
	default:
		break;
	}
}

static bool is_option(const struct word *word)
{
	return word->value.len > 1 && word->value.p[0] == '-';
}

/* An option in a word of its own. Its values are the words after it. */
static void take_option(struct reader *r, const struct option *option)
{
	size_t limit = option->arity == MANY ? r->count : r->next + 1;

	if (option->arity == NONE) {
		take_flag(r, option->id);
		return;
	}
	while (r->next < limit && r->next < r->count && !is_option(&r->at[r->next]))
		take_value(r, option->id, r->at[r->next++]);
}

/* "-rs": flags, and at the end an option whose value is the rest of the word or the next word. */
static void take_bundle(struct reader *r, const struct word *word)
{
	for (size_t i = 1; i < word->value.len; i++) {
		char name[3] = { '-', word->value.p[i], '\0' };
		const struct option *option = option_exact(str_from(name));
		struct str rest = str_slice(word->value, i + 1, word->value.len);

		if (!option) {
			r->open = true;
			return;
		}
		if (option->arity == NONE) {
			take_flag(r, option->id);
			continue;
		}
		if (str_starts(rest, "="))
			rest = str_slice(rest, 1, rest.len);
		if (rest.len > 0)
			take_value(r, option->id, word_end(word, rest));
		else
			take_option(r, option);
		return;
	}
}

static void take_word(struct reader *r, const struct word *word)
{
	struct str value = word->value;
	size_t equals = str_find_char(value, '=', 0);
	struct str name = str_slice(value, 0, equals);
	const struct option *option = option_exact(name);
	bool is_long = str_starts(value, "--");

	if (!option && is_long) /* `--no-install${{ … }}`: the expression begins a further word */
		option = word->literal
				 ? option_prefix(name)
				 : option_exact(str_slice(name, 0, str_find_char(name, '$', 0)));
	if (!option && !is_long) {
		take_bundle(r, word);
	} else if (!option) {
		r->open = true; /* an option of a later version; the next word may be its value */
	} else if (equals == STR_NONE) {
		take_option(r, option);
	} else if (option->arity != NONE) {
		take_value(r, option->id, word_end(word, str_slice(value, equals + 1, value.len)));
	}
}

/* `${{ … && '-R' || '-r' }}`: environments are reused in both cases. */
static bool reuses_either_way(const struct word *word)
{
	return str_starts(word->value, "${{") && str_contains(word->value, "'-R'") &&
	       str_contains(word->value, "'-r'");
}

/* Returns false at a word that Nox would refuse: then it is another program. */
static bool take_words(struct reader *r)
{
	while (r->next < r->count) {
		const struct word *word = &r->at[r->next++];

		if (str_is(word->value, "--")) {
			r->call->dashes_at = word->no_append ? STR_NONE : word->range.start;
			return true;
		}
		if (is_option(word))
			take_word(r, word);
		else if (word->literal && !r->open)
			return false;
		else if (reuses_either_way(word))
			set_reuse(r, REUSE_YES, false);
		else
			r->open = true;
	}
	return true;
}

static void finish(struct reader *r)
{
	struct nox_command *call = r->call;

	if (r->reuse_only || (call->reuse == REUSE_YES && call->no_install))
		call->reuse = REUSE_NO_INSTALL;
	if (r->help)
		call->why_not = "prints its help";
	else if (r->version)
		call->why_not = "prints its version";
	else if (r->list)
		call->why_not = "lists sessions";
	else if (r->usage)
		call->why_not = "prints a session's usage";
	call->runs = !call->why_not;
}

static bool is_noxfile(struct str path)
{
	return str_is(path_any_name(path), "noxfile.py");
}

static bool is_nox(const struct program *program, const struct words *names)
{
	switch (program->kind) {
	case PROGRAM_COMMAND:
		for (size_t i = 0; names && i < names->list.len; i++)
			if (str_eq(program->name, names->list.at[i].value))
				return true;
		return str_is(program->name, "nox");
	case PROGRAM_MODULE:
		return str_is(program->name, "nox") || str_is(program->name, "nox.__main__");
	case PROGRAM_FILE:
		return is_noxfile(program->name);
	case PROGRAM_NONE:
		break;
	}
	return false;
}

bool nox_command_read(struct nox_command *call, struct arena *arena, const struct program *program,
		      const struct words *names)
{
	struct nox_command result = { .dashes_at = STR_NONE };
	struct reader r = { .call = &result,
			    .arena = arena,
			    .at = program->arguments,
			    .count = program->argument_count };

	if (!is_nox(program, names))
		return false;
	result.options_at = program->word->no_append ? STR_NONE : program->word->range.end;
	if (program->kind == PROGRAM_FILE)
		result.noxfile_value = program->name;
	if (!take_words(&r))
		return false;
	finish(&r);
	*call = result;
	return true;
}

/* Does the command begin with the words of a name that has several? */
static bool begins_with(const struct command *command, struct str name)
{
	size_t at = 0;

	while (name.len > 0) {
		size_t end = str_find_char(name, ' ', 0);
		struct str word = str_slice(name, 0, end);

		if (at >= command->words.list.len ||
		    !str_eq(command->words.list.at[at].value, word))
			return false;
		name = str_trim(str_slice(name, word.len, name.len));
		at++;
	}
	return at > 1;
}

bool command_begins_with(const struct command *command, const struct words *names)
{
	for (size_t i = 0; i < names->list.len; i++)
		if (begins_with(command, names->list.at[i].value))
			return true;
	return false;
}
