/* SPDX-License-Identifier: MIT */
/* Commands that install, by the documentation of each program. Options before a verb are skipped,
 * wrappers ("uv run", "python -m") are followed. */
#include "config.h"

#include "nox/noxfile/programs.h"

#include "base/path.h"
#include "nox/noxfile/lock_files.h"
#include "nox/noxfile/sources.h"

enum { WRAPPERS_MAX = 4 };

static const struct effect unknown_effect = { .installs = NOXFILE_INSTALLS_UNKNOWN,
					      .inexact = true };

/* A command line, read word by word. */
struct line {
	const struct arguments *a;
	size_t at;
	struct value folder; /* --directory, --project, -C */
};

void effect_add(struct effect *sum, const struct effect *other)
{
	if (other->installs > sum->installs)
		sum->installs = other->installs;
	if (other->moving > sum->moving)
		sum->moving = other->moving;
	sum->exact |= other->exact;
	sum->inexact |= other->inexact;
	sum->uninstalls |= other->uninstalls;
	sum->in_action |= other->in_action;
	sum->reaches_unknown |= other->reaches_unknown;
	sum->calls_parameter |= other->calls_parameter;
}

/* "ci/constraints-*.txt": files of one kind; the unknown part selects one. */
static bool is_family(struct str shape)
{
	struct str name = path_name(shape), folder = path_folder(shape);
	size_t star = str_find_char(name, '*', 0);
	bool in_folder = name.len < shape.len && !str_is(folder, ".");

	return star == str_rfind_char(name, '*') &&
	       str_find_char(shape, '*', 0) + name.len >= shape.len &&
	       str_find_char(name, '.', 0) != STR_NONE && (star > 0 || in_folder);
}

void gather_read(struct gathered *g, struct value path)
{
	struct str text = path.known ? path.text : path.shape;

	if (text.len > 0 && !str_contains(text, "://") && (path.known || is_family(text)))
		list_add(g->arena, &g->reads, text);
}

/* Adds a file in the folder that the line names. */
static void read_beside(struct gathered *g, const struct line *line, const char *name)
{
	struct value path = line->folder;

	if (!path.known)
		return;
	path.text = arena_printf(g->arena, "%.*s/%s", STR_ARG(path.text), name);
	gather_read(g, path);
}

static struct value word_at(const struct arguments *a, size_t index)
{
	static const struct value unknown;

	return index < a->count ? a->at[index] : unknown;
}

static bool at_end(const struct line *line)
{
	return line->at >= line->a->count;
}

static bool is_unknown(struct value word)
{
	return !word.known && word.text.len == 0;
}

/* Skips options, including their values. */
static void skip_options(struct line *line)
{
	static const char *const folders[] = { "--directory", "--project", "-C", "-p" };
	static const char *const valued[] = { "--color",     "--config-file",
					      "--cache-dir", "--python",
					      "--with",	     "--extra",
					      "--group",     "--only-group",
					      "--package",   "-n",
					      "--name",	     "-W",
					      "-X",	     "-e" };

	while (!at_end(line)) {
		struct str text = word_at(line->a, line->at).text;
		size_t equals = str_find_char(text, '=', 0);

		if (!str_starts(text, "-"))
			return;
		line->at++;
		for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
			if (!str_is(str_slice(text, 0, equals), folders[i]))
				continue;
			line->folder = word_at(line->a, line->at);
			if (equals != STR_NONE)
				line->folder = (struct value){
					.text = str_slice(text, equals + 1, text.len),
					.known = true,
				};
			line->at += equals == STR_NONE;
		}
		for (size_t i = 0; i < sizeof(valued) / sizeof(valued[0]); i++)
			line->at += str_is(text, valued[i]);
	}
}

/* Returns the next word that is not an option, and moves after it. */
static struct value next_word(struct line *line)
{
	skip_options(line);
	return word_at(line->a, line->at++);
}

static bool has(const struct arguments *a, size_t from, const char *text)
{
	for (size_t i = from; i < a->count; i++)
		if (a->at[i].known && str_is(a->at[i].text, text))
			return true;
	return false;
}

static bool has_unknown(const struct arguments *a, size_t from)
{
	for (size_t i = from; i < a->count; i++)
		if (is_unknown(a->at[i]))
			return true;
	return a->more;
}

