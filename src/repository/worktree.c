/* SPDX-License-Identifier: MIT */
/* The files of a repository on disk. Each access uses an open folder and one name in it, so that no
 * part of a path can be replaced with a link in the meantime. */
#include "config.h"

#include "base/path.h"
#include "repository/repository.h"

#include "repository/store.h"

#include "base/beneath.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/staged.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct worktree {
	struct store store;
	int root;		/* open folder, or -1 */
	int error;		/* why it is not open */
	int folder;		/* the folder that was used last, open, or -1 */
	struct buf folder_path; /* its path */
	struct lookup swept;	/* folders whose leftovers were removed */
};

/* Opens the folder at a path. The descriptor is valid until the next call. Returns -1 with errno
 * set on failure. */
static int open_folder(struct worktree *w, struct str path)
{
	if (w->root < 0) {
		errno = w->error;
		return -1;
	}
	if (path.len == 0)
		return w->root;
	if (w->folder >= 0 && str_eq(buf_str(&w->folder_path), path))
		return w->folder;
	if (w->folder >= 0)
		close(w->folder);
	buf_cut(&w->folder_path, 0);
	buf_add(&w->folder_path, path);
	w->folder = beneath_open_folder(w->root, path);
	return w->folder;
}

/* The target of a link; empty if it cannot be read or is too long for a path. */
static struct str read_link(struct arena *arena, int folder, const char *name)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(folder, name, target, sizeof(target));

	if (length <= 0 || (size_t)length >= sizeof(target))
		return STR("");
	return arena_copy(arena, (struct str){ target, (size_t)length });
}

static void look(struct store *store, struct arena *arena, struct str path,
		 struct store_entry *entry)
{
	struct worktree *w = (struct worktree *)store;
	struct str name = arena_copy(arena, path_name(path));
	int folder = open_folder(w, path_folder(path));
	struct stat st;

	*entry = (struct store_entry){ .kind = ENTRY_NONE };
	if (folder < 0 || fstatat(folder, name.p, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		memory_check_errno();
		entry->error = errno;
		return;
	}
	if (S_ISLNK(st.st_mode)) {
		entry->kind = ENTRY_LINK;
		entry->target = read_link(arena, folder, name.p);
		if (entry->target.len == 0)
			entry->kind = ENTRY_SPECIAL;
	} else if (S_ISDIR(st.st_mode)) {
		entry->kind = ENTRY_FOLDER;
	} else if (S_ISREG(st.st_mode)) {
		entry->kind = ENTRY_FILE;
	} else {
		entry->kind = ENTRY_SPECIAL;
	}
}

struct listing {
	struct arena *arena;
	struct names *names;
	size_t limit;
};

static bool take_name(void *caller, const char *text, enum name_kind kind)
{
	struct listing *l = caller;
	struct str name = arena_copy(l->arena, str_from(text));

	l->names->whole = l->names->list.len < l->limit;
	if (!l->names->whole)
		return false;
	list_add(l->arena, &l->names->list, name);
	if (kind != NAME_OF_ANY)
		list_add(l->arena, &l->names->known,
			 (struct known_entry){ name,
					       kind == NAME_OF_FILE ? ENTRY_FILE : ENTRY_FOLDER });
	return true;
}

static void list(struct store *store, struct arena *arena, struct str path, size_t limit,
		 struct names *names)
{
	struct worktree *w = (struct worktree *)store;
	int folder = open_folder(w, path);
	struct listing listing = { arena, names, limit };

	if (folder < 0)
		memory_check_errno();
	names->whole = true;
	names->error = folder < 0 ? errno : names_read(folder, take_name, &listing);
	names->whole = names->whole && names->error == 0;
	if (names->error != 0 && w->folder >= 0) { /* its position is anywhere */
		close(w->folder);
		w->folder = -1;
	}
}

static enum status read_file(struct store *store, struct diagnostics *d, struct str path,
			     size_t limit, struct buf *out, unsigned *mode)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct str name = arena_copy(&scratch, path_name(path));
	int folder = open_folder((struct worktree *)store, path_folder(path));

	if (folder < 0) {
		diagnostic_file(d, SEVERITY_ERROR, "cannot open: %s", strerror(errno));
		return STATUS_IO;
	}
	return file_read_at(d, folder, name.p, limit, out, mode);
}

static void release(struct store *store)
{
	struct worktree *w = (struct worktree *)store;

	if (w->folder >= 0)
		close(w->folder);
	if (w->root >= 0)
		close(w->root);
	buf_release(&w->folder_path);
}

static const struct store_type worktree_type = { look, list, read_file, release };

void repository_open_folder(struct repository *r, const char *root)
{
	struct worktree *w = arena_new(&r->arena, struct worktree);

	w->store.type = &worktree_type;
	w->folder = -1;
	w->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->root < 0)
		memory_check_errno();
	w->error = w->root < 0 ? errno : 0;
	r->store = &w->store;
}

/* ------------------------------------------------------------------ writing */

/* Once per folder: listing it for each file would be slow. */
static void sweep(struct worktree *w, struct arena *arena, struct str path, int folder)
{
	bool first = false;

	(void)lookup_put(&w->swept, arena, arena_copy(arena, path), 0, &first);
	if (first)
		leftovers_remove(folder);
}

/* Opens the folder of a path for writing. Fails if the store is not a work tree. */
static int writable_folder(struct repository *r, struct diagnostics *d, struct str path, bool make)
{
	struct worktree *w = (struct worktree *)r->store;
	int folder = -1;

	errno = EROFS;
	if (r->store->type == &worktree_type) {
		errno = w->error;
		if (w->root >= 0)
			folder = make ? beneath_make_folder(w->root, path_folder(path))
				      : beneath_open_folder(w->root, path_folder(path));
	}
	if (folder < 0)
		diagnostic_file(d, SEVERITY_ERROR, "cannot open its folder: %s", strerror(errno));
	else
		sweep(w, &r->arena, path_folder(path), folder);
	return folder;
}

enum status repository_replace(struct repository *r, struct diagnostics *d, struct str path,
			       struct str expected, struct str text, const char *suffix)
{
	struct str name = arena_copy(&r->arena, path_name(path));
	int folder;
	enum status status;

	folder = writable_folder(r, d, path, false);
	if (folder < 0)
		return STATUS_IO;
	status = staged_replace(d, folder, name.p, expected, text, suffix);
	close(folder);
	return status;
}

enum status repository_create(struct repository *r, struct diagnostics *d, struct str path,
			      struct str text)
{
	struct str name = arena_copy(&r->arena, path_name(path));
	int folder;
	enum status status;

	folder = writable_folder(r, d, path, true);
	if (folder < 0)
		return STATUS_IO;
	status = staged_put(d, folder, name.p, NULL, text);
	close(folder);
	return status;
}
