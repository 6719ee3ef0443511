/* SPDX-License-Identifier: MIT */
/* Determines the author and the date of a commit as git would. */
#ifndef OUTPUT_IDENTITY_H
#define OUTPUT_IDENTITY_H

#include "base/arena.h"

struct identity {
	struct str name;
	struct str email;
	long long date; /* seconds since 1970, UTC; at most the year 9999 */
	int zone;	/* minutes east of UTC; less than a day */
};

/* author ("Name <address>") and date (any format of git) may be NULL; the defaults are git's
 * configuration and the current time. folder is inside the repository. Without git or a configured
 * identity, the identity is this program. Returns false with *error set (static; NULL before) if
 * author or date is invalid. */
bool identity_read(struct identity *identity, struct arena *arena, const char *folder,
		   const char *author, const char *date, const char **error);

#endif
