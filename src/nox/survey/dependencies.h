/* SPDX-License-Identifier: MIT */
/* The files on which Nox's environments depend, as hashFiles() takes them. */
#ifndef NOX_DEPENDENCIES_H
#define NOX_DEPENDENCIES_H

#include "repository/repository.h"

/* Patterns relative to the root of the repository, with '/' between folders. Each matches at least
 * one file, and none contains a character that a glob, an expression or a list of patterns would
 * misread. The order is stable: the noxfile, files beside it, files that its installs read, files
 * at the root. */
struct dependencies {
	LIST(struct str) patterns; /* the arena's */
};

/* Adds a pattern once. */
void dependencies_add(struct dependencies *found, struct arena *arena, struct str pattern);

/* Finds the files of a repository that belong to a noxfile. noxfile is a path relative to the root,
 * such as "noxfile.py" or "sub/noxfile.py"; reads are the files and folders that its installs read,
 * relative to its folder. No file is opened, only names are read. A folder that does not exist or
 * cannot be listed counts as empty. */
void dependencies_find(struct dependencies *found, struct arena *arena,
		       struct repository *repository, struct str noxfile, const struct str *reads,
		       size_t count);

/* A short description of what a pattern matches: "locked versions". Static. */
const char *dependencies_reason(struct str pattern);

/* May a path be written into hashFiles('…') unchanged? */
bool dependencies_is_safe(struct str path);

/* May a pattern of the user? It must be a usable template string, and its plain text must be
 * allowed in a string of an expression. */
bool hash_pattern_is_sound(struct arena *arena, struct str pattern);

/* The pattern that matches a path. Each character that is not allowed becomes "?". The expressions
 * of a template string stay. The arena's. */
struct str dependencies_pattern(struct arena *arena, struct str path);

#endif
