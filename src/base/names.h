/* SPDX-License-Identifier: MIT */
/* Lists the names in a folder. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>

/* What the folder says about a name; not all file systems do. */
enum name_kind { NAME_OF_ANY, NAME_OF_FILE, NAME_OF_FOLDER };

/* Calls take for each name in an open folder, but not for "." and "..", in any order, until it returns
 * false. A descriptor can be used once: its position is at the end then. Returns 0, or an errno. */
int names_read(int folder, bool (*take)(void *caller, const char *name, enum name_kind kind),
	       void *caller);

#endif