/* Programs that install the project themselves. */
static const struct installer {
	const char *program;
	const char *verb;
	enum noxfile_installs installs;
	const char *lock;	/* its lock file, or NULL */
	const char *nothing[3]; /* options that leave the project out */
	const char *copy;	/* the option that installs it non-editable, or NULL */
	const char *exact;	/* the option that removes other packages; "": not needed */
	const char *inexact;	/* the option that keeps them, or NULL */
} installers[] = {
	{ "uv", "sync", NOXFILE_INSTALLS_EDITABLE, LOCK_FILE_UV, .copy = "--no-editable",
	  .nothing = { "--no-install-project", "--only-group", "--only-dev" }, .exact = "",
	  .inexact = "--inexact" },
	{ "poetry",
	  "install",
	  NOXFILE_INSTALLS_EDITABLE,
	  LOCK_FILE_POETRY,
	  { "--no-root" },
	  .exact = "--sync" },
	{ "poetry",
	  "sync",
	  NOXFILE_INSTALLS_EDITABLE,
	  LOCK_FILE_POETRY,
	  { "--no-root" },
	  .exact = "" },
	{ "pdm",
	  "install",
	  NOXFILE_INSTALLS_EDITABLE,
	  LOCK_FILE_PDM,
	  { "--no-self" },
	  "--no-editable",
	  .exact = "--clean" },
	{ "pdm",
	  "sync",
	  NOXFILE_INSTALLS_EDITABLE,
	  LOCK_FILE_PDM,
	  { "--no-self" },
	  "--no-editable",
	  .exact = "--clean" },
	{ "flit", "install", NOXFILE_INSTALLS_COPY, .lock = NULL },
	{ "maturin", "develop", NOXFILE_INSTALLS_COPY, .lock = NULL },
	{ "pipenv", "install", NOXFILE_INSTALLS_UNKNOWN, .lock = LOCK_FILE_PIPENV },
	{ "pipenv", "sync", NOXFILE_INSTALLS_UNKNOWN, .lock = LOCK_FILE_PIPENV },
	{ "rye", "sync", NOXFILE_INSTALLS_EDITABLE, .lock = LOCK_FILE_RYE },
	{ "hatch", "env", NOXFILE_INSTALLS_UNKNOWN, .lock = NULL },
	{ "python", "setup.py", NOXFILE_INSTALLS_COPY, .lock = NULL },
};

/* Also accepts "--only-group=x" for "--only-group". */
static bool has_option(const struct arguments *a, const char *option)
{
	for (size_t i = 0; option && i < a->count; i++) {
		struct str text = a->at[i].text;

		if (str_is(str_slice(text, 0, str_find_char(text, '=', 0)), option))
			return true;
	}
	return false;
}

static void run_installer(struct effect *effect, struct gathered *g, const struct line *line,
			  const struct installer *known)
{
	struct effect one = { .installs = known->installs };
	bool doubt = has_unknown(line->a, line->at);
	struct line rest = *line;

	for (size_t i = 0; i < 3 && known->nothing[i]; i++)
		if (has_option(line->a, known->nothing[i]))
			one.installs = NOXFILE_INSTALLS_NOTHING;
	if (has_option(line->a, known->copy) && one.installs != NOXFILE_INSTALLS_NOTHING)
		one.installs = NOXFILE_INSTALLS_COPY;
	if (doubt && one.installs == NOXFILE_INSTALLS_EDITABLE)
		one.installs = NOXFILE_INSTALLS_UNKNOWN;
	one.exact = known->exact && !doubt && !has_option(line->a, known->inexact) &&
		    (known->exact[0] == '\0' || has_option(line->a, known->exact));
	one.inexact = !one.exact;
	skip_options(&rest);
	if (known->lock)
		read_beside(g, &rest, known->lock);
	read_beside(g, &rest, "pyproject.toml");
	effect_add(effect, &one);
}

/* pip-sync, uv pip sync, python -m piptools sync: install files of requirements and remove
 * everything else. */
static void sync_files(struct effect *effect, struct gathered *g, const struct line *line)
{
	struct effect one = { .installs = NOXFILE_INSTALLS_UNKNOWN, .exact = true };

	for (size_t i = line->at; i < line->a->count; i++)
		gather_read(g, line->a->at[i]);
	effect_add(effect, &one);
}

static bool word_is(struct value word, const char *text)
{
	return word.known && str_is(word.text, text);
}

static void run_pip(struct effect *effect, struct gathered *g, struct line *line, bool uv)
{
	struct value verb = next_word(line);

	if (word_is(verb, "install"))
		pip_install(effect, g, line->a, line->at, uv);
	else if (word_is(verb, "sync"))
		sync_files(effect, g, line);
	else if (word_is(verb, "uninstall"))
		effect->uninstalls = true;
	else if (is_unknown(verb))
		effect_add(effect, &unknown_effect);
}

/* conda install, conda env update --prune --file x. */
static void run_conda(struct effect *effect, struct gathered *g, struct line *line)
{
	struct value verb = next_word(line);
	bool environment = word_is(verb, "env");
	struct effect one = { .installs = NOXFILE_INSTALLS_UNKNOWN };

	if (!environment) {
		pip_install(effect, g, line->a, line->at, false);
		return;
	}
	one.exact = has(line->a, line->at, "--prune");
	one.inexact = !one.exact;
	for (size_t i = line->at; i + 1 < line->a->count; i++)
		if (word_is(line->a->at[i], "-f") || word_is(line->a->at[i], "--file"))
			gather_read(g, line->a->at[i + 1]);
	effect_add(effect, &one);
}

