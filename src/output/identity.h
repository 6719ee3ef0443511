/* SPDX-License-Identifier: MIT */
/* Who a commit is by, and when: as git itself would say. */
#ifndef OUTPUT_IDENTITY_H
#define OUTPUT_IDENTITY_H

#include "base/arena.h"

struct identity {
	struct str name;
	struct str email;
	long long date; /* seconds since 1970, UTC; not beyond the year 9999 */
	int zone;	/* minutes east of UTC; less than a day of them */
};

/* author ("Name <address>") and date (any form that git reads) may be NULL: then git's own
 * configuration and the present. folder is inside the repository. A machine without git or
 * without an identity signs as this program. False with *error set (static; NULL before) where author
 * or date cannot be read or used. */
bool identity_read(struct identity *identity, struct arena *arena, const char *folder,
		   const char *author, const char *date, const char **error);

#endif
