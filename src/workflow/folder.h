/* SPDX-License-Identifier: MIT */
/* Folders of the runner, as a workflow names them. */
#ifndef NOX_FOLDER_H
#define NOX_FOLDER_H

#include "base/arena.h"

/* A longer path is unknown: the key of a cache, which contains the folder, has at most 512
 * characters (actions/toolkit, packages/cache, checkKey). The first bytes are kept for messages. */
enum { FOLDER_MAX = 512 }; /* bytes */

/* A folder of the runner, relative to the workspace. */
struct folder {
	struct str path; /* "" is the workspace itself; a template string, usable where known */
	bool known;	 /* false: it cannot be determined from the file */
};

struct folders {
	LIST(struct folder) list;
};

/* Whether a path is that of the workspace, of a folder above it, of the root or a home: much more is in it
 * than what was put there. */
bool folder_is_shared(struct str path);

/* Adds a folder if it is not yet in the list. */
void folders_add(struct folders *folders, struct arena *arena, struct folder folder);

/* Joins a path to a folder. Understands ".", "..", the variables of the workspace, and absolute
 * paths. Anything that a shell expands makes the result unknown. The time is limited by
 * FOLDER_MAX. The result may share the text of folder. */
struct folder folder_join(struct arena *arena, struct folder folder, struct str path);

/* Removes the last component of a folder's path: "a/b", "a", "". Returns false if there is none. */
bool folder_up(struct str *path);

/* The folder and the name of a file's path, with slashes of either kind. Borrowed. */
struct str folder_of_file(struct str path);
struct str name_of_file(struct str path);

#endif
