/* SPDX-License-Identifier: MIT */
/* Identities by `git var GIT_AUTHOR_IDENT`, which knows configuration, variables and dates. */
#include "config.h"

#include "output/identity.h"

#include "repository/git.h"

#include <stdlib.h>
#include <time.h>

/* Splits "Name <address>", and what follows it into *rest. */
static bool split_author(struct identity *identity, struct str text, struct str *rest)
{
	size_t open = str_find_char(text, '<', 0);
	size_t close = str_find_char(text, '>', open == STR_NONE ? 0 : open);

	if (open == STR_NONE || close == STR_NONE)
		return false;
	identity->name = str_trim(str_slice(text, 0, open));
	identity->email = str_trim(str_slice(text, open + 1, close));
	*rest = str_trim(str_slice(text, close + 1, text.len));
	return identity->name.len > 0;
}

/* "1763931473 +0100" */
static void read_stamp(struct identity *identity, struct arena *arena, struct str stamp)
{
	struct str text = arena_copy(arena, stamp);
	char *end = NULL;

	identity->date = strtoll(text.p, &end, 10);
	if (end && *end == ' ') {
		long zone = strtol(end + 1, NULL, 10);

		identity->zone = (int)(zone / 100 * 60 + zone % 100);
	}
}

static bool ask_git(struct identity *identity, struct arena *arena, const char *folder,
		    const char *date)
{
	BUF_AUTO struct buf out = { 0 };
	struct str rest;
	struct git_call call = { .folder = folder, .arguments = { "var", "GIT_AUTHOR_IDENT" } };
	size_t count = 0;

	if (date)
		call.variables[count++] = arena_printf(arena, "GIT_AUTHOR_DATE=%s", date).p;
	if (identity->name.len > 0) {
		call.variables[count++] =
			arena_printf(arena, "GIT_AUTHOR_NAME=%.*s", STR_ARG(identity->name)).p;
		call.variables[count++] =
			arena_printf(arena, "GIT_AUTHOR_EMAIL=%.*s", STR_ARG(identity->email)).p;
	}
	if (arena->failed || !git_run(&out, &call) ||
	    !split_author(identity, arena_copy(arena, str_trim(buf_str(&out))), &rest))
		return false;
	read_stamp(identity, arena, rest);
	return true;
}

bool identity_read(struct identity *identity, struct arena *arena, const char *folder,
		   const char *author, const char *date, const char **error)
{
	struct identity given = { 0 };
	struct str rest;
	BUF_AUTO struct buf version = { 0 };
	struct git_call probe = { .arguments = { "version" } };

	if (author && !split_author(&given, str_from(author), &rest)) {
		*error = "--author takes a name and an address: Name <address>";
		return false;
	}
	*identity = given;
	if (ask_git(identity, arena, folder, date))
		return !arena->failed;
	if (given.name.len == 0) {
		given.name = STR("nox-cache-inject");
		given.email = STR("nox-cache-inject@localhost");
	}
	*identity = given;
	if (ask_git(identity, arena, folder, date))
		return !arena->failed;
	*identity = given;
	if (date && git_run(&version, &probe)) {
		*error = "git cannot read this date";
		return false;
	}
	identity->date = (long long)time(NULL);
	if (date)
		read_stamp(identity, arena, str_from(date[0] == '@' ? date + 1 : date));
	return !arena->failed;
}
