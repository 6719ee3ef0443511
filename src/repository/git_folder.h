/* SPDX-License-Identifier: MIT */
/* Finds the git folder of a repository on disk and checks whether it is safe to use. */
#ifndef REPOSITORY_GIT_FOLDER_H
#define REPOSITORY_GIT_FOLDER_H

#include "base/arena.h"

/* Texts are the arena's. Paths are absolute and without symbolic links. */
struct git_folder {
	struct str path;   /* GIT_DIR */
	struct str common; /* where objects and branches are; differs from path only for a linked
	                    * work tree */
	struct str top;	   /* of the work tree */
	struct str prefix; /* path from the top of the work tree to the root: "sub/" or "" */
};

enum git_folder_status {
	GIT_FOLDER_OK,
	GIT_FOLDER_NONE,    /* there is no git folder */
	GIT_FOLDER_REFUSED, /* *error says why */
};

/* Finds the git folder of a repository's root, a folder on disk. It is a .git in the root or above
 * it; folders that only look like a bare repository do not count. If .git is a file, it must name a
 * git folder that in turn names this work tree (gitrepository-layout(5): gitdir; git-config(1):
 * core.worktree). Refuses symbolic links and special files where git would follow them, and object
 * directories of other repositories (objects/info/alternates) unless the user lists them in
 * GIT_ALTERNATE_OBJECT_DIRECTORIES. */
enum git_folder_status git_folder_find(struct git_folder *folder, struct arena *arena,
				       struct str root, struct str *error);

/* Whether a branch may be written: no symbolic link is on the path to it or to its log, and the git
 * folder belongs to this user or to one whose repositories git trusts (git-config(1):
 * safe.directory). If not, *error says why. */
bool git_folder_may_write_branch(const struct git_folder *folder, struct arena *arena,
				 const char *branch, struct str *error);

#endif
