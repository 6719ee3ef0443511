/* SPDX-License-Identifier: MIT */
/* Looking around on disk. A folder that is not there or may not be listed holds nothing. */
#include "config.h"

#include "workflow/discover.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const platform_folders[] = {
	[PLATFORM_GITHUB] = ".github",
	[PLATFORM_FORGEJO] = ".forgejo",
	[PLATFORM_GITEA] = ".gitea",
};

enum { PLATFORMS = sizeof(platform_folders) / sizeof(platform_folders[0]), CLIMB_MAX = 256 };

static struct str join(struct arena *arena, struct str folder, const char *name)
{
	if (str_is(folder, ".") || folder.len == 0)
		return arena_copy(arena, str_from(name));
	if (str_ends(folder, "/"))
		return arena_printf(arena, "%.*s%s", STR_ARG(folder), name);
	return arena_printf(arena, "%.*s/%s", STR_ARG(folder), name);
}

static bool exists(struct arena *arena, struct str folder, const char *name)
{
	struct stat status;

	return stat(join(arena, folder, name).p, &status) == 0;
}

static bool has_platform(struct arena *arena, struct str folder)
{
	for (size_t i = 0; i < PLATFORMS; i++)
		if (exists(arena, folder, platform_folders[i]))
			return true;
	return false;
}

/* The parent of a folder as a path: its text without the last name, or with ".." behind it. */
static struct str parent_of(struct arena *arena, struct str path)
{
	size_t slash;
	struct str name;

	while (path.len > 1 && path.p[path.len - 1] == '/')
		path.len--;
	slash = str_rfind_char(path, '/');
	name = str_slice(path, slash == STR_NONE ? 0 : slash + 1, path.len);
	if (name.len == 0 && path.len > 0)
		return path; /* the root of all */
	if (str_is(name, "..") || str_is(name, "."))
		return str_is(path, ".") ? STR("..") : join(arena, path, "..");
	if (slash == STR_NONE)
		return STR(".");
	return arena_copy(arena, str_slice(path, 0, slash == 0 ? 1 : slash));
}

static bool same_folder(struct arena *arena, struct str a, struct str b)
{
	struct stat x, y;

	return stat(arena_copy(arena, a).p, &x) == 0 && stat(arena_copy(arena, b).p, &y) == 0 &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Climbs from a folder to the first that has what is looked for. */
static bool climb(struct str *root, struct arena *arena, struct str folder, bool platforms)
{
	for (size_t i = 0; i < CLIMB_MAX; i++) {
		struct str parent;

		if (exists(arena, folder, ".git") || (platforms && has_platform(arena, folder))) {
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

bool repository_of_folder(struct str *root, struct arena *arena, struct str path)
{
	struct str folder = arena_copy(arena, path.len > 0 ? path : STR("."));

	while (folder.len > 1 && folder.p[folder.len - 1] == '/')
		folder = arena_copy(arena, str_slice(folder, 0, folder.len - 1));
	if (!climb(root, arena, folder, true))
		*root = folder;
	return !arena->failed;
}

bool repository_of_file(struct str *root, struct arena *arena, struct str path)
{
	struct str folder = parent_of(arena, path);

	/* The path itself tells, also where nothing is there yet. */
	for (struct str at = folder; at.len > 0; at = str_slice(at, 0, at.len - 1)) {
		size_t slash = str_rfind_char(at, '/');
		struct str name = str_slice(at, slash == STR_NONE ? 0 : slash + 1, at.len);

		for (size_t i = 0; i < PLATFORMS; i++)
			if (str_is(name, platform_folders[i])) {
				*root = parent_of(arena, at);
				return !arena->failed;
			}
		if (slash == STR_NONE)
			break;
		at.len = slash + 1;
	}
	if (!climb(root, arena, folder, true))
		*root = folder;
	return !arena->failed;
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

static int by_path(const void *a, const void *b)
{
	const struct found_file *x = a, *y = b;

	return str_compare(x->path, y->path);
}

static bool add_folder(struct found_files *files, struct arena *arena, struct str root,
		       const char *platform)
{
	struct str inner = arena_printf(arena, "%s/workflows", platform);
	struct str folder = join(arena, root, inner.p);
	size_t first = files->list.len;
	DIR *dir = opendir(folder.p);
	bool ok = true;

	if (!dir && errno == ENOMEM)
		return false;
	/* One that is there and cannot be opened is listed itself: reading it tells why. */
	if (!dir && errno != ENOENT && errno != ENOTDIR)
		ok = list_add(arena, &files->list, (struct found_file){ folder, inner });
	if (!dir)
		return ok && !arena->failed;
	for (const struct dirent *entry; ok && (entry = readdir(dir)) != NULL;) {
		struct str name = str_from(entry->d_name);

		if (name.p[0] == '.' || (!str_ends(name, ".yml") && !str_ends(name, ".yaml")))
			continue;

		struct found_file file = { join(arena, folder, entry->d_name),
					   join(arena, inner, entry->d_name) };

		ok = list_add(arena, &files->list, file);
	}
	closedir(dir);
	if (files->list.len > first + 1)
		qsort(files->list.at + first, files->list.len - first, sizeof(*files->list.at), by_path);
	return ok && !arena->failed;
}

bool discover_workflows(struct found_files *files, struct arena *arena, struct str root)
{
	for (size_t i = 0; i < PLATFORMS; i++)
		if (!add_folder(files, arena, root, platform_folders[i]))
			return false;
	return true;
}

bool discover_action(struct found_file *file, struct arena *arena, struct str root,
		     struct str folder)
{
	static const char *const names[] = { "action.yml", "action.yaml" };

	while (folder.len > 0 && folder.p[folder.len - 1] == '/')
		folder.len--;
	if (str_contains(folder, ".."))
		return false;
	folder = arena_copy(arena, folder.len > 0 ? folder : STR("."));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		file->inner = join(arena, folder, names[i]);
		file->path = join(arena, root, file->inner.p);
		if (exists(arena, root, file->inner.p))
			return !arena->failed;
	}
	return false;
}

enum platform platform_of(struct arena *arena, struct str root, struct str inner)
{
	for (size_t i = 0; i < PLATFORMS; i++)
		if (str_starts(inner, platform_folders[i]))
			return (enum platform)i;
	for (size_t i = 0; i < PLATFORMS; i++)
		if (exists(arena, root, platform_folders[i]))
			return (enum platform)i;
	return PLATFORM_GITHUB;
}
