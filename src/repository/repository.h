/* SPDX-License-Identifier: MIT */
/* The only access to the files of a repository, which are untrusted: no link leads out of the root,
 * only regular files are read, each once, and sizes are bounded.
 *
 * Paths are relative to the root, with '/' between names. ".", ".." and links are resolved as a
 * file system does. Nothing named .git is visible. */
#ifndef REPOSITORY_REPOSITORY_H
#define REPOSITORY_REPOSITORY_H

#include "base/buf.h"
#include "base/diagnostic.h"
#include "base/lookup.h"
#include "repository/entry.h"

/* The maximum size of a file and of all files of a repository together, in bytes. */
#define REPOSITORY_FILE_MAX ((size_t)16 * 1024 * 1024)
#define REPOSITORY_BYTES_MAX ((size_t)256 * 1024 * 1024)

/* The maximum number of names per folder; further ones are ignored. */
enum { REPOSITORY_NAMES_MAX = 100000 };

/* The content of a file, or why it cannot be read. Texts are the repository's. */
struct repository_file {
	struct str path;    /* resolved */
	struct str bytes;   /* empty if it cannot be read */
	unsigned mode;	    /* 0100644 or 0100755 */
	enum status status; /* STATUS_OK, STATUS_INVALID, STATUS_IO */
	struct str error;   /* one line that does not name the file; empty if it was read */
};

struct store;

/* Zero-initialise, then open; must not move while it is open. */
struct repository {
	struct arena arena;
	struct store *store;
	struct lookup entries; /* by requested path */
	struct lookup looks;   /* by resolved path */
	struct lookup folders;
	struct lookup files;
	struct buf walked[2]; /* memory for following a path, kept from one to the next */
	size_t bytes;	      /* read so far, without those that were given back */
	/* An errno if the system has failed for reasons other than a file (descriptors, memory):
	 * results may then be wrong. */
	int trouble;
};

/* Opens the work tree whose root is a folder on disk. If it cannot be opened, it is empty and every
 * path has the error. */
void repository_open_folder(struct repository *r, const char *root);

void repository_close(struct repository *r);
#define REPOSITORY_AUTO __attribute__((cleanup(repository_close)))

/* What a path refers to. */
const struct entry *repository_look(struct repository *r, struct str path);

/* The same of a path that is asked for once or twice: it is not kept. The path must live as long as the
 * entry. */
struct entry repository_look_once(struct repository *r, struct str path);

/* The names in the folder that a path refers to; empty if it is not a folder. */
const struct names *repository_list(struct repository *r, struct str path);

/* The content of the file that a path refers to. It is read once and cached. */
const struct repository_file *repository_read(struct repository *r, struct str path);

/* The same without caching: replaces the content of *out. *mode, if not NULL, is set too. STATUS_INVALID and
 * STATUS_IO come with a diagnostic. */
CHECKED enum status repository_read_once(struct repository *r, struct diagnostics *d,
					 struct str path, struct buf *out, unsigned *mode);

/* The same of a path that was looked up; mode must not be NULL. */
CHECKED enum status repository_read_entry(struct repository *r, struct diagnostics *d,
					  const struct entry *entry, struct buf *out,
					  unsigned *mode);

/* To be called when bytes of repository_read_once are freed, so that they no longer count. */
void repository_give_back(struct repository *r, size_t bytes);

/* Whether a path refers to a regular file, or a folder. */
bool repository_has_file(struct repository *r, struct str path);
bool repository_has_folder(struct repository *r, struct str path);

/* The following are for work trees only and take paths as in struct entry; they follow no links. */

/* Replaces a file's content, which must still be expected: see staged_replace. */
CHECKED enum status repository_replace(struct repository *r, struct diagnostics *d, struct str path,
				       struct str expected, struct str text, const char *suffix);

/* Creates a file, which must not exist, and the folders of its path. */
CHECKED enum status repository_create(struct repository *r, struct diagnostics *d, struct str path,
				      struct str text);

#endif
