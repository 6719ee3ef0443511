/* SPDX-License-Identifier: MIT */
/* Under which names a repository is known on its servers, from the URLs of its git remotes. */
#ifndef REPOSITORY_REMOTES_H
#define REPOSITORY_REMOTES_H

#include "base/diagnostic.h"

struct remote {
	struct str host; /* "github.com", without user and port; as it is written */
	struct str name; /* "owner/name" */
};

enum { REMOTES_MAX = 16 }; /* of one repository; those beyond are left out */

/* Zero-initialise. Texts are the arena's. */
struct remotes {
	LIST(struct remote) list;
	bool read; /* remotes_read has been called */
};

/* Reads the git configuration of the repository that has a folder on disk, as a text and once: no git
 * is run, and neither included files nor url.<base>.insteadOf count (git-config(1)). Where it has no
 * configuration that can be read there are no remotes. */
void remotes_read(struct remotes *remotes, struct arena *arena, struct str root);

/* Adds the remote that a URL names: scheme://[user@]host[:port]/…/owner/name[.git], or as ssh has it
 * [user@]host:owner/name[.git] (git-fetch(1), "Git URLs"). A path on disk names none. */
void remotes_add(struct remotes *remotes, struct arena *arena, struct str url);

/* Is "owner/name" one of them? host: that it must have, or empty. Letters' case does not count. */
bool remotes_have(const struct remotes *remotes, struct str host, struct str name);

#endif
