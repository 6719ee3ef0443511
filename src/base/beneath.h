/* SPDX-License-Identifier: MIT */
/* Opening a folder by its way down from another, without following a link. */
#ifndef BASE_BENEATH_H
#define BASE_BENEATH_H

#include "base/str.h"

/* Opens the folder at a path below the open folder root; names separated by '/', without "." and
 * ".."; empty: root itself, opened anew. -1 with errno set: ELOOP or ENOTDIR where a name is a link
 * (openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, or name by name). */
int beneath_open_folder(int root, struct str path);

/* The same; folders that are not there are made with mode 0777 less the umask. A process of root
 * gives them to the owner of the folder that they are made in. */
int beneath_make_folder(int root, struct str path);

#endif
