/* SPDX-License-Identifier: MIT */
/* One table of the commands that create folders. */
#include "config.h"

#include "nox/call/made.h"

#include "base/ascii.h"
#include "script/wrapper.h"

#include <limits.h>

enum target {
	TARGET_EACH,	/* it creates each operand */
	TARGET_LAST,	/* it creates the last operand, or the names of the others in it */
	TARGET_UNKNOWN, /* its words do not show what it creates */
};

static const struct maker {
	const char *name;
	const char *subcommand; /* or NULL */
	enum target target;
} makers[] = {
	{ "mkdir", NULL, TARGET_EACH },
	{ "md", NULL, TARGET_EACH },
	{ "New-Item", NULL, TARGET_EACH },
	{ "ni", NULL, TARGET_EACH },
	{ "mv", NULL, TARGET_LAST },
	{ "move", NULL, TARGET_LAST },
	{ "Move-Item", NULL, TARGET_LAST },
	{ "ren", NULL, TARGET_LAST },
	{ "Rename-Item", NULL, TARGET_LAST },
	{ "cp", NULL, TARGET_LAST },
	{ "copy", NULL, TARGET_LAST },
	{ "xcopy", NULL, TARGET_LAST },
	{ "robocopy", NULL, TARGET_LAST },
	{ "Copy-Item", NULL, TARGET_LAST },
	{ "rsync", NULL, TARGET_LAST },
	{ "ln", NULL, TARGET_LAST },
	{ "git", "clone", TARGET_UNKNOWN },
	{ "git", "worktree", TARGET_UNKNOWN },
	{ "git", "submodule", TARGET_UNKNOWN },
	{ "gh", "repo", TARGET_UNKNOWN },
	{ "hg", "clone", TARGET_UNKNOWN },
	{ "tar", NULL, TARGET_UNKNOWN },
	{ "unzip", NULL, TARGET_UNKNOWN },
	{ "7z", NULL, TARGET_UNKNOWN },
	{ "Expand-Archive", NULL, TARGET_UNKNOWN },
	{ "cookiecutter", NULL, TARGET_UNKNOWN },
	{ "copier", NULL, TARGET_UNKNOWN },
	{ "cruft", NULL, TARGET_UNKNOWN },
	{ "django-admin", "startproject", TARGET_UNKNOWN },
	{ "poetry", "new", TARGET_UNKNOWN },
	{ "hatch", "new", TARGET_UNKNOWN },
	{ "uv", "init", TARGET_UNKNOWN },
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

/* Whether the name of a maker begins with that letter. */
static bool begins_maker(char letter)
{
	static bool begins[UCHAR_MAX + 1];
	static bool known;

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]) && !known; i++)
		begins[(unsigned char)ascii_lower(makers[i].name[0])] = true;
	known = true;
	return begins[(unsigned char)ascii_lower(letter)];
}

/* Does a word of the command name a maker? Most commands have none. */
static bool may_make(const struct command *command)
{
	for (size_t i = 0; i < command->words.list.len; i++) {
		struct str name = name_of_file(command->words.list.at[i].value);

		if (name.len == 0 || !begins_maker(name.p[0]))
			continue;
		for (size_t k = 0; k < sizeof(makers) / sizeof(makers[0]); k++)
			if (str_is_nocase(name, makers[k].name))
				return true;
	}
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

/* Adds the last operand, and the names of the others inside it. */
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
	if (maker->target == TARGET_UNKNOWN)
		made->any = true;
	if (maker->target == TARGET_LAST) {
		add_target(made, arena, &program, here);
		return;
	}
	for (size_t i = 0; maker->target == TARGET_EACH && i < program.argument_count; i++) {
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
