/* SPDX-License-Identifier: MIT */
/* Removes wrappers from a command one at a time, using their option tables. */
#include "config.h"

#include "script/wrapper.h"

#include "base/ascii.h"
#include "base/path.h"
#include "script/wrapper_table.h"

enum { WRAPPERS = 16 }; /* maximum nesting */

/* The rest of the command. */
struct rest {
	struct arena *arena;
	struct program *program;
	const struct word *at;
	size_t count;
	bool as_module; /* the operand is a module (uv run -m) */
	bool as_file;	/* the operand is a Python file (uv run -s) */
	bool found;	/* the rest starts with the command (nix develop -c) */
	bool nothing;	/* an option prevents running a command */
	bool dashes;	/* a "--" was read */
	bool module;	/* the first word of the rest names a module */
};

static void advance(struct rest *r, size_t n)
{
	n = n < r->count ? n : r->count;
	r->at += n;
	r->count -= n;
}

/* The name in a path: "C:\bin\Nox.EXE", "$CONDA/bin/nox". An expansion at the end is not a name. */
static struct str base_name(struct str value)
{
	static const char *const suffixes[] = { ".exe", ".cmd", ".bat", ".EXE" };

	value = path_any_name(value);
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (value.len > 4 && str_ends(value, suffixes[i]))
			return str_slice(value, 0, value.len - 4);
	return value;
}

static bool is_identifier(char c)
{
	return ascii_is_name(c) || c == '-';
}

/* The last name in a word that is a single expansion, in lower case: "$PYTHON", "${{ env.UV }}". */
static struct str variable_name(struct arena *arena, struct str value)
{
	size_t end = value.len;
	size_t start;

	if (value.len < 2 || value.p[0] != '$' || value.p[1] == '(')
		return STR("");
	while (end > 0 && (value.p[end - 1] == '}' || value.p[end - 1] == ' '))
		end--;
	for (start = end; start > 0 && is_identifier(value.p[start - 1]); start--)
		;
	return arena_lower(arena, str_slice(value, start, end));
}

/* The next wrapper of that name, the first one if before is NULL; or NULL. */
static const struct wrapper *next_named(const struct wrapper *before, struct str name)
{
	const struct wrapper *w = name.len > 0 ? wrapper_next(before, name.p[0]) : NULL;

	while (w && !str_match(name, str_from(w->name)))
		w = wrapper_next(w, name.p[0]);
	return w;
}

static bool is_wrapper(struct str name)
{
	return next_named(NULL, name) != NULL;
}

/* The name of the program that a word refers to; empty if unknown. A variable is assumed to contain
 * the program that it is named after, if that is a known one. */
static struct str program_name(struct arena *arena, const struct word *word)
{
	struct str name = base_name(word->value);

	if (word->literal || (!str_contains(name, "$") && !str_contains(name, "}") &&
			      !str_contains(name, "`") && !str_contains(name, ")")))
		return name;
	name = variable_name(arena, word->value);
	if (str_starts(name, "python"))
		return STR("python");
	return str_is(name, "nox") || is_wrapper(name) ? name : STR("");
}

/* The part of a requirement after its name and extras: "==1" of "nox[uv]==1". */
static struct str requirement_version(struct str requirement, struct str *name)
{
	size_t at = 0;

	while (at < requirement.len &&
	       (is_identifier(requirement.p[at]) || requirement.p[at] == '.'))
		at++;
	*name = str_slice(requirement, 0, at);
	if (at < requirement.len && requirement.p[at] == '[') {
		at = str_find_char(requirement, ']', at);
		at = at == STR_NONE ? requirement.len : at + 1;
	}

	struct str version = str_trim(str_slice(requirement, at, requirement.len));

	/* 'nox -s lint' in one word is not a requirement (PEP 508). */
	if (version.len > 0 && str_find_char(STR("=<>!~@;"), version.p[0], 0) == STR_NONE)
		*name = requirement;
	return version;
}

/* Records the value of an option. */
static void option_value(struct rest *r, enum option_role role, const struct word *word,
			 struct str value)
{
	struct program *p = r->program;
	struct word part = word_end(word, value);
	struct str name;

	if (role == WRAPPER_OPTION_DIRECTORY)
		list_add(r->arena, &p->directories.list, part);
	else if (role == WRAPPER_OPTION_ASSIGNMENT && str_find_char(value, '=', 0) != STR_NONE)
		list_add(r->arena, &p->assignments.list, part);
	else if (role == WRAPPER_OPTION_REQUIREMENT)
		p->requirement = requirement_version(value, &name);
	else if (role == WRAPPER_OPTION_VOLUME)
		list_add(r->arena, &p->volumes.list, part);
	else if (role == WRAPPER_OPTION_MOUNT)
		list_add(r->arena, &p->mounts.list, part);
	else if (role == WRAPPER_OPTION_WORKDIR)
		p->workdir = value;
	else if (role == WRAPPER_OPTION_PLATFORM)
		p->platform = value;
}

