/* SPDX-License-Identifier: MIT */
/* Signing a commit with the user's program and key. */
#ifndef OUTPUT_SIGNING_H
#define OUTPUT_SIGNING_H

#include "repository/git_folder.h"

enum { SIGNING_ARGUMENTS_MAX = 16 };

/* What git is to be told for it. Texts are the arena's. */
struct signing {
	bool wanted;
	const char *settings[SIGNING_ARGUMENTS_MAX + 1]; /* "-c", "gpg.format=ssh", ...; NULL behind */
	const char *option; /* "-S" with the key */
};

/* Reads what the user has configured: the global and the system's configuration and the command's
 * (GIT_CONFIG_COUNT). A repository's own commit.gpgSign, gpg.program and the like do not count:
 * whoever wrote it would choose a program that runs here. asked: sign whatever is configured, by this
 * key, or where it is empty the user's; or NULL. committer: "Name <address>", by which gpg finds a key where none is named.
 * False with *error set where it is to be signed and no key can be told. */
bool signing_read(struct signing *signing, struct arena *arena, const struct git_folder *git,
		  const char *asked, struct str committer, struct str *error);

#endif
