/* SPDX-License-Identifier: MIT */
/* Each setting with which git chooses a signing program or key is set to the user's value or git's
 * default: see git-config(1), gpg.* and user.signingKey. */
#include "config.h"

#include "output/signing.h"

#include "repository/git.h"

#include <stdlib.h>

static const struct choice {
	const char *name;  /* as `git config` prints it */
	const char *value; /* git's default */
} choices[] = {
	{ "gpg.format", "openpgp" },	     { "gpg.program", "gpg" },
	{ "gpg.openpgp.program", "" }, /* falls back to gpg.program */
	{ "gpg.x509.program", "gpgsm" },     { "gpg.ssh.program", "ssh-keygen" },
	{ "gpg.ssh.defaultkeycommand", "" },
};

enum {
	CHOICES = sizeof(choices) / sizeof(choices[0]),
	FORMAT = 0,
	PROGRAM,
	OPENPGP,
	DEFAULT_KEY = 5
};

_Static_assert(2 * CHOICES <= SIGNING_ARGUMENTS_MAX, "all settings fit");

struct user {
	struct str values[CHOICES];
	struct str key;
	bool signs;
};

/* A boolean as in git-config(1); a name without a value is true. */
static bool is_true(struct str value, bool given)
{
	return !given || str_is_nocase(value, "true") || str_is_nocase(value, "yes") ||
	       str_is_nocase(value, "on") ||
	       (value.len > 0 && value.p[0] >= '1' && value.p[0] <= '9');
}

static void read_entry(struct user *user, struct str entry)
{
	bool given = str_find_char(entry, '\n', 0) != STR_NONE;
	struct str name = str_next_part(&entry, '\n');

	if (str_is(name, "commit.gpgsign"))
		user->signs = is_true(entry, given);
	if (str_is(name, "user.signingkey"))
		user->key = entry;
	for (size_t i = 0; i < CHOICES; i++)
		if (str_is(name, choices[i].name))
			user->values[i] = entry;
}

/* Reads the user's settings. As in git, the last of several values counts. */
static void read_user(struct user *user, struct arena *arena, const struct git_folder *git)
{
	struct git_call call = { .folder = git->path.p,
				 .arguments = {
					 "config", "-z", "--show-scope", "--get-regexp",
					 "^(commit\\.gpgsign|gpg\\..*|user\\.signingkey)$" } };
	BUF_AUTO struct buf out = { 0 };
	struct str rest;

	for (size_t i = 0; i < CHOICES; i++)
		user->values[i] = str_from(choices[i].value);
	if (!git_run(&out, &call))
		return; /* nothing is set */
	rest = buf_keep(&out, arena);
	while (rest.len > 0) {
		struct str scope = str_next_part(&rest, '\0');
		struct str entry = str_next_part(&rest, '\0');

		if (!str_is(scope, "local") && !str_is(scope, "worktree"))
			read_entry(user, entry);
	}
	if (user->values[OPENPGP].len == 0)
		user->values[OPENPGP] = user->values[PROGRAM];
}

bool signing_read(struct signing *signing, struct arena *arena, const struct git_folder *git,
		  const char *asked, struct str committer, struct str *error)
{
	struct user user = { .signs = false };
	size_t count = 0;

	*signing = (struct signing){ .wanted = false };
	*error = STR("");
	read_user(&user, arena, git);
	signing->wanted = asked != NULL || user.signs;
	if (!signing->wanted)
		return true;
	if (asked && asked[0])
		user.key = str_from(asked);
	if (user.key.len == 0 && str_is(user.values[FORMAT], "ssh") &&
	    user.values[DEFAULT_KEY].len == 0) {
		*error = STR(
			"no signing key: set user.signingKey in the global git configuration or "
			"use --sign=KEY");
		return false;
	}
	if (user.key.len == 0 && !str_is(user.values[FORMAT], "ssh"))
		user.key = committer;
	for (size_t i = 0; i < CHOICES; i++) {
		signing->settings[count++] = "-c";
		signing->settings[count++] =
			arena_printf(arena, "%s=%.*s", choices[i].name, STR_ARG(user.values[i])).p;
	}
	signing->option = arena_printf(arena, "-S%.*s", STR_ARG(user.key)).p;
	return true;
}
