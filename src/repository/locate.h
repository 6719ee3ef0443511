/* SPDX-License-Identifier: MIT */
/* Finds the repository that a path of the command line belongs to. */
#ifndef REPOSITORY_LOCATE_H
#define REPOSITORY_LOCATE_H

#include "base/arena.h"

/* The folders that, like .git, mark the root of a repository. */
enum { REPOSITORY_MARKS = 3 };
extern const char *const repository_marks[REPOSITORY_MARKS];

/* The root of the repository that contains a workflow file: the folder that contains its .github,
 * .forgejo or .gitea, else the nearest folder above with .git, else the file's own folder. *root is
 * relative if path is, and "." for the current folder. */
void repository_of_file(struct str *root, struct arena *arena, struct str path);

/* The same for a folder: the folder itself or the nearest one above it that contains .git, .github,
 * .forgejo or .gitea. */
void repository_of_folder(struct str *root, struct arena *arena, struct str path);

/* What a path of the file system refers to, links followed. */
enum path_kind {
	PATH_MISSING, /* or it cannot be examined */
	PATH_FOLDER,
	PATH_ROOT, /* a folder with .github: the root of a repository */
	PATH_FILE, /* anything else */
};
enum path_kind path_kind(struct arena *arena, const char *path);

/* Whether a folder is in a repository. */
bool is_in_repository(struct arena *arena, struct str folder);

/* The path of a file relative to the root that repository_of_file returned for it. */
struct str path_inside(struct str root, struct str path);

/* Joins a root and a path inside it, for display and for other programs. */
struct str path_below(struct arena *arena, struct str root, struct str inner);

#endif
