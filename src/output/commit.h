/* SPDX-License-Identifier: MIT */
/* One commit on a branch, made of objects alone: neither work tree nor index nor the current branch
 * is touched. */
#ifndef OUTPUT_COMMIT_H
#define OUTPUT_COMMIT_H

#include "output/diff.h"
#include "output/identity.h"
#include "repository/commit_tree.h"

/* All text is borrowed. */
struct commit {
	const struct base_commit *base;	 /* where it starts from, */
	struct repository *repository;	 /* and its files, opened from there */
	const struct change *changes;	 /* paths relative to the top of git's work tree */
	size_t count;
	struct str message;
	const struct identity *author;
	bool date_given; /* the committer's date is the author's then */
	const char *branch;
	bool force; /* replace a branch that has other work */
	const char *sign; /* a key, or empty: the user's; NULL: the user's configuration decides */
};

enum commit_outcome {
	COMMIT_MADE,
	COMMIT_THERE,  /* the branch is this very change on this base already */
	COMMIT_FAILED, /* *error says why */
};

/* Makes the commit and moves the branch to it. *id is the commit's; the arena's. */
enum commit_outcome commit_make(const struct commit *commit, struct arena *arena, struct str *id,
				struct str *error);

#endif
