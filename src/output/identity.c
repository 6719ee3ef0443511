/* SPDX-License-Identifier: MIT */
/* Reads identities with `git var GIT_AUTHOR_IDENT`, which uses configuration, variables and
 * dates. */
#include "config.h"

#include "output/identity.h"

#include "base/ascii.h"
#include "repository/git.h"

#include <string.h>
#include <time.h>

/* The end of the year 9999. git supports later dates, mail does not. */
static const long long SECONDS_MAX = 253402300799;

static const char out_of_range[] = "date out of range (expected the years 1970 to 9999 and a zone "
				   "within a day of UTC)";

/* Splits "Name <address>" and stores what follows in *rest. */
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

/* Reads digits at *at. Returns false if there are none or the number is larger than most. */
static bool read_number(struct str text, size_t *at, long long most, long long *number)
{
	size_t start = *at;

	*number = 0;
	for (; *at < text.len && ascii_is_digit(text.p[*at]); ++*at) {
		int digit = text.p[*at] - '0';

		if (*number > (most - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return *at > start;
}

/* Parses "1763931473 +0100"; the zone is optional. */
static bool read_stamp(struct identity *identity, struct str stamp)
{
	long long seconds, zone = 0;
	size_t at = 0;
	bool west = false;

	if (!read_number(stamp, &at, SECONDS_MAX, &seconds))
		return false;
	if (at < stamp.len) {
		if (stamp.len != at + 6 || stamp.p[at] != ' ' || !strchr("+-", stamp.p[at + 1]))
			return false;
		west = stamp.p[at + 1] == '-';
		at += 2;
		if (!read_number(stamp, &at, 2359, &zone) || zone % 100 >= 60)
			return false;
	}
	identity->date = seconds;
	identity->zone = (int)(zone / 100 * 60 + zone % 100) * (west ? -1 : 1);
	return at == stamp.len;
}

/* Returns false if git has no identity or cannot parse the date. Sets *error if this program cannot
 * use the result. */
static bool read_from_git(struct identity *identity, struct arena *arena, const char *folder,
			  const char *date, const char **error)
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
	if (!git_run(&out, &call) ||
	    !split_author(identity, arena_copy(arena, str_trim(buf_str(&out))), &rest))
		return false;
	if (!read_stamp(identity, rest))
		*error = out_of_range;
	return !*error;
}

bool identity_read(struct identity *identity, struct arena *arena, const char *folder,
		   const char *author, const char *date, const char **error)
{
	struct identity given = { 0 };
	struct str rest;
	BUF_AUTO struct buf version = { 0 };
	struct git_call probe = { .arguments = { "version" } };

	if (author && !split_author(&given, str_from(author), &rest)) {
		*error = "invalid value for --author (expected 'Name <address>')";
		return false;
	}
	*identity = given;
	if (read_from_git(identity, arena, folder, date, error))
		return true;
	if (given.name.len == 0) {
		given.name = STR("nox-cache-inject");
		given.email = STR("nox-cache-inject@localhost");
	}
	*identity = given;
	if (*error || read_from_git(identity, arena, folder, date, error))
		return !*error;
	*identity = given;
	if (date && git_run(&version, &probe)) {
		*error = "git cannot read this date";
		return false;
	}
	identity->date = (long long)time(NULL);
	if (date && !read_stamp(identity, str_from(date[0] == '@' ? date + 1 : date)))
		*error = "invalid date (without git, expected @SECONDS +ZONE from 1970 to 9999)";
	return !*error;
}
