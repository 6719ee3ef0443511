/* SPDX-License-Identifier: MIT */
/* A repository's files as a commit holds them: read as objects, laid out nowhere. */
#ifndef REPOSITORY_COMMIT_TREE_H
#define REPOSITORY_COMMIT_TREE_H

#include "base/digest.h"
#include "repository/git_folder.h"
#include "repository/repository.h"

/* Where a pull request starts from. Texts are the arena's. */
struct base_commit {
	struct git_folder git;
	struct str id;	 /* of the commit */
	struct str name; /* as people call it: "main" */
	struct str tree; /* id of its tree */
	enum digest_kind format;
};

enum base_status {
	BASE_OK,
	BASE_NONE,   /* the folder is in no repository, or that has no commit yet; *error says which */
	BASE_FAILED, /* *error says why */
};

/* Finds the repository of a folder and the commit: wanted, or where it is NULL the branch master or
 * main, whichever the repository has, else what it has checked out; and opens the tree at the root's
 * place in it. The repository is open for BASE_OK only. */
enum base_status repository_open_commit(struct repository *r, struct base_commit *base,
					struct arena *arena, struct str root, const char *wanted,
					struct str *error);

/* One name in a folder of the commit. */
struct tree_entry {
	struct str name;
	struct str id;
	unsigned mode; /* as git has it: 0100644, 040000, 0120000, 0160000 */
};

struct tree_entries {
	LIST(struct tree_entry) list; /* sorted by name */
};

/* What a folder of the commit holds, seen from the top of the commit ("" is the top itself), not
 * from the root. Empty where there is no such folder. NULL when the object cannot be read. */
const struct tree_entries *commit_tree_list(struct repository *r, struct str folder);

/* The tip of a branch: the ids of a commit, of its tree, and of its only parent. */
struct branch_tip {
	struct str id;	   /* empty: there is no such branch */
	struct str tree;
	struct str parent; /* empty where it has none or several */
};

/* False when git fails. */
CHECKED bool commit_tree_branch(struct repository *r, struct arena *arena, const char *branch,
				struct branch_tip *tip);

#endif