/* Processes an option. inline_value is its value if it is in the same word. */
static void option_take(struct rest *r, enum option_role role, const struct word *word,
			struct str inline_value)
{
	switch (role) {
	case WRAPPER_OPTION_NOTHING:
		r->nothing = true;
		break;
	case WRAPPER_OPTION_COMMAND:
		r->found = true;
		break;
	case WRAPPER_OPTION_AS_MODULE:
		r->as_module = true;
		break;
	case WRAPPER_OPTION_AS_FILE:
		r->as_file = true;
		break;
	case WRAPPER_OPTION_MODULE:
		r->module = true;
		break;
	default:
		if (inline_value.len > 0) {
			option_value(r, role, word, inline_value);
		} else if (r->count > 0) {
			option_value(r, role, r->at, r->at->value);
			advance(r, 1);
		}
	}
}

static void long_option(struct rest *r, const char *options)
{
	const struct word *word = r->at;
	size_t equals = str_find_char(word->value, '=', 0);
	struct str name = str_slice(word->value, 0, equals);
	enum option_role role = option_role(options, name);

	advance(r, 1);
	if (role == WRAPPER_OPTION_FLAG)
		return;
	if (equals != STR_NONE && equals + 1 == word->value.len)
		return;
	option_take(r, role, word,
		    equals == STR_NONE ? STR("")
				       : str_slice(word->value, equals + 1, word->value.len));
}

/* Processes one word of short options: "-it", "-e", "-eNAME=value". -m and similar ones end the
 * options. */
static void short_options(struct rest *r, const char *options)
{
	const struct word *word = r->at;
	char option[2] = { '-', '\0' };

	if (option_role(options, word->value) != WRAPPER_OPTION_FLAG) {
		advance(r, 1);
		option_take(r, option_role(options, word->value), word, STR(""));
		return;
	}
	for (size_t i = 1; i < word->value.len; i++) {
		option[1] = word->value.p[i];

		enum option_role role = option_role(options, (struct str){ option, 2 });
		struct str rest = str_slice(word->value, i + 1, word->value.len);

		if (role == WRAPPER_OPTION_FLAG)
			continue;
		if (role == WRAPPER_OPTION_MODULE &&
		    rest.len > 0) { /* -mnox: the word names the module */
			r->module = true;
			return;
		}
		if (role == WRAPPER_OPTION_AS_MODULE || role == WRAPPER_OPTION_AS_FILE) {
			option_take(r, role, word, STR(""));
			continue;
		}
		advance(r, 1);
		if (rest.len > 0 && rest.p[0] == '=')
			rest = str_slice(rest, 1, rest.len);
		option_take(r, role, word, rest);
		return;
	}
	advance(r, 1);
}

/* Processes the options at the start of the rest, including "--". */
static void take_options(struct rest *r, const char *options)
{
	while (r->count > 0 && !r->nothing && !r->found && !r->module) {
		struct str value = r->at->value;

		if (value.len < 2 || value.p[0] != '-')
			return;
		if (str_is(value, "--")) {
			advance(r, 1);
			r->dashes = true;
			return;
		}
		if (value.p[1] == '-')
			long_option(r, options);
		else
			short_options(r, options);
	}
}

/* Skips the words of a wrapper's subcommand, with global options between them. Returns false if it
 * is another subcommand. */
static bool take_subcommand(struct rest *r, const struct wrapper *w)
{
	struct str rest = str_from(w->subcommand);

	while (rest.len > 0) {
		size_t end = str_find_char(rest, ' ', 0);

		take_options(r, w->globals);
		if (r->count == 0 || r->dashes || r->nothing ||
		    !str_eq(r->at->value, str_slice(rest, 0, end)))
			return false;
		advance(r, 1);
		rest = str_slice(rest, end == STR_NONE ? rest.len : end + 1, rest.len);
	}
	return true;
}

static bool is_assignment(struct str value)
{
	size_t equals = str_find_char(value, '=', 0);

	if (equals == STR_NONE || equals == 0)
		return false;
	for (size_t i = 0; i < equals; i++)
		if (!is_identifier(value.p[i]))
			return false;
	return true;
}

static void take_assignments(struct rest *r)
{
	while (r->count > 0 && is_assignment(r->at->value)) {
		list_add(r->arena, &r->program->assignments.list, *r->at);
		advance(r, 1);
	}
}

/* Removes the first "--" of the rest, at any position. */
static void drop_dashes(struct rest *r)
{
	size_t at = 0;
	struct word *words;

	while (at < r->count && !str_is(r->at[at].value, "--"))
		at++;
	if (r->dashes || at >= r->count)
		return;
	words = arena_alloc(r->arena, r->count, sizeof(*words));
	for (size_t i = 0, k = 0; i < r->count; i++)
		if (i != at)
			words[k++] = r->at[i];
	r->at = words;
	r->count--;
}

