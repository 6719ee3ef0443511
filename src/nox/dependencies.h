/* SPDX-License-Identifier: MIT */
/* The files on which Nox's environments depend, as hashFiles() takes them. */
#ifndef NOX_DEPENDENCIES_H
#define NOX_DEPENDENCIES_H

#include "repository/repository.h"

/* Patterns relative to the repository's root, '/' between folders, each of which matches at least
 * one file, and none of which holds a character that a glob, an expression or a list of patterns
 * would misread. In a stable order: the noxfile, what is beside it, what its installs read, what is
 * at the root. */
struct dependencies {
	LIST(struct str) patterns; /* the arena's */
};

/* Looks into a repository for what belongs to the noxfile (its path relative to the root, such as
 * "noxfile.py" or "sub/noxfile.py"); reads: files and folders that its installs read, seen from its
 * folder. Names only: no file is opened. A folder that is not there or may not be listed holds
 * nothing. */
void dependencies_find(struct dependencies *found, struct arena *arena,
		       struct repository *repository, struct str noxfile, const struct str *reads,
		       size_t count);

/* What such a pattern stands for, in a few words: "versions locked". Static. */
const char *dependencies_reason(struct str pattern);

/* Whether a path may stand in hashFiles('…') as it is. */
bool dependencies_is_safe(struct str path);

/* Whether a pattern that a user gives may: it is a template string that can be used, and its plain
 * text is fit for a string of an expression. */
bool hash_pattern_is_sound(struct arena *arena, struct str pattern);

/* A path as a pattern that matches it: each character that may not stand there is a "?". Of a path
 * that is a template string the expressions stay. The arena's. */
struct str dependencies_pattern(struct arena *arena, struct str path);

#endif
