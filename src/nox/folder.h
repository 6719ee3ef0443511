/* SPDX-License-Identifier: MIT */
/* Folders of the runner, as a workflow names them. */
#ifndef NOX_FOLDER_H
#define NOX_FOLDER_H

#include "base/arena.h"

/* A longer path is unknown: the key of a cache, which names the folder, has 512 characters
 * (actions/toolkit, packages/cache, checkKey). Its first bytes are kept, for people. */
enum { FOLDER_MAX = 512 }; /* bytes */

/* A folder of the runner, relative to the workspace. */
struct folder {
	struct str path; /* "" is the workspace itself; a template string, usable where known */
	bool known;	 /* false: it cannot be told from the file */
};

struct folders {
	LIST(struct folder) list;
};

/* Adds a folder that is not in the list yet. */
void folders_add(struct folders *folders, struct arena *arena, struct folder folder);

/* path seen from a folder; understands ".", "..", the workspace by its variables, and absolute
 * paths. What a shell expands makes it unknown. Takes no more steps than FOLDER_MAX allows. */
struct folder folder_join(struct arena *arena, struct folder folder, struct str path);

/* Cuts the last component off a folder's path: "a/b", "a", "". False where it has none. */
bool folder_up(struct str *path);

/* The folder and the name of a file's path; slashes of either kind. Borrowed. */
struct str folder_of_file(struct str path);
struct str name_of_file(struct str path);

#endif