static void to_dashes(struct rest *r)
{
	while (!r->dashes && r->count > 0) {
		r->dashes = str_is(r->at->value, "--");
		r->found = r->dashes;
		advance(r, 1);
	}
	r->found = r->found || r->dashes;
}

/* Processes the options and operands of a wrapper. The rest is the command that it runs. */
static bool peel(struct rest *r, const struct wrapper *w)
{
	if (w->subcommand && !take_subcommand(r, w))
		return false;
	take_options(r, w->options);
	if (w->assignments)
		take_assignments(r);
	if (w->to_dashes)
		to_dashes(r);
	while (w->operand == OPERAND_NONE && !r->found && !r->nothing && r->count > 0) {
		advance(r, 1);
		take_options(r, w->options);
	}
	if (w->operand == OPERAND_HATCH)
		while (r->count > 0 && r->at->value.len > 0 && r->at->value.p[0] == '+')
			advance(r, 1);
	if (w->skip > 0) {
		if (w->image && r->count >= w->skip)
			r->program->image = &r->at[w->skip - 1];
		advance(r, w->skip);
		if (r->count > 0 && !r->dashes && str_is(r->at->value, "--"))
			advance(r, 1);
	}
	if (w->drops_dashes)
		drop_dashes(r);
	r->program->container = r->program->container || w->container;
	return true;
}

static void finish(struct rest *r, enum program_kind kind, struct str name)
{
	struct program *p = r->program;

	if (r->count == 0)
		return;
	p->kind = name.len > 0 ? kind : PROGRAM_NONE;
	p->name = name;
	p->word = r->at;
	p->arguments = r->at + 1;
	p->argument_count = r->count - 1;
}

static struct str module_name(struct str value)
{
	size_t m = str_starts(value, "-") ? str_find_char(value, 'm', 0) : STR_NONE;

	return m == STR_NONE ? value : str_slice(value, m + 1, value.len);
}

/* Processes the operand of a wrapper. Returns true if it may be another wrapper. */
static bool operand(struct rest *r, enum wrapper_operand kind, struct str *name)
{
	struct str value = r->at->value;
	struct str version;
	size_t colon;

	if (r->module || r->as_module) {
		*name = module_name(value);
		finish(r, PROGRAM_MODULE, *name);
		return is_wrapper(*name);
	}
	if (r->as_file || kind == OPERAND_FILE) {
		finish(r, PROGRAM_FILE, str_is(value, "-") ? STR("") : value);
		return false;
	}
	*name = program_name(r->arena, r->at);
	if (kind == OPERAND_REQUIREMENT) {
		struct str package;

		version = requirement_version(value, &package);
		if (package.len > 0)
			*name = package;
		if (package.len > 0 && version.len > 0)
			r->program->requirement = version;
	} else if (kind == OPERAND_HATCH && (colon = str_rfind_char(*name, ':')) != STR_NONE) {
		*name = str_slice(*name, colon + 1, name->len);
	}
	if (str_ends(value, ".py"))
		finish(r, PROGRAM_FILE, value);
	else
		finish(r, PROGRAM_COMMAND, *name);
	return r->program->kind == PROGRAM_COMMAND;
}

/* Removes one wrapper with that name. Returns false if the program is not a wrapper. */
static bool step(struct rest *r, struct str *name)
{
	for (const struct wrapper *w = NULL; (w = next_named(w, *name));) {
		struct rest next = { .arena = r->arena,
				     .program = r->program,
				     .at = r->at + 1,
				     .count = r->count - 1 };

		struct program before = *r->program;

		if (!peel(&next, w)) {
			*r->program = before;
			continue;
		}
		*r = next;
		if (r->nothing) { /* the wrapper itself is the program: python -c, command -v */
			*r->program = before;
			return false;
		}
		r->program->kind = PROGRAM_NONE;
		r->program->name = STR("");
		r->program->argument_count = 0;
		return r->count > 0 && operand(r, w->operand, name);
	}
	return false;
}

void program_of(struct program *program, struct arena *arena, const struct command *command)
{
	struct rest r = { .arena = arena,
			  .program = program,
			  .at = command->words.list.at,
			  .count = command->words.list.len };
	struct str name;

	*program = (struct program){ .container = command->runner != INDEX_NONE,
				     .assignments = command->assignments };
	/* The array stays the command's: what a wrapper adds goes into another one. */
	program->assignments.list.cap = program->assignments.list.len;
	if (r.count > 0 && operand(&r, OPERAND_COMMAND, &name))
		for (int i = 0; i < WRAPPERS && step(&r, &name); i++)
			;
}
