/* SPDX-License-Identifier: MIT */
/* Classifies requirements by their text. */
#include "config.h"

#include "nox/noxfile/sources.h"

#include "base/ascii.h"
#include "base/path.h"

#include <string.h>

static bool is_hex(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (ascii_hex(text.p[i]) < 0 || ascii_lower(text.p[i]) != text.p[i])
			return false;
	return true;
}

static size_t digits(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ascii_is_digit(text.p[i]);
	return count;
}

/* "1.2", "v1.2.3rc1", "name-1.2"; not "3.x", "stable-2.15", "release/1.2". */
static bool is_version(struct str text)
{
	static const char *const branches[] = { "stable",  "release", "maint",
						"support", "branch",  "dev" };
	size_t start = 0;

	for (size_t i = 0; i < sizeof(branches) / sizeof(branches[0]); i++)
		if (str_starts(text, branches[i]))
			return false;
	while (start < text.len && !ascii_is_digit(text.p[start]))
		start++;
	if (start == text.len || str_contains(str_slice(text, start, text.len), "x") ||
	    str_find_char(text, '/', 0) != STR_NONE)
		return false;
	return start == 0 || strchr("vV-_.", text.p[start - 1]) != NULL;
}

/* Classifies a revision of a repository. */
static enum source_kind revision_kind(struct str revision)
{
	if (revision.len == 0 || str_starts(revision, "refs/"))
		return SOURCE_MOVING;
	if (is_hex(revision) && revision.len >= 7 && digits(revision) > 0)
		return SOURCE_PINNED;
	if (is_version(revision))
		return SOURCE_PINNED;
	return digits(revision) > 0 ? SOURCE_ELSEWHERE : SOURCE_MOVING;
}

/* The URL without the parts that may follow it: a fragment, a query, a marker. */
static struct str cut(struct str text, const char *ends)
{
	size_t i = 0;

	while (i < text.len && !strchr(ends, text.p[i]))
		i++;
	return str_slice(text, 0, i);
}

/* git+https://host/path@revision */
static enum source_kind repository_kind(struct str url, bool known)
{
	size_t slash = str_find(url, STR("://"), 0);
	size_t at;

	url = cut(url, "# ;\t");
	slash = str_find_char(url, '/', slash == STR_NONE ? 0 : slash + 3);
	at = str_rfind_char(url, '@');
	if (!known)
		return SOURCE_ELSEWHERE;
	if (at == STR_NONE || slash == STR_NONE || at < slash)
		return SOURCE_MOVING;
	return revision_kind(str_slice(url, at + 1, url.len));
}

/* https://host/…/v1.2.tar.gz, …/refs/heads/main.zip, …/name-1.2-py3-none-any.whl */
static enum source_kind archive_kind(struct str url, bool known)
{
	static const char *const ends[] = {
		".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".whl"
	};
	struct str name;

	if (str_contains(url, "/heads/"))
		return SOURCE_MOVING;
	if (!known)
		return SOURCE_ELSEWHERE;
	url = cut(url, "#? ;\t");
	name = path_name(url);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(name, ends[i]))
			name = str_slice(name, 0, name.len - strlen(ends[i]));
	if (str_ends(url, ".whl")) { /* name-version-tags */
		name = str_slice(name, cut(name, "-").len + 1, name.len);
		name = cut(name, "-");
	}
	return revision_kind(name);
}

bool source_is_url(struct str text)
{
	return str_starts(text, "http://") || str_starts(text, "https://");
}

static bool is_path(struct str text)
{
	size_t extras = str_find_char(text, '[', 0);
	struct str path = str_slice(text, 0, extras);

	return str_starts(text, ".") || str_starts(text, "~") || str_contains(path, "/") ||
	       str_contains(path, "\\") || str_ends(text, ".whl") || str_ends(path, ".tar.gz") ||
	       str_ends(path, ".zip");
}

enum source_kind source_kind(struct value requirement)
{
	static const char *const systems[] = { "git+", "hg+", "svn+", "bzr+" };
	struct str text = str_trim(requirement.text);
	size_t scheme;

	if (str_contains(text, "file:"))
		return str_ends(text, ".whl") || requirement.wheel ? SOURCE_WHEEL : SOURCE_FOLDER;
	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		scheme = str_find(text, str_from(systems[i]), 0);
		if (scheme != STR_NONE)
			return repository_kind(str_slice(text, scheme, text.len),
					       requirement.known);
	}
	scheme = str_find(text, STR("://"), 0);
	if (scheme != STR_NONE) {
		size_t space = str_rfind_char(str_slice(text, 0, scheme), ' ');

		return archive_kind(str_slice(text, space + 1, text.len), requirement.known);
	}
	if (is_path(cut(text, ";")))
		return str_ends(text, ".whl") || requirement.wheel ? SOURCE_WHEEL : SOURCE_FOLDER;
	if (requirement.known)
		return text.len > 0 ? SOURCE_NAMED : SOURCE_UNKNOWN;
	if (requirement.wheel && text.len == 0)
		return SOURCE_WHEEL;
	return cut(text, "=<>!~").len < text.len ? SOURCE_NAMED : SOURCE_UNKNOWN;
}
