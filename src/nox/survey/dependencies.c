/* SPDX-License-Identifier: MIT */
/* One table lists the files that count. A family with several members is named by its pattern, so
 * that a new member counts too. */
#include "config.h"

#include "nox/survey/dependencies.h"

#include "base/buf.h"
#include "base/path.h"
#include "nox/noxfile/lock_files.h"
#include "workflow/expression_write.h"
#include "workflow/folder.h"
#include "workflow/template.h"

#include <string.h>

#define PROJECT "project metadata"
#define LOCK "locked versions"
#define WANTED "required packages"
#define LIMITS "version constraints"
#define CONDA "a conda environment"
#define PYTHON "the Python version"

/* One kind of file in a noxfile's folder or at the root of the repository. */
static const struct kind {
	const char *folder; /* NULL: the place itself; else a folder in it */
	const char *pattern;
	bool instead;	  /* counts only if the previous kind matches nothing */
	const char *what; /* a description */
} kinds[] = {
	{ NULL, "pyproject.toml", false, PROJECT },
	{ NULL, "setup.cfg", false, PROJECT },
	{ NULL, "setup.py", false, PROJECT },
	{ NULL, LOCK_FILE_UV, false, LOCK },
	{ NULL, LOCK_FILE_POETRY, false, LOCK },
	{ NULL, LOCK_FILE_PDM, false, LOCK },
	{ NULL, "Pipfile", false, WANTED },
	{ NULL, LOCK_FILE_PIPENV, false, LOCK },
	{ NULL, LOCK_FILES_PYLOCK, false, LOCK },
	{ NULL, "pixi.toml", false, PROJECT },
	{ NULL, LOCK_FILE_PIXI, false, LOCK },
	{ NULL, LOCK_FILE_RYE, false, LOCK },
	{ NULL, LOCK_FILES_CONDA, false, LOCK },
	{ NULL, "environment*.yml", false, CONDA },
	{ NULL, "environment*.yaml", false, CONDA },
	{ NULL, "requirements*.txt", false, WANTED },
	/* A change in the input of pip-compile also shows in its output. */
	{ NULL, "requirements*.in", true, WANTED },
	{ NULL, "*-requirements*.txt", false, WANTED },
	{ NULL, "*_requirements*.txt", false, WANTED },
	{ NULL, "constraints*.txt", false, LIMITS },
	{ "requirements", "*.txt", false, WANTED },
	{ "requirements", "*.in", true, WANTED },
	{ NULL, ".python-version", false, PYTHON },
};

/* A folder in which files are looked for. */
struct place {
	struct repository *repository;
	struct str folder; /* relative to the root, empty or with a final '/' */
	const struct names *here;
	const struct names *requirements;
};

static void place_read(struct place *place, struct arena *arena)
{
	place->here = repository_list(place->repository, place->folder);
	place->requirements = repository_list(
		place->repository, arena_printf(arena, "%.*srequirements", STR_ARG(place->folder)));
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
		if (part.kind == TEMPLATE_TEXT && !expression_can_contain(part.text))
			return false;
	return true;
}

const char *dependencies_reason(struct str pattern)
{
	struct str name = path_name(pattern);
	struct str folder = str_slice(pattern, 0, pattern.len - name.len);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((!kinds[i].folder || str_ends(folder, "requirements/")) &&
		    (str_is(name, kinds[i].pattern) || str_match(name, str_from(kinds[i].pattern))))
			return kinds[i].what;
	if (str_is(name, "cookiecutter.json") || str_is(name, "copier.yml") ||
	    str_is(name, "copier.yaml"))
		return "the template that the job generates its project from";
	return str_ends(name, ".py") ? "the noxfile" : "read by an install, or part of a template";
}

/* Adds part of a path. Blanks and a "~" at the ends of the path would be dropped or expanded. */
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

void dependencies_add(struct dependencies *found, struct arena *arena, struct str pattern)
{
	for (size_t i = 0; i < found->patterns.len; i++)
		if (str_eq(found->patterns.at[i], pattern))
			return;
	list_add(arena, &found->patterns, pattern);
}

/* Adds the files of a kind. *any: whether there are any. */
static void add_kind(struct dependencies *found, struct arena *arena, const struct place *place,
		     const struct kind *kind, bool *any)
{
	const struct names *names = kind->folder ? place->requirements : place->here;
	struct str folder = arena_join(arena, place->folder, str_from(kind->folder),
				       kind->folder ? STR("/") : STR(""));
	struct str only = STR("");
	size_t members = 0;

	for (size_t i = 0; i < names->list.len; i++) {
		struct str path;

		if (!str_match(names->list.at[i], str_from(kind->pattern)))
			continue;
		path = arena_join(arena, folder, names->list.at[i], STR(""));
		if (!repository_has_file(place->repository, path))
			continue;
		members++;
		only = path;
	}
	*any = members > 0;
	if (members == 0)
		return;
	if (members > 1 || !dependencies_is_safe(only))
		only = arena_printf(arena, "%.*s%s", STR_ARG(dependencies_pattern(arena, folder)),
				    kind->pattern);
	dependencies_add(found, arena, only);
}

