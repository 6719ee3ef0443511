/* SPDX-License-Identifier: MIT */
/* Which repository a path of the command line belongs to. */
#ifndef REPOSITORY_LOCATE_H
#define REPOSITORY_LOCATE_H

#include "base/arena.h"

/* The folders that besides .git make a folder the root of a repository. */
enum { REPOSITORY_MARKS = 3 };
extern const char *const repository_marks[REPOSITORY_MARKS];

/* The root of the repository that holds a workflow file: the folder that holds its .github,
 * .forgejo or .gitea, else the nearest folder with .git above, else the file's own. *root is a
 * path on disk as far as path was one: relative where that was; "." for the current folder. */
void repository_of_file(struct str *root, struct arena *arena, struct str path);

/* The same for a folder: itself or the nearest above that has .git, .github, .forgejo or .gitea. */
void repository_of_folder(struct str *root, struct arena *arena, struct str path);

/* What the command line names, on disk. */
bool path_is_folder(const char *path);
bool path_is_there(const char *path);

/* Is a folder the root of a repository, or inside one? */
bool is_in_repository(struct arena *arena, struct str folder);

/* The path of a file relative to a root that repository_of_file gave for it. */
struct str path_inside(struct str root, struct str path);

/* A root and a path inside it as one path: as it is shown, and as others may open it. */
struct str path_below(struct arena *arena, struct str root, struct str inner);

#endif
