/* SPDX-License-Identifier: MIT */
/* Signs a commit with the user's program and key. */
#ifndef OUTPUT_SIGNING_H
#define OUTPUT_SIGNING_H

#include "repository/git_folder.h"

enum { SIGNING_ARGUMENTS_MAX = 16 };

/* The arguments for git. Texts are the arena's. */
struct signing {
	bool wanted;
	const char *settings[SIGNING_ARGUMENTS_MAX + 1]; /* "-c", "gpg.format=ssh", ...;
	                                                  * NULL-terminated */
	const char *option;				 /* "-S" with the key */
};

/* Reads the user's configuration: global, system and command (GIT_CONFIG_COUNT). The repository's
 * commit.gpgSign, gpg.program and similar settings are ignored, because its author could choose a
 * program to run. asked: sign regardless of the configuration, with this key or, if it is empty,
 * the user's; or NULL. committer: "Name <address>", which gpg uses to find a key if none is
 * configured. Returns false with *error set if the commit must be signed and there is no key. */
bool signing_read(struct signing *signing, struct arena *arena, const struct git_folder *git,
		  const char *asked, struct str committer, struct str *error);

#endif
