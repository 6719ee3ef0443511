/* SPDX-License-Identifier: MIT */
/* The files of a commit, read from git's object database without a checkout. */
#ifndef REPOSITORY_COMMIT_TREE_H
#define REPOSITORY_COMMIT_TREE_H

#include "base/digest.h"
#include "repository/git_folder.h"
#include "repository/repository.h"

/* The commit that a pull request is based on. Texts are the arena's. */
struct base_commit {
	struct git_folder git;
	struct str id;	 /* of the commit */
	struct str name; /* its display name, for example "main" */
	struct str tree; /* id of its tree */
	enum digest_kind format;
};

enum base_status {
	BASE_OK,
	BASE_NONE,   /* not a repository, or it has no commits; *error says which */
	BASE_FAILED, /* *error says why */
};

/* Finds the repository that contains a folder, and the commit in it: wanted, or if it is NULL the
 * branch master or main, or else the commit that is checked out. Opens the tree of root in that
 * commit. The repository is open only if the result is BASE_OK. */
enum base_status repository_open_commit(struct repository *r, struct base_commit *base,
					struct arena *arena, struct str root, const char *wanted,
					struct str *error);

/* One entry of a folder of the commit. */
struct tree_entry {
	struct str name;
	struct str id;
	unsigned mode; /* as in git: 0100644, 040000, 0120000, 0160000 */
};

struct tree_entries {
	LIST(struct tree_entry) list; /* sorted by name */
};

/* Lists a folder of the commit. The path is relative to the top of the commit ("" is the top), not
 * to the root. The list is empty if there is no such folder, and NULL if an object cannot be
 * read. */
const struct tree_entries *commit_tree_list(struct repository *r, struct str folder);

/* The tip of a branch: the ids of a commit, of its tree, and of its only parent. */
struct branch_tip {
	struct str id; /* empty if there is no such branch */
	struct str tree;
	struct str parent; /* empty if it has none or several */
};

/* Returns false if git fails. */
CHECKED bool commit_tree_branch(struct repository *r, struct arena *arena, const char *branch,
				struct branch_tip *tip);

#endif
