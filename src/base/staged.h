/* SPDX-License-Identifier: MIT */
/* A file that is written beside the one that it will replace. */
#ifndef BASE_STAGED_H
#define BASE_STAGED_H

#include "base/file.h"

#include <sys/stat.h>

/* Puts text into the file at path by way of a temporary file: one with old's mode and owner, where
 * old (what stat(2) says of path) is not NULL, else a new one. */
CHECKED enum status staged_put(struct diagnostics *d, const char *path, const struct stat *old,
			       struct str text);

#endif
