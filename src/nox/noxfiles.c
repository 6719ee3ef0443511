/* SPDX-License-Identifier: MIT */
/* Reading noxfiles from the checkout. What the runner's folders hold is known only where they are
 * the checkout's own. */
#include "config.h"

#include "nox/noxfiles.h"

#include "base/file.h"

static const struct noxfile *load(struct arena *arena, const char *root, struct str path)
{
	BUF_AUTO struct buf bytes = { 0 };
	struct diagnostics ignored = { .arena = arena };
	struct str full = arena_printf(arena, "%s/%.*s", root, STR_ARG(path));
	struct noxfile *noxfile = arena_new(arena, struct noxfile);

	if (arena->failed || path.len == 0 || path.p[0] == '/' || str_contains(path, "..") ||
	    str_contains(path, "${{"))
		return NULL;
	if (file_read(&ignored, full.p, FILE_LIMIT, &bytes, NULL) != STATUS_OK)
		return NULL;
	if (noxfile_read(noxfile, arena, arena_copy(arena, buf_str(&bytes))) != STATUS_OK)
		return NULL;
	return noxfile;
}

const struct noxfile *noxfiles_get(struct noxfiles *noxfiles, struct arena *arena, const char *root,
				   struct str path)
{
	struct noxfile_entry entry = { .path = path };

	for (size_t i = 0; i < noxfiles->list.len; i++)
		if (str_eq(noxfiles->list.at[i].path, path))
			return noxfiles->list.at[i].noxfile;
	entry.noxfile = load(arena, root, path);
	(void)list_add(arena, &noxfiles->list, entry); /* failure stays in the arena */
	return entry.noxfile;
}
