/* SPDX-License-Identifier: MIT */
/* Which repository a path belongs to, and which files of it are workflows. Looks at names only. */
#ifndef WORKFLOW_DISCOVER_H
#define WORKFLOW_DISCOVER_H

#include "base/diagnostic.h"

enum platform { PLATFORM_GITHUB, PLATFORM_FORGEJO, PLATFORM_GITEA };

/* A file of a repository. Texts are the arena's and NUL-terminated. */
struct found_file {
	struct str path;  /* on disk */
	struct str inner; /* relative to the repository's root */
};

struct found_files {
	LIST(struct found_file) list;
};

/* The root of the repository that holds a workflow file: the folder that holds its .github,
 * .forgejo or .gitea, else the nearest folder with .git above, else the file's own. *root is a
 * path on disk as far as path was one: relative where that was; "." for the current folder.
 * False when memory is out. */
CHECKED bool repository_of_file(struct str *root, struct arena *arena, struct str path);

/* The same for a folder: itself or the nearest above that has .git, .github, .forgejo or .gitea. */
CHECKED bool repository_of_folder(struct str *root, struct arena *arena, struct str path);

/* Adds the workflow files of a repository, sorted by name. False when memory is out. */
CHECKED bool discover_workflows(struct found_files *files, struct arena *arena, struct str root);

/* The file of a local action ("./.github/actions/x": action.yml or action.yaml); false where there
 * is none, or memory is out. */
bool discover_action(struct found_file *file, struct arena *arena, struct str root,
		     struct str folder);

/* The path of a file relative to a root that repository_of_file gave for it. */
struct str path_inside(struct str root, struct str path);

/* By the folder in which a workflow lies; of an action by the folders that its repository has. */
enum platform platform_of(struct arena *arena, struct str root, struct str inner);

#endif
