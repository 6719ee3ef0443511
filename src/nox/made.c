/* SPDX-License-Identifier: MIT */
/* One table of the commands that make folders. */
#include "config.h"

#include "nox/made.h"

#include "script/wrapper.h"

enum how {
	HOW_EACH, /* each operand is made */
	HOW_LAST, /* the last one is, or what the others are called in it */
	HOW_ANY,  /* what it makes is not to be told from its words */
};

static const struct maker {
	const char *name;
	const char *subcommand; /* or NULL */
	enum how how;
} makers[] = {
	{ "mkdir", NULL, HOW_EACH },
	{ "md", NULL, HOW_EACH },
	{ "New-Item", NULL, HOW_EACH },
	{ "ni", NULL, HOW_EACH },
	{ "mv", NULL, HOW_LAST },
	{ "move", NULL, HOW_LAST },
	{ "Move-Item", NULL, HOW_LAST },
	{ "ren", NULL, HOW_LAST },
	{ "Rename-Item", NULL, HOW_LAST },
	{ "cp", NULL, HOW_LAST },
	{ "copy", NULL, HOW_LAST },
	{ "xcopy", NULL, HOW_LAST },
	{ "robocopy", NULL, HOW_LAST },
	{ "Copy-Item", NULL, HOW_LAST },
	{ "rsync", NULL, HOW_LAST },
	{ "ln", NULL, HOW_LAST },
	{ "git", "clone", HOW_ANY },
	{ "git", "worktree", HOW_ANY },
	{ "git", "submodule", HOW_ANY },
	{ "gh", "repo", HOW_ANY },
	{ "hg", "clone", HOW_ANY },
	{ "tar", NULL, HOW_ANY },
	{ "unzip", NULL, HOW_ANY },
	{ "7z", NULL, HOW_ANY },
	{ "Expand-Archive", NULL, HOW_ANY },
	{ "cookiecutter", NULL, HOW_ANY },
	{ "copier", NULL, HOW_ANY },
	{ "cruft", NULL, HOW_ANY },
	{ "django-admin", "startproject", HOW_ANY },
	{ "poetry", "new", HOW_ANY },
	{ "hatch", "new", HOW_ANY },
	{ "uv", "init", HOW_ANY },
};

static const struct maker *maker_of(const struct program *program)
{
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		const struct maker *maker = &makers[i];

		if (!str_is_nocase(program->name, maker->name))
			continue;
		if (!maker->subcommand || (program->argument_count > 0 &&
					   str_is(program->arguments[0].value, maker->subcommand)))
			return maker;
	}
	return NULL;
}

/* Does a word of the command name a maker? Most commands have none. */
static bool may_make(const struct command *command)
{
	for (size_t i = 0; i < command->words.list.len; i++)
		for (size_t k = 0; k < sizeof(makers) / sizeof(makers[0]); k++)
			if (str_is_nocase(name_of_file(command->words.list.at[i].value), makers[k].name))
				return true;
	return false;
}

static void add(struct made *made, struct arena *arena, struct folder folder, bool lenient)
{
	if (!folder.known || folder.path.len == 0)
		return;
	if (made->list.len == MADE_MAX)
		made->any = true;
	else
		list_add(arena, &made->list, (struct made_folder){ folder.path, lenient });
}

static bool is_option(struct str word)
{
	return word.len > 1 && word.p[0] == '-';
}

/* The last operand, and what each of the others becomes where that is a folder. */
static void add_target(struct made *made, struct arena *arena, const struct program *p,
		       struct folder here)
{
	struct folder target;
	size_t last = p->argument_count;

	while (last > 0 && is_option(p->arguments[last - 1].value))
		last--;
	if (last == 0)
		return;
	target = folder_join(arena, here, p->arguments[last - 1].value);
	add(made, arena, target, false);
	for (size_t i = 0; i + 1 < last; i++) {
		struct str name = name_of_file(p->arguments[i].value);

		if (!is_option(p->arguments[i].value))
			add(made, arena, folder_join(arena, target, name), false);
	}
}

void made_note(struct made *made, struct arena *arena, const struct command *command,
	       struct folder here)
{
	struct program program = { 0 };
	const struct maker *maker;
	bool parents = false;

	if (!may_make(command))
		return;
	program_of(&program, arena, command);
	maker = maker_of(&program);
	if (!maker)
		return;
	if (maker->how == HOW_ANY)
		made->any = true;
	if (maker->how == HOW_LAST) {
		add_target(made, arena, &program, here);
		return;
	}
	for (size_t i = 0; maker->how == HOW_EACH && i < program.argument_count; i++) {
		struct str word = program.arguments[i].value;

		if (is_option(word))
			parents |= str_find_char(word, 'p', 0) != STR_NONE;
		else
			add(made, arena, folder_join(arena, here, word), parents);
	}
}

static bool is_inside(struct str path, struct str folder)
{
	return str_eq(str_slice(path, 0, folder.len), folder) &&
	       (path.len == folder.len || path.p[folder.len] == '/');
}

bool made_before(const struct made *made, struct folder start, struct folder folder,
		 struct folder envdir)
{
	if (made->any && !str_eq(start.path, folder.path))
		return true;
	for (size_t i = 0; i < made->list.len; i++)
		if (is_inside(folder.path, made->list.at[i].path) ||
		    (!made->list.at[i].lenient && is_inside(envdir.path, made->list.at[i].path)))
			return true;
	return false;
}