static void add_place(struct dependencies *found, struct arena *arena,
		      struct repository *repository, struct str folder)
{
	struct place place = { .repository = repository, .folder = folder };
	bool any = false;

	place_read(&place, arena);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		bool before = any;

		if (kinds[i].instead && before)
			continue;
		add_kind(found, arena, &place, &kinds[i], &any);
	}
}

/* ------------------------------------------------------------------ files that installs read */

static size_t slashes(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.p[i] == '/';
	return count;
}

/* Does a pattern of the list match the path? "*" does not match a slash. */
static bool covers(const struct dependencies *list, struct str path)
{
	for (size_t i = 0; i < list->patterns.len; i++)
		if (slashes(list->patterns.at[i]) == slashes(path) &&
		    str_match(path, list->patterns.at[i]))
			return true;
	return false;
}

/* What add_file() and add_family() work on. */
struct reading {
	struct arena *arena;
	struct repository *repository;
	struct dependencies *found;
	const struct dependencies *others; /* files that these match are not added */
};

/* Adds a path if it is a file. *exists: whether it is. */
static void add_file(const struct reading *r, struct str path, bool *exists)
{
	*exists = repository_has_file(r->repository, path);
	if (!*exists || covers(r->found, path) || covers(r->others, path))
		return;
	dependencies_add(r->found, r->arena, dependencies_pattern(r->arena, path));
}

/* Adds a pattern with "*" in its last part, if it matches a file. */
static void add_family(const struct reading *r, struct str path)
{
	size_t star = str_find_char(path, '*', 0);
	struct str folder = str_slice(path, 0, path.len - path_name(path).len);
	struct str start = dependencies_pattern(r->arena, str_slice(path, 0, star));
	struct str rest = dependencies_pattern(r->arena, str_slice(path, star + 1, path.len));
	const struct names *names = repository_list(r->repository, folder);

	for (size_t i = 0; i < names->list.len; i++) {
		struct str file = arena_printf(r->arena, "%.*s%.*s", STR_ARG(folder),
					       STR_ARG(names->list.at[i]));

		if (str_match(file, path) && repository_has_file(r->repository, file)) {
			dependencies_add(
				r->found, r->arena,
				arena_printf(r->arena, "%.*s*%.*s", STR_ARG(start), STR_ARG(rest)));
			return;
		}
	}
}

/* Adds a file that an install reads, or the project files of a folder that it installs, unless the
 * other patterns match it already. path is relative to folder. */
static void dependencies_add_read(const struct reading *r, struct str folder, struct str path)
{
	static const char *const inner[] = { "pyproject.toml", "setup.cfg", "setup.py" };
	struct str name = name_of_file(path);
	bool family = str_find_char(name, '*', 0) != STR_NONE, exists = false;

	if (str_contains(path, "${{")) /* path is plain text; folders and patterns are templates */
		return;

	struct folder full = folder_join(r->arena, (struct folder){ folder, true },
					 family ? folder_of_file(path) : path);

	if (family && full.known)
		full.path = arena_printf(r->arena, "%.*s%s%.*s", STR_ARG(full.path),
					 full.path.len > 0 ? "/" : "", STR_ARG(name));
	if (!full.known || full.path.len == 0 || str_starts(full.path, "..") ||
	    full.path.p[0] == '/')
		return;
	if (family) {
		add_family(r, full.path);
		return;
	}
	add_file(r, full.path, &exists);
	for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]) && !exists; i++) {
		bool ignored;

		add_file(r, arena_printf(r->arena, "%.*s/%s", STR_ARG(full.path), inner[i]),
			 &ignored);
	}
}

void dependencies_find(struct dependencies *found, struct arena *arena,
		       struct repository *repository, struct str noxfile, const struct str *reads,
		       size_t count)
{
	struct dependencies list = { .patterns = { .len = 0 } };
	struct dependencies last = { .patterns = { .len = 0 } };
	struct reading reading = { arena, repository, &list, &last };
	struct str folder = str_slice(noxfile, 0, noxfile.len - path_name(noxfile).len);

	if (repository_has_file(repository, noxfile))
		dependencies_add(&list, arena, dependencies_pattern(arena, noxfile));
	add_place(&list, arena, repository, folder);
	if (folder.len > 0)
		add_place(&last, arena, repository, STR(""));
	for (size_t i = 0; i < count; i++)
		dependencies_add_read(&reading, folder_of_file(noxfile), reads[i]);
	for (size_t i = 0; i < last.patterns.len; i++)
		dependencies_add(&list, arena, last.patterns.at[i]);
	*found = list;
}
