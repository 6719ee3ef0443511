/* SPDX-License-Identifier: MIT */
/* Writes a file under a temporary name, then renames it. A file is named by an open folder and its
 * name in it, so no symbolic link is followed. On failure all files are unchanged and no temporary
 * file is left. Call leftovers_remove once per folder to remove the temporary files of killed
 * processes. */
#ifndef BASE_STAGED_H
#define BASE_STAGED_H

#include "base/file.h"

#include <sys/stat.h>

/* Writes text to a file. If old (its stat(2) result) is not NULL, replaces the file and keeps its
 * mode and owner. Otherwise creates it with mode 0666 less the umask; it must not exist yet. */
CHECKED enum status staged_put(struct diagnostics *d, int folder, const char *name,
			       const struct stat *old, struct str text);

/* Replaces the content of a regular file, which must still be expected. The file keeps its mode,
 * owner, access control list and, where the system allows it, its other extended attributes. Fails
 * if the file has changed, is not writable, has other names (hard links), or if its owner or access
 * control list cannot be kept. If suffix is not NULL or empty, the old content is kept in a file
 * whose name has the suffix appended. */
CHECKED enum status staged_replace(struct diagnostics *d, int folder, const char *name,
				   struct str expected, struct str text, const char *suffix);

#endif
