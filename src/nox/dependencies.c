/* SPDX-License-Identifier: MIT */
/* Which files count is one table; a family with several members is named by its pattern, so that
 * the next member counts too. */
#include "config.h"

#include "nox/dependencies.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ENTRIES_MAX = 100000 }; /* names of a folder that are looked at */

/* One kind of file beside a noxfile or at a repository's root. */
static const struct kind {
	const char *folder;  /* NULL: the place itself; else the folder in it */
	const char *pattern;
	bool instead;        /* counts only where the kind in front of it matched nothing */
} kinds[] = {
	{ NULL, "pyproject.toml", false },
	{ NULL, "setup.cfg", false },
	{ NULL, "setup.py", false },
	{ NULL, "uv.lock", false },
	{ NULL, "poetry.lock", false },
	{ NULL, "pdm.lock", false },
	{ NULL, "Pipfile", false },
	{ NULL, "Pipfile.lock", false },
	{ NULL, "pylock*.toml", false }, /* pylock.toml, pylock.NAME.toml (PEP 751) */
	{ NULL, "pixi.toml", false },
	{ NULL, "pixi.lock", false },
	{ NULL, "conda-lock*.yml", false },
	{ NULL, "environment*.yml", false },
	{ NULL, "environment*.yaml", false },
	{ NULL, "requirements*.txt", false },
	/* What pip-compile reads changes nothing that its output does not show. */
	{ NULL, "requirements*.in", true },
	{ NULL, "*-requirements*.txt", false },
	{ NULL, "*_requirements*.txt", false },
	{ NULL, "constraints*.txt", false },
	{ "requirements", "*.txt", false },
	{ "requirements", "*.in", true },
	{ NULL, ".python-version", false },
};

/* The names in a folder, sorted. */
struct names {
	LIST(struct str) list;
};

/* Where files are looked for. */
struct place {
	const char *root;
	struct str folder; /* relative to root, empty or with a final '/' */
	struct names here;
	struct names requirements;
};

static int compare_names(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool names_read(struct names *names, struct arena *arena, struct str folder)
{
	DIR *dir = opendir(folder.p);
	const struct dirent *entry;

	while (dir && names->list.len < ENTRIES_MAX && (entry = readdir(dir)))
		if (!list_add(arena, &names->list, arena_copy(arena, str_from(entry->d_name))))
			break;
	if (dir)
		closedir(dir);
	if (names->list.len > 0)
		qsort(names->list.at, names->list.len, sizeof(struct str), compare_names);
	return !arena->failed;
}

static bool place_read(struct place *place, struct arena *arena)
{
	struct str folder = arena_printf(arena, "%s/%.*s", place->root, STR_ARG(place->folder));
	struct str inner = arena_printf(arena, "%srequirements", folder.p);

	return !arena->failed && names_read(&place->here, arena, folder) &&
	       names_read(&place->requirements, arena, inner);
}

static bool is_file(struct arena *arena, const char *root, struct str path)
{
	struct str full = arena_printf(arena, "%s/%.*s", root, STR_ARG(path));
	struct stat st;

	return !arena->failed && stat(full.p, &st) == 0 && S_ISREG(st.st_mode);
}

bool dependencies_is_safe(struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c < 0x20 || c == 0x7f || strchr("'\",*?[]{}#!\\", c))
			return false;
	}
	return path.len > 0 && path.p[0] != '~' && str_trim(path).len == path.len &&
	       str_is_utf8(path, NULL);
}

static bool add_pattern(struct dependencies *found, struct arena *arena, struct str pattern)
{
	for (size_t i = 0; i < found->patterns.len; i++)
		if (str_eq(found->patterns.at[i], pattern))
			return true;
	return list_add(arena, &found->patterns, pattern);
}

/* Adds what there is of a kind; *any tells whether there was something. */
static bool add_kind(struct dependencies *found, struct arena *arena, const struct place *place,
		     const struct kind *kind, bool *any)
{
	const struct names *names = kind->folder ? &place->requirements : &place->here;
	struct str folder = arena_printf(arena, "%.*s%s%s", STR_ARG(place->folder),
					 kind->folder ? kind->folder : "", kind->folder ? "/" : "");
	struct str only = STR("");
	size_t members = 0;

	for (size_t i = 0; i < names->list.len; i++) {
		struct str path;

		if (!str_match(names->list.at[i], str_from(kind->pattern)))
			continue;
		path = arena_printf(arena, "%.*s%s", STR_ARG(folder), names->list.at[i].p);
		if (!is_file(arena, place->root, path))
			continue;
		members++;
		only = path;
	}
	*any = members > 0;
	if (members == 0)
		return !arena->failed;
	if (members > 1 || !dependencies_is_safe(only))
		only = arena_printf(arena, "%.*s%s", STR_ARG(folder), kind->pattern);
	return !arena->failed && add_pattern(found, arena, only);
}

static bool add_place(struct dependencies *found, struct arena *arena, const char *root,
		      struct str folder)
{
	struct place place = { .root = root, .folder = folder };
	bool any = false;

	if (folder.len > 0 && !dependencies_is_safe(folder))
		return true;
	if (!place_read(&place, arena))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		bool before = any;

		if (kinds[i].instead && before)
			continue;
		if (!add_kind(found, arena, &place, &kinds[i], &any))
			return false;
	}
	return true;
}

enum status dependencies_find(struct dependencies *found, struct arena *arena, const char *root,
			      struct str noxfile)
{
	struct dependencies list = { .patterns = { .len = 0 } };
	size_t slash = str_rfind_char(noxfile, '/');
	struct str folder = slash == STR_NONE ? STR("") : str_slice(noxfile, 0, slash + 1);
	bool done = true;

	if (dependencies_is_safe(noxfile) && is_file(arena, root, noxfile))
		done = add_pattern(&list, arena, noxfile);
	done = done && add_place(&list, arena, root, folder);
	if (folder.len > 0)
		done = done && add_place(&list, arena, root, STR(""));
	if (!done || arena->failed)
		return STATUS_NOMEM;
	*found = list;
	return STATUS_OK;
}
