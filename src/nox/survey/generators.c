/* SPDX-License-Identifier: MIT */
/* Reads the command lines of the generators, and finds the files of their templates (cookiecutter's
 * find.py: the first folder whose name contains "{{" and "cookiecutter"; copier's template.py:
 * _subdirectory, and files that end with .jinja). */
#include "config.h"

#include "nox/survey/generators.h"

#include "script/wrapper.h"

/* Options that take a value, with a blank before and after each. */
static const struct tool {
	const char *name;
	const char *options;
	bool subcommand; /* the first operand is a subcommand */
	bool copier;
} tools[] = {
	{ "cookiecutter",
	  " -c --checkout --directory -o --output-dir --config-file --replay-file "
	  "--debug-file --accept-hooks ",
	  false, false },
	{ "cruft",
	  " -o --output-dir --config-file -c --checkout --directory --extra-context "
	  "--extra-context-file -s --skip ",
	  true, false },
	{ "copier", " -a --answers-file -r --vcs-ref -d --data --data-file -x --exclude -s --skip ",
	  true, true },
};

static const struct tool *tool_of(const struct program *program)
{
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (str_is(program->name, tools[i].name))
			return &tools[i];
	return NULL;
}

static bool mentions_tool(const struct command *command)
{
	for (size_t i = 0; i < command->words.list.len; i++)
		for (size_t k = 0; k < sizeof(tools) / sizeof(tools[0]); k++)
			if (str_contains(command->words.list.at[i].value, tools[k].name))
				return true;
	return false;
}

/* Does the option take the next word as its value? */
static bool takes_value(struct arena *arena, const struct tool *tool, struct str option)
{
	return str_contains(str_from(tool->options),
			    arena_printf(arena, " %.*s ", STR_ARG(option)).p);
}

/* The first operand: the template. */
static struct str template_of(struct arena *arena, const struct tool *tool, const struct program *p)
{
	bool subcommand = tool->subcommand;

	for (size_t i = 0; i < p->argument_count; i++) {
		struct str word = p->arguments[i].value;

		if (word.len > 0 && word.p[0] == '-')
			i += takes_value(arena, tool, word);
		else if (subcommand)
			subcommand = false;
		else
			return word;
	}
	return STR("");
}

static bool is_remote(struct str source)
{
	return str_contains(source, ":") || str_starts(source, "git@") || str_ends(source, ".git");
}

void generators_note(struct generators *generators, struct arena *arena, const struct step *step,
		     const struct command *command, struct folder here)
{
	struct program program = { 0 };
	const struct tool *tool;
	struct generator generator = { .step = step };
	struct str source;

	if (generators->list.len == GENERATORS_MAX || !mentions_tool(command))
		return;
	program_of(&program, arena, command);
	tool = tool_of(&program);
	if (!tool)
		return;
	source = template_of(arena, tool, &program);
	if (source.len == 0 || is_remote(source))
		return;
	generator.copier = tool->copier;
	generator.source = folder_join(arena, here, source);
	if (generator.source.known)
		list_add(arena, &generators->list, generator);
}

/* ------------------------------------------------------------------ templates */

/* A path in the folder. */
static struct str inside(struct arena *arena, struct str folder, struct str name)
{
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(folder), folder.len > 0 ? "/" : "",
			    STR_ARG(name));
}

/* Adds a file of the folder if it exists. *exists: whether it does. */
static void add_file(struct dependencies *found, struct arena *arena, struct repository *repository,
		     struct str folder, const char *name, bool *exists)
{
	struct str path = inside(arena, folder, str_from(name));

	*exists = repository_has_file(repository, path);
	if (*exists)
		dependencies_add(found, arena, dependencies_pattern(arena, path));
}

/* Adds all files below a folder inside the folder. */
static void add_tree(struct dependencies *found, struct arena *arena, struct str folder,
		     struct str name)
{
	struct str path = dependencies_pattern(arena, inside(arena, folder, name));

	dependencies_add(found, arena, arena_printf(arena, "%.*s/**", STR_ARG(path)));
}

static void add_cookiecutter(struct dependencies *found, struct arena *arena,
			     struct repository *repository, struct str folder)
{
	const struct names *names = repository_list(repository, folder);
	bool exists;

	add_file(found, arena, repository, folder, "cookiecutter.json", &exists);
	for (size_t i = 0; i < names->list.len; i++) {
		struct str name = names->list.at[i];

		if (str_contains(name, "{{") && str_contains(name, "cookiecutter"))
			add_tree(found, arena, folder, name);
	}
}

/* The plain value of _subdirectory, or empty. */
static struct str subdirectory_of(struct str settings)
{
	static const char key[] = "_subdirectory:";
	struct str line;

	while (str_next_line(&settings, &line)) {
		if (!str_starts(line, key))
			continue;
		line = str_trim(str_slice(line, sizeof(key) - 1, line.len));
		if (line.len > 1 && (line.p[0] == '"' || line.p[0] == '\''))
			line = str_slice(line, 1, str_find_char(line, line.p[0], 1));
		line = str_trim(str_slice(line, 0, str_find_char(line, '#', 0)));
		return str_contains(line, "{") || str_contains(line, "..") ? STR("") : line;
	}
	return STR("");
}

static void add_copier(struct dependencies *found, struct arena *arena,
		       struct repository *repository, struct str folder)
{
	static const char *const files[] = { "copier.yml", "copier.yaml" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct repository_file *file;
		struct str name;
		bool exists;

		add_file(found, arena, repository, folder, files[i], &exists);
		if (!exists)
			continue;
		file = repository_read(repository, inside(arena, folder, str_from(files[i])));
		name = subdirectory_of(file->bytes);
		if (name.len > 0 && !str_is(name, ".")) {
			add_tree(found, arena, folder, name);
			return;
		}
		dependencies_add(
			found, arena,
			inside(arena, dependencies_pattern(arena, folder), STR("**/*.jinja")));
		return;
	}
}

void generator_patterns(struct dependencies *found, struct arena *arena,
			struct repository *repository, struct str folder, bool copier)
{
	if (copier)
		add_copier(found, arena, repository, folder);
	else
		add_cookiecutter(found, arena, repository, folder);
}
