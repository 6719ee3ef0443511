/* SPDX-License-Identifier: MIT */
/* Finds workflows by folder and file name. */
#include "config.h"

#include "workflow/discover.h"

#include "repository/locate.h"

#include <errno.h>

enum { PLATFORMS = REPOSITORY_MARKS };

_Static_assert(PLATFORM_GITEA == PLATFORMS - 1, "one platform per mark");

/* Adds a folder that exists but cannot be listed, so that reading it reports the error. */
static void add_unlisted(struct found_files *files, struct arena *arena, struct repository *r,
			 struct str folder, const struct names *names)
{
	const struct entry *entry = repository_look(r, folder);

	if ((entry->kind == ENTRY_FOLDER && names->error == 0) ||
	    (entry->kind == ENTRY_NONE && (entry->error == ENOENT || entry->error == ENOTDIR)))
		return;
	list_add(arena, &files->list, folder);
}

static void add_folder(struct found_files *files, struct arena *arena, struct repository *r,
		       const char *platform)
{
	struct str folder = arena_join(arena, str_from(platform), STR("/workflows"), STR(""));
	const struct names *names = repository_list(r, folder);

	if (names->list.len == 0)
		add_unlisted(files, arena, r, folder, names);
	for (size_t i = 0; i < names->list.len; i++) {
		struct str name = names->list.at[i];

		if (name.p[0] == '.' || (!str_ends(name, ".yml") && !str_ends(name, ".yaml")))
			continue;
		list_add(arena, &files->list, arena_join(arena, folder, STR("/"), name));
	}
}

void discover_workflows(struct found_files *files, struct arena *arena, struct repository *r)
{
	for (size_t i = 0; i < PLATFORMS; i++)
		add_folder(files, arena, r, repository_marks[i]);
}

bool discover_action(struct str *path, struct arena *arena, struct repository *r, struct str folder)
{
	static const char *const names[] = { "action.yml", "action.yaml" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str slash = folder.len > 0 ? STR("/") : STR("");
		struct str asked = arena_join(arena, folder, slash, str_from(names[i]));
		const struct entry *entry = repository_look(r, asked);

		if (entry->kind == ENTRY_NONE || (entry->kind == ENTRY_OUTSIDE && !entry->linked))
			continue;
		*path = entry->kind == ENTRY_OUTSIDE ? asked : entry->path;
		return true;
	}
	return false;
}

enum platform platform_of(struct repository *r, struct str path)
{
	for (size_t i = 0; i < PLATFORMS; i++)
		if (str_starts(path, repository_marks[i]))
			return (enum platform)i;
	for (size_t i = 0; i < PLATFORMS; i++)
		if (repository_has_folder(r, str_from(repository_marks[i])))
			return (enum platform)i;
	return PLATFORM_GITHUB;
}
