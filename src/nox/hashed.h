/* SPDX-License-Identifier: MIT */
/* Which files a key hashes for the calls that a cache step serves. */
#ifndef NOX_HASHED_H
#define NOX_HASHED_H

#include "nox/cache_group.h"

/* The patterns of files, template strings: the user's; else of what the repository holds, or, where it
 * is another one that will, of what it may hold. Never a path outside of the workspace, of which
 * hashFiles() sees nothing. None where there is no file to be named. */
void hashed_patterns(struct strs *patterns, struct arena *arena, const struct workflow *workflow,
		     const struct plan_context *context, const struct cache_group *group);

/* What stands between the brackets of hashFiles(). Empty where there is no pattern. */
struct str hashed_files(struct arena *arena, const struct workflow *workflow,
			const struct plan_context *context, const struct cache_group *group);

#endif
