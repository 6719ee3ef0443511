/* SPDX-License-Identifier: MIT */
/* Parses `uses:`. Forgejo and Gitea also accept a URL; its host is kept as written. */
#include "config.h"

#include "workflow/uses.h"

#include "base/ascii.h"
#include "repository/remotes.h"

struct uses uses_read(struct str value)
{
	struct uses uses = { 0 };

	value = str_trim(value);
	if (str_starts(value, "./") || str_starts(value, "$/")) {
		uses.local = true;
		uses.name = str_slice(value, 2, value.len);
		return uses;
	}
	if (str_starts(value, "docker://")) {
		uses.docker = true;
		uses.name = value;
		return uses;
	}

	size_t scheme = str_find(value, STR("://"), 0);

	if (scheme != STR_NONE) {
		size_t slash = str_find_char(value, '/', scheme + 3);

		uses.host = str_slice(value, 0, slash == STR_NONE ? value.len : slash + 1);
		value = str_slice(value, uses.host.len, value.len);
	}

	size_t at = str_find_char(value, '@', 0);
	struct str path = str_slice(value, 0, at);
	size_t owner = str_find_char(path, '/', 0);
	size_t name = owner == STR_NONE ? STR_NONE : str_find_char(path, '/', owner + 1);

	if (at != STR_NONE)
		uses.ref = str_slice(value, at + 1, value.len);
	uses.name = str_slice(path, 0, name);
	if (name != STR_NONE)
		uses.path = str_slice(path, name + 1, path.len);
	return uses;
}

bool uses_is_own(const struct uses *uses, const struct remotes *remotes)
{
	struct str host = uses->host;
	size_t scheme;

	if (uses->local || uses->docker || !remotes || remotes->list.len == 0)
		return false;
	scheme = str_find(host, STR("://"), 0);
	if (scheme != STR_NONE) {
		host = str_slice(host, scheme + 3, host.len);
		host = str_slice(host, 0, str_find_char(host, '/', 0));
		host = str_slice(host, 0, str_find_char(host, ':', 0));
	}
	return remotes_have(remotes, host, uses->name);
}

struct uses uses_seen_from(const struct tree *tree, struct uses uses)
{
	if (uses_is_own(&uses, tree->source->remotes)) {
		uses.local = true;
		uses.name = uses.path;
		uses.path = uses.host = STR("");
	}
	return uses;
}

struct uses uses_of(const struct tree *tree, const struct node *node)
{
	return uses_seen_from(tree, uses_read(scalar_value(tree, node)));
}

bool uses_is_sound(struct str value)
{
	return value.len > 0 && str_is_line(value) && str_find_char(value, ' ', 0) == STR_NONE &&
	       !str_contains(value, "${{");
}

bool uses_is_action(struct str value)
{
	struct uses uses = uses_read(value);
	size_t slash = str_find_char(uses.name, '/', 0);

	if (!uses_is_sound(value))
		return false;
	if (uses.local || uses.docker)
		return uses.name.len > 0;
	return uses.ref.len > 0 && slash != STR_NONE && slash > 0 && slash + 1 < uses.name.len;
}

bool uses_is(const struct uses *uses, const char *name)
{
	return !uses->local && !uses->docker && str_is_nocase(uses->name, name);
}

bool uses_is_all_of(const struct uses *uses, const char *name)
{
	struct str own = uses->name;
	size_t i = 0;

	if (uses->local || uses->docker || own.len == 0)
		return false;
	while (i < own.len && ascii_lower(own.p[i]) == ascii_lower(name[i]) && name[i] != '\0')
		i++;
	/* A "/" after owner and name begins the path. */
	if (i < own.len || (name[i] != '\0' && name[i] != '/'))
		return false;
	return str_is(uses->path, name[i] == '/' ? name + i + 1 : "");
}

bool uses_is_pinned(const struct uses *uses)
{
	if (uses->ref.len != 40 && uses->ref.len != 64)
		return false;
	for (size_t i = 0; i < uses->ref.len; i++)
		if (!ascii_is_digit(uses->ref.p[i]) &&
		    (uses->ref.p[i] < 'a' || uses->ref.p[i] > 'f'))
			return false;
	return true;
}
