/* SPDX-License-Identifier: MIT */
/* The one way to the files of a repository. Whoever wrote them is a stranger: no link leads out of
 * the root, nothing but regular files is read, each of them once, and sizes are bounded.
 *
 * Paths are relative to the root, with '/' between names. "." and ".." and links are followed as a
 * file system does; nothing named .git is there. */
#ifndef REPOSITORY_REPOSITORY_H
#define REPOSITORY_REPOSITORY_H

#include "base/buf.h"
#include "base/diagnostic.h"
#include "base/lookup.h"
#include "repository/entry.h"

/* The largest file that is read, and the most that is read of one repository in all, in bytes. */
#define REPOSITORY_FILE_MAX ((size_t)16 * 1024 * 1024)
#define REPOSITORY_BYTES_MAX ((size_t)256 * 1024 * 1024)

/* Names of one folder that are looked at; those beyond are as if they were not there. */
enum { REPOSITORY_NAMES_MAX = 100000 };

/* A file's content, or why it cannot be read. Texts are the repository's. */
struct repository_file {
	struct str path;    /* where it is, links followed */
	struct str bytes;   /* empty where it cannot be read */
	unsigned mode;	    /* 0100644 or 0100755 */
	enum status status; /* STATUS_OK, STATUS_INVALID, STATUS_IO */
	struct str error;   /* one line that does not name the file; empty where it was read */
};

struct store;

/* Zero-initialise, then open; must not move while it is open. */
struct repository {
	struct arena arena;
	struct store *store;
	struct lookup entries; /* by path as asked for */
	struct lookup looks;   /* by path without links */
	struct lookup folders;
	struct lookup files;
	size_t bytes; /* read so far */
	/* An errno where the system has refused what no file is to blame for (descriptors, memory): what
	 * was looked at may then be other than it seems. */
	int trouble;
};

/* Opens the work tree whose root is a folder on disk. One that cannot be opened holds nothing; each
 * of its paths has the error. */
void repository_open_folder(struct repository *r, const char *root);

void repository_close(struct repository *r);
#define REPOSITORY_AUTO __attribute__((cleanup(repository_close)))

/* What a path leads to. */
const struct entry *repository_look(struct repository *r, struct str path);

/* The names in the folder that a path leads to; empty where it leads to none. */
const struct names *repository_list(struct repository *r, struct str path);

/* The content of the file that a path leads to; read once, and remembered. */
const struct repository_file *repository_read(struct repository *r, struct str path);

/* The same without remembering: *out is written from its start on. STATUS_INVALID and STATUS_IO come
 * with a diagnostic. */
CHECKED enum status repository_read_once(struct repository *r, struct diagnostics *d,
					 struct str path, struct buf *out);

/* Is a path that of a regular file? */
bool repository_has_file(struct repository *r, struct str path);
bool repository_has_folder(struct repository *r, struct str path);

/* Only for a work tree, with paths as struct entry has them; they go through no link. */

/* Replaces a file's content, which must still be expected: see staged_replace. */
CHECKED enum status repository_replace(struct repository *r, struct diagnostics *d, struct str path,
				       struct str expected, struct str text, const char *suffix);

/* Makes a file that is not there yet, and the folders that lead to it. */
CHECKED enum status repository_create(struct repository *r, struct diagnostics *d, struct str path,
				      struct str text);

#endif
