/* SPDX-License-Identifier: MIT */
/* Reads git's configuration file (git-config(1), "CONFIGURATION FILE"). URLs with syntax that is
 * rare in them (inner quotes, continued lines) are ignored. */
#include "config.h"

#include "repository/remotes.h"

#include "base/file.h"
#include "repository/git_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { CONFIG_BYTES_MAX = 1024 * 1024 };

/* Matches '[remote "NAME"]'; section names are case-insensitive. */
static bool is_remote_section(struct str line)
{
	struct str word = str_trim(str_slice(line, 1, str_find_char(line, '"', 0)));

	return str_is_nocase(word, "remote") && str_find_char(line, '"', 0) != STR_NONE;
}

/* The value of "url = VALUE"; empty for any other line. */
static struct str url_of(struct str line)
{
	size_t equals = str_find_char(line, '=', 0);
	struct str value =
		equals == STR_NONE ? STR("") : str_trim(str_slice(line, equals + 1, line.len));

	if (!str_is_nocase(str_trim(str_slice(line, 0, equals)), "url"))
		return STR("");
	if (value.len >= 2 && value.p[0] == '"' && value.p[value.len - 1] == '"')
		value = str_slice(value, 1, value.len - 1);
	return str_find_char(value, '"', 0) == STR_NONE && str_find_char(value, '\\', 0) == STR_NONE
		       ? value
		       : STR("");
}

static void read_config(struct remotes *remotes, struct arena *arena, struct str text)
{
	bool in_remote = false;
	struct str line;

	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (str_starts(line, "["))
			in_remote = is_remote_section(line);
		else if (in_remote)
			remotes_add(remotes, arena, url_of(line));
	}
}

void remotes_read(struct remotes *remotes, struct arena *arena, struct str root)
{
	struct diagnostics ignored = { .arena = arena };
	BUF_AUTO struct buf text = { 0 };
	struct git_folder folder;
	struct str error, path;
	struct stat st;

	if (remotes->read)
		return;
	remotes->read = true;
	if (git_folder_find(&folder, arena, root, &error) != GIT_FOLDER_OK)
		return;
	path = arena_printf(arena, "%.*s/config", STR_ARG(folder.common));
	if (lstat(path.p, &st) != 0 || !S_ISREG(st.st_mode) ||
	    file_read_at(&ignored, AT_FDCWD, path.p, CONFIG_BYTES_MAX, &text, NULL) != STATUS_OK)
		return;
	read_config(remotes, arena, buf_str(&text));
}

/* The last two components of a path, without ".git"; empty if there are fewer. */
static struct str owner_and_name(struct str path)
{
	size_t name, owner;

	while (str_ends(path, "/"))
		path = str_slice(path, 0, path.len - 1);
	if (str_ends(path, ".git"))
		path = str_slice(path, 0, path.len - 4);
	name = str_rfind_char(path, '/');
	if (name == STR_NONE || name == 0 || name + 1 == path.len)
		return STR("");
	owner = str_rfind_char(str_slice(path, 0, name), '/');
	return str_slice(path, owner == STR_NONE ? 0 : owner + 1, path.len);
}

void remotes_add(struct remotes *remotes, struct arena *arena, struct str url)
{
	size_t scheme = str_find(url, STR("://"), 0);
	struct str rest = scheme == STR_NONE ? url : str_slice(url, scheme + 3, url.len);
	size_t colon = str_find_char(rest, ':', 0), slash = str_find_char(rest, '/', 0);
	size_t end = scheme == STR_NONE ? colon : slash;
	struct str host, name;

	/* Without a scheme, a colon before any slash ends the host. Otherwise it is a path on
	 * disk. */
	if (end == STR_NONE || (scheme == STR_NONE && slash != STR_NONE && slash < colon))
		return;
	host = str_slice(rest, 0, end);
	host = str_slice(host, str_rfind_char(host, '@') + 1, host.len);
	host = str_slice(host, 0, str_find_char(host, ':', 0));
	name = owner_and_name(str_slice(rest, end + 1, rest.len));
	if (host.len == 0 || name.len == 0 || remotes->list.len == REMOTES_MAX)
		return;
	list_add(arena, &remotes->list,
		 (struct remote){ arena_copy(arena, host), arena_copy(arena, name) });
}

bool remotes_have(const struct remotes *remotes, struct str host, struct str name)
{
	for (size_t i = 0; i < remotes->list.len; i++) {
		const struct remote *remote = &remotes->list.at[i];

		if (str_eq_nocase(remote->name, name) &&
		    (host.len == 0 || str_eq_nocase(remote->host, host)))
			return true;
	}
	return false;
}