/* nox -s a b runs these sessions; other arguments may select any. */
static void run_nox(struct effect *effect, struct gathered *g, const struct line *line)
{
	static const char *const names[] = { "-s", "-e", "--session", "--sessions" };
	static const char *const flags[] = { "-r", "-R", "-v", "-x", "--no-install", "--verbose" };
	size_t found = g->sessions.len;
	bool takes = false;

	for (size_t i = line->at; i < line->a->count; i++) {
		struct value word = line->a->at[i];
		bool option = str_starts(word.text, "-");
		bool known = false;

		if (word_is(word, "--"))
			break;
		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
			known |= word_is(word, names[k]);
		takes = option ? known : takes;
		for (size_t k = 0; k < sizeof(flags) / sizeof(flags[0]); k++)
			known |= word_is(word, flags[k]);
		if (!option && takes)
			list_add(g->arena, &g->sessions, word);
		else if (!known)
			effect->reaches_unknown = true;
	}
	if (g->sessions.len == found || line->a->more)
		effect->reaches_unknown = true;
}

/* The last part of a program's path without ".exe"; "python3.12" is "python". */
static struct str program_name(struct str path)
{
	struct str name = path_name(path);

	if (str_ends(name, ".exe"))
		name.len -= 4;
	return str_starts(name, "python") ? STR("python") : name;
}

/* Skips python's options up to -m. Returns true if a module follows. */
static bool skip_to_module(struct line *line)
{
	struct line ahead = *line;

	while (!at_end(&ahead)) {
		struct value word = word_at(ahead.a, ahead.at++);

		if (word_is(word, "-m")) {
			*line = ahead;
			return true;
		}
		if (!str_starts(word.text, "-") || word_is(word, "-c"))
			return false;
		ahead.at += word_is(word, "-W") || word_is(word, "-X");
	}
	return false;
}

/* Skips "uv run", "poetry run" and similar words. */
static bool skip_wrapper(struct line *line, struct str program)
{
	static const char *const wrappers[] = {
		"uv",	 "poetry", "pdm",   "pipenv", "rye",
		"hatch", "pipx",   "conda", "mamba",  "micromamba"
	};
	struct line ahead = *line;

	if (!word_is(next_word(&ahead), "run"))
		return false;
	for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (str_is(program, wrappers[i])) {
			*line = ahead;
			return true;
		}
	return false;
}

/* The program's name as program_name() returns it, or empty. Wrappers are followed. */
static struct str find_program(struct line *line)
{
	struct str program = STR("");

	for (size_t i = 0; i < WRAPPERS_MAX; i++) {
		struct value word = next_word(line);

		program = program_name(word.text);
		if ((is_unknown(word) || str_is(program, "python")) && skip_to_module(line))
			continue;
		if (!word.known && !str_is(program, "python"))
			return STR("");
		if (!skip_wrapper(line, program))
			break;
	}
	return program;
}

/* python setup.py: only install and develop install anything. */
static bool is_harmless_setup(const struct line *line, const struct installer *known)
{
	return known->verb && str_is(str_from(known->verb), "setup.py") &&
	       !has_unknown(line->a, line->at) && !has(line->a, line->at, "install") &&
	       !has(line->a, line->at, "develop");
}

/* Runs a program of the table. Returns false if it is not there. */
static bool run_known(struct effect *effect, struct gathered *g, const struct line *line,
		      struct str program, struct value verb)
{
	for (size_t i = 0; i < sizeof(installers) / sizeof(installers[0]); i++) {
		const struct installer *known = &installers[i];

		if (!str_is(program, known->program))
			continue;
		if (is_unknown(verb)) {
			effect_add(effect, &unknown_effect);
			return true;
		}
		if (word_is(verb, known->verb) && !is_harmless_setup(line, known)) {
			run_installer(effect, g, line, known);
			return true;
		}
	}
	return false;
}

void program_run(struct effect *effect, struct gathered *g, const struct arguments *a, bool skipped)
{
	struct line line = { .a = a };
	struct str program = find_program(&line);
	struct line inner = line;
	struct value verb = next_word(&inner);

	if (program.len == 0)
		effect_add(effect, &unknown_effect);
	else if (str_is(program, "pip"))
		run_pip(effect, g, &line, false);
	else if (str_is(program, "uv") && word_is(verb, "pip"))
		run_pip(effect, g, &inner, true);
	else if (str_is(program, "pip-sync"))
		sync_files(effect, g, &line);
	else if (str_is(program, "piptools") && word_is(verb, "sync"))
		sync_files(effect, g, &inner);
	else if (str_is(program, "conda") || str_is(program, "mamba") ||
		 str_is(program, "micromamba"))
		run_conda(effect, g, &line);
	else if (str_is(program, "nox"))
		run_nox(effect, g, &line);
	else if (!run_known(effect, g, &inner, program, verb) && skipped)
		effect_add(effect, &unknown_effect);
}
