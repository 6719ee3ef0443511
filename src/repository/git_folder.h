/* SPDX-License-Identifier: MIT */
/* Which git folder belongs to a repository on disk, and whether it may be used. */
#ifndef REPOSITORY_GIT_FOLDER_H
#define REPOSITORY_GIT_FOLDER_H

#include "base/arena.h"

/* Texts are the arena's; paths absolute, without links. */
struct git_folder {
	struct str path;   /* what git calls GIT_DIR */
	struct str common; /* where objects and branches are: the same, but for a linked work tree */
	struct str top;	   /* of the work tree */
	struct str prefix; /* the way from the top of the work tree to the root: "sub/" or "" */
};

enum git_folder_status {
	GIT_FOLDER_OK,
	GIT_FOLDER_NONE,    /* no folder above has a git folder */
	GIT_FOLDER_REFUSED, /* *error says why */
};

/* Finds the git folder of a repository's root, a folder on disk. Only .git counts, in the root or
 * above it: not a folder that merely looks like a bare repository. A .git that is a file must name a
 * git folder that names this work tree in return (gitrepository-layout(5): gitdir; git-config(1):
 * core.worktree). Refused are links and special files where git would go through them, and object
 * folders of other repositories (objects/info/alternates) that the user does not lend by
 * GIT_ALTERNATE_OBJECT_DIRECTORIES. */
enum git_folder_status git_folder_find(struct git_folder *folder, struct arena *arena,
				       struct str root, struct str *error);

/* Whether a branch may be written: no link is on the way to it or to its log, and the git folder
 * belongs to this user, or to one whose repositories git trusts here (git-config(1): safe.directory).
 * *error says why not. */
bool git_folder_takes_branch(const struct git_folder *folder, struct arena *arena,
			     const char *branch, struct str *error);

#endif
