/* SPDX-License-Identifier: MIT */
/* The names of a repository on its servers, from the URLs of its git remotes. */
#ifndef REPOSITORY_REMOTES_H
#define REPOSITORY_REMOTES_H

#include "base/diagnostic.h"

struct remote {
	struct str host; /* as written, without user and port: "github.com" */
	struct str name; /* "owner/name" */
};

enum { REMOTES_MAX = 16 }; /* per repository; further ones are ignored */

/* Zero-initialise. Texts are the arena's. */
struct remotes {
	LIST(struct remote) list;
	bool read; /* remotes_read has been called */
};

/* Reads the git configuration of the repository that contains a folder on disk, once. Parses the
 * file without running git; ignores included files and url.<base>.insteadOf (git-config(1)). If it
 * cannot be read, there are no remotes. */
void remotes_read(struct remotes *remotes, struct arena *arena, struct str root);

/* Adds the remote that a URL names: scheme://[user@]host[:port]/…/owner/name[.git] or, for ssh,
 * [user@]host:owner/name[.git] (git-fetch(1), "Git URLs"). Ignores paths on disk. */
void remotes_add(struct remotes *remotes, struct arena *arena, struct str url);

/* Whether one of the remotes is "owner/name" on host (any host if empty). Case-insensitive. */
bool remotes_have(const struct remotes *remotes, struct str host, struct str name);

#endif
