/* SPDX-License-Identifier: MIT */
/* Finds the root of a repository by the names in its folder and the folders above. */
#include "config.h"

#include "repository/locate.h"

#include "base/path.h"

#include <stdlib.h>
#include <sys/stat.h>

const char *const repository_marks[REPOSITORY_MARKS] = { ".github", ".forgejo", ".gitea" };

enum { CLIMB_MAX = 256 };

struct str path_below(struct arena *arena, struct str root, struct str inner)
{
	if (str_is(root, ".") || root.len == 0)
		return arena_copy(arena, inner);
	return arena_join(arena, root, str_ends(root, "/") ? STR("") : STR("/"), inner);
}

static bool exists(struct arena *arena, struct str folder, const char *name)
{
	struct stat status;

	return stat(path_below(arena, folder, str_from(name)).p, &status) == 0;
}

enum path_kind path_kind(struct arena *arena, const char *path)
{
	struct stat status;

	if (*path && exists(arena, str_from(path), repository_marks[0])) /* of most the only look */
		return PATH_ROOT;
	if (stat(path, &status) != 0)
		return PATH_MISSING;
	return S_ISDIR(status.st_mode) ? PATH_FOLDER : PATH_FILE;
}

static bool has_mark(struct arena *arena, struct str folder)
{
	for (size_t i = 0; i < REPOSITORY_MARKS; i++)
		if (exists(arena, folder, repository_marks[i]))
			return true;
	return exists(arena, folder, ".git");
}

/* The path of the parent folder: without the last name, or with ".." appended. */
static struct str parent_of(struct arena *arena, struct str path)
{
	struct str name;

	path = path_trim(path);
	name = path_name(path);
	if (name.len == 0 && path.len > 0)
		return path; /* the root of the file system */
	if (str_is(name, "..") || str_is(name, "."))
		return str_is(path, ".") ? STR("..") : path_below(arena, path, STR(".."));
	if (name.len == path.len)
		return STR(".");
	return path.len == name.len + 1 ? STR("/") : arena_copy(arena, path_folder(path));
}

static bool same_folder(struct arena *arena, struct str a, struct str b)
{
	struct stat x, y;

	return stat(arena_copy(arena, a).p, &x) == 0 && stat(arena_copy(arena, b).p, &y) == 0 &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Finds the nearest folder, starting with this one, that has a mark. */
static bool climb(struct str *root, struct arena *arena, struct str folder)
{
	for (size_t i = 0; i < CLIMB_MAX; i++) {
		struct str parent;

		if (has_mark(arena, folder)) {
			*root = folder;
			return true;
		}
		parent = parent_of(arena, folder);
		if (same_folder(arena, parent, folder))
			return false;
		folder = parent;
	}
	return false;
}

void repository_of_folder(struct str *root, struct arena *arena, struct str path)
{
	struct str folder = arena_copy(arena, path.len > 0 ? path_trim(path) : STR("."));

	if (!climb(root, arena, folder))
		*root = folder;
}

void repository_of_file(struct str *root, struct arena *arena, struct str path)
{
	struct str folder = parent_of(arena, path);

	/* The path itself names the root, even if nothing exists there yet. */
	for (struct str at = folder; at.len > 0; at = str_slice(at, 0, at.len - 1)) {
		struct str name = path_name(at);

		for (size_t i = 0; i < REPOSITORY_MARKS; i++)
			if (str_is(name, repository_marks[i])) {
				*root = parent_of(arena, at);
				return;
			}
		if (name.len == at.len)
			break;
		at.len -= name.len;
	}
	if (!climb(root, arena, folder))
		*root = folder;
}

struct str path_inside(struct str root, struct str path)
{
	if (str_is(root, ".")) {
		while (str_starts(path, "./"))
			path = str_slice(path, 2, path.len);
		return path;
	}
	if (path.len > root.len && str_eq(str_slice(path, 0, root.len), root)) {
		path = str_slice(path, root.len, path.len);
		while (path.len > 0 && path.p[0] == '/')
			path = str_slice(path, 1, path.len);
	}
	return path;
}

bool is_in_repository(struct arena *arena, struct str folder)
{
	struct str root;

	return climb(&root, arena, folder);
}
