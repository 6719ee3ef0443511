/* SPDX-License-Identifier: MIT */
/* The parts of a path with slashes. They borrow its bytes; nothing is looked up. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/str.h"

/* What follows the last slash; all of a path without one. */
static inline struct str path_name(struct str path)
{
	return str_slice(path, str_rfind_char(path, '/') + 1, path.len); /* STR_NONE + 1 is 0 */
}

/* What precedes the last slash; "" for a path without one. */
static inline struct str path_folder(struct str path)
{
	size_t slash = str_rfind_char(path, '/');

	return str_slice(path, 0, slash == STR_NONE ? 0 : slash);
}

/* The path without slashes at its end; "/" stays. */
static inline struct str path_trim(struct str path)
{
	while (path.len > 1 && path.p[path.len - 1] == '/')
		path.len--;
	return path;
}

/* The name in a path of any system: what follows the last slash or backslash. */
static inline struct str path_any_name(struct str path)
{
	struct str name = path_name(path);

	return str_slice(name, str_rfind_char(name, '\\') + 1, name.len);
}

#endif
