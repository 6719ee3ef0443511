/* SPDX-License-Identifier: MIT */
/* Which files count is one table; a family with several members is named by its pattern, so that
 * the next member counts too. */
#include "config.h"

#include "nox/dependencies.h"

#include "base/buf.h"
#include "workflow/expression_write.h"
#include "workflow/template.h"

#include <string.h>

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

/* Where files are looked for. */
struct place {
	struct repository *repository;
	struct str folder; /* relative to the root, empty or with a final '/' */
	const struct names *here;
	const struct names *requirements;
};

static bool place_read(struct place *place, struct arena *arena)
{
	place->here = repository_list(place->repository, place->folder);
	place->requirements = repository_list(
		place->repository, arena_printf(arena, "%.*srequirements", STR_ARG(place->folder)));
	return place->here && place->requirements && !arena->failed;
}

/* Would a glob, an expression or a list of patterns misread the character? */
static bool is_special(unsigned long code)
{
	return !code_is_printable(code) || (code < 0x80 && strchr("'\",*?[]{}#!\\", (int)code));
}

bool dependencies_is_safe(struct str path)
{
	unsigned long code = 0;
	size_t length;

	for (size_t i = 0; i < path.len; i += length) {
		length = str_character(path, i, &code);
		if (length == 0 || is_special(code))
			return false;
	}
	return path.len > 0 && path.p[0] != '~' && str_trim(path).len == path.len;
}

bool hash_pattern_is_sound(struct arena *arena, struct str pattern)
{
	struct template_part part;
	size_t at = 0;

	if (pattern.len == 0 || !template_is_usable(arena, pattern))
		return false;
	while (template_next(pattern, &at, &part))
		if (part.kind == TEMPLATE_TEXT && !expression_can_hold(part.text))
			return false;
	return true;
}

/* Adds a part of a path. Blanks and a "~" at the ends of the whole would be dropped or expanded. */
static void add_escaped(struct buf *out, struct str part, bool first, bool last)
{
	unsigned long code = 0;
	size_t length;

	for (size_t i = 0; i < part.len; i += length) {
		bool at_end = (first && i == 0) || (last && i + 1 == part.len);

		length = str_character(part, i, &code);
		if (length == 0 || is_special(code) || (at_end && (code == ' ' || code == '~'))) {
			buf_add_char(out, '?');
			length = length > 0 ? length : 1;
		} else {
			buf_add(out, str_slice(part, i, i + length));
		}
	}
}

struct str dependencies_pattern(struct arena *arena, struct str path)
{
	BUF_AUTO struct buf out = { 0 };
	struct template_part part;
	size_t at = 0;

	while (template_next(path, &at, &part)) {
		if (part.kind == TEMPLATE_EXPRESSION)
			buf_add(&out, str_slice(path, part.range.start, part.range.end));
		else
			add_escaped(&out, part.text, part.range.start == 0, at == path.len);
	}
	return buf_keep(&out, arena);
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
	const struct names *names = kind->folder ? place->requirements : place->here;
	struct str folder = arena_printf(arena, "%.*s%s%s", STR_ARG(place->folder),
					 kind->folder ? kind->folder : "", kind->folder ? "/" : "");
	struct str only = STR("");
	size_t members = 0;

	for (size_t i = 0; i < names->list.len; i++) {
		struct str path;

		if (!str_match(names->list.at[i], str_from(kind->pattern)))
			continue;
		path = arena_printf(arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(names->list.at[i]));
		if (!repository_has_file(place->repository, path))
			continue;
		members++;
		only = path;
	}
	*any = members > 0;
	if (members == 0)
		return !arena->failed;
	if (members > 1 || !dependencies_is_safe(only))
		only = arena_printf(arena, "%.*s%s",
				    STR_ARG(dependencies_pattern(arena, folder)), kind->pattern);
	return !arena->failed && add_pattern(found, arena, only);
}

static bool add_place(struct dependencies *found, struct arena *arena,
		      struct repository *repository, struct str folder)
{
	struct place place = { .repository = repository, .folder = folder };
	bool any = false;

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

enum status dependencies_find(struct dependencies *found, struct arena *arena,
			      struct repository *repository, struct str noxfile)
{
	struct dependencies list = { .patterns = { .len = 0 } };
	size_t slash = str_rfind_char(noxfile, '/');
	struct str folder = slash == STR_NONE ? STR("") : str_slice(noxfile, 0, slash + 1);
	bool done = true;

	if (repository_has_file(repository, noxfile))
		done = add_pattern(&list, arena, dependencies_pattern(arena, noxfile));
	done = done && add_place(&list, arena, repository, folder);
	if (folder.len > 0)
		done = done && add_place(&list, arena, repository, STR(""));
	if (!done || arena->failed)
		return STATUS_NOMEM;
	*found = list;
	return STATUS_OK;
}
