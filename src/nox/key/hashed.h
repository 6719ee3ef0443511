/* SPDX-License-Identifier: MIT */
/* The files in the key of a cache step: the arguments of hashFiles(). */
#ifndef NOX_HASHED_H
#define NOX_HASHED_H

#include "nox/key/cache_group.h"

/* The patterns of files, as template strings: those of the user, else those of the repository. For
 * a checkout of another repository, patterns for the files that it may contain. Never a path
 * outside the workspace, where hashFiles() sees nothing. Empty if there is no file to name. */
void hashed_patterns(struct strs *patterns, struct arena *arena, const struct workflow *workflow,
		     const struct plan_context *context, const struct cache_group *group);

/* The arguments of hashFiles() as text. Empty if there is no pattern. */
struct str hashed_files(struct arena *arena, const struct workflow *workflow,
			const struct plan_context *context, const struct cache_group *group);

#endif
