/* SPDX-License-Identifier: MIT */
/* A repository's files as a commit holds them, laid out in a scratch folder: what is read there is
 * neither filtered nor touched by what a work tree may hold besides. */
#ifndef OUTPUT_SNAPSHOT_H
#define OUTPUT_SNAPSHOT_H

#include "base/arena.h"
#include "base/digest.h"

/* A file of the commit. Texts are the arena's. */
struct snapshot_entry {
	struct str path; /* relative to the root that was asked for */
	struct str id;	 /* of its blob */
	unsigned mode;	 /* as git has it: 0100644, 0100755, 0120000 */
	size_t size;
};

struct snapshot {
	struct arena *arena;
	struct str root;    /* the repository's folder, as the user named it */
	struct str prefix;  /* the way from the top of git's work tree to the root: "sub/" or "" */
	struct str base;    /* id of the commit */
	struct str base_name; /* as people call it: "main" */
	enum digest_kind format;
	struct str scratch; /* a folder of its own, empty where there is none yet */
	struct str folder;  /* inside it: the files */
	LIST(struct snapshot_entry) entries; /* regular files and links, in git's order */
};

enum snapshot_status {
	SNAPSHOT_OK,
	SNAPSHOT_NONE,	 /* the folder is in no repository, or that has no commit yet */
	SNAPSHOT_FAILED, /* *error says why; empty: memory is out */
};

/* Finds the repository of a folder and the commit: base, or where it is NULL the branch master or
 * main, whichever the repository has, else what it has checked out. */
enum snapshot_status snapshot_find(struct snapshot *snapshot, struct arena *arena, struct str root,
				   const char *base, struct str *error);

/* Lays the files out in a new folder below parent: those that say something about workflows and
 * about Nox, and the wanted ones (paths relative to the root); of dependency files only the
 * names. */
enum snapshot_status snapshot_lay_out(struct snapshot *snapshot, const char *parent,
				      const struct str *wanted, size_t wanted_count,
				      struct str *error);

const struct snapshot_entry *snapshot_get(const struct snapshot *snapshot, struct str path);

/* Removes what snapshot_lay_out made. */
void snapshot_remove(const struct snapshot *snapshot);

#endif
