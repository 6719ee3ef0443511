/* SPDX-License-Identifier: MIT */
/* Opens a folder below another one without following symbolic links. */
#ifndef BASE_BENEATH_H
#define BASE_BENEATH_H

#include "base/str.h"

/* Opens the folder at a path below the open folder root. Names are separated by '/', without "."
 * and "..". An empty path opens root again. Returns -1 with errno set: ELOOP or ENOTDIR if a name
 * is a symbolic link. */
int beneath_open_folder(int root, struct str path);

/* The same, but creates missing folders with mode 0777 less the umask. If the process runs as root,
 * a new folder gets the owner of its parent. */
int beneath_make_folder(int root, struct str path);

#endif
