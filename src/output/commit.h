/* SPDX-License-Identifier: MIT */
/* Makes one commit on a branch from objects only, without touching the work tree, the index or the
 * current branch. */
#ifndef OUTPUT_COMMIT_H
#define OUTPUT_COMMIT_H

#include "output/diff.h"
#include "output/identity.h"
#include "repository/commit_tree.h"

/* All text is borrowed. */
struct commit {
	const struct base_commit *base; /* the parent commit */
	struct repository *repository;	/* the files of base */
	const struct changes *changes;	/* paths relative to the top of git's work tree; sorted */
	struct str message;
	const struct identity *author;
	bool date_given; /* date was given: use it for the committer too */
	const char *branch;
	bool force;	  /* replace a branch that has other commits */
	const char *sign; /* a key; empty: the user's default key; NULL: use the user's
	                   * configuration */
};

enum commit_outcome {
	COMMIT_MADE,
	COMMIT_EXISTS, /* the branch already has this change on this base */
	COMMIT_FAILED, /* *error says why */
};

/* Makes the commit and moves the branch to it. *id is the id of the commit (the arena's). */
enum commit_outcome commit_make(const struct commit *commit, struct arena *arena, struct str *id,
				struct str *error);

#endif
