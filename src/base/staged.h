/* SPDX-License-Identifier: MIT */
/* Files that are written beside the one that they will replace, then take its name. A file is named
 * by an open folder and its name in it, which leads through no link. On failure all files are as
 * they were, and nothing is left behind; what a process that was killed has left, leftovers_remove
 * takes away, to be called once for a folder in which files are written. */
#ifndef BASE_STAGED_H
#define BASE_STAGED_H

#include "base/file.h"

#include <sys/stat.h>

/* Puts text into a file: with old's mode and owner, where old (what stat(2) says of it) is not NULL;
 * else into a new one of mode 0666 less the umask, which must not be there yet. */
CHECKED enum status staged_put(struct diagnostics *d, int folder, const char *name,
			       const struct stat *old, struct str text);

/* Replaces the content of a regular file, which must still be expected. The file keeps its mode,
 * owner, access control list and, where the system allows it, its other extended attributes.
 * Refused for a file that has changed, that may not be written, that has other names (hard links),
 * or whose owner or access control list cannot be kept. suffix, if not NULL or empty, is appended to
 * the name for a copy of the old content. */
CHECKED enum status staged_replace(struct diagnostics *d, int folder, const char *name,
				   struct str expected, struct str text, const char *suffix);

#endif
