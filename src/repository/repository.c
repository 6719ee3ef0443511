/* SPDX-License-Identifier: MIT */
/* Resolves paths and caches what was found. */
#include "config.h"

#include "repository/repository.h"

#include "base/path.h"
#include "repository/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	LINKS_MAX = 40,		/* per path, as in Linux */
	PATH_BYTES_MAX = 65536, /* of one path including its links */
};

void repository_close(struct repository *r)
{
	if (r->store)
		r->store->type->release(r->store);
	buf_release(&r->walked[0]);
	buf_release(&r->walked[1]);
	arena_release(&r->arena);
	*r = (struct repository){ .store = NULL };
}

/* ------------------------------------------------------------------ following a path */

/* The state of resolving a path. */
struct walk {
	struct repository *repository;
	struct buf at;	 /* resolved, without links */
	struct buf rest; /* components in reverse order: the next name is the last */
	struct entry *entry;
	size_t links;
	size_t bytes;
};

/* Prepends a path to the rest. */
static bool walk_prepend(struct walk *w, struct str path)
{
	w->bytes += path.len;
	if (w->bytes > PATH_BYTES_MAX)
		return false;
	while (path.len > 0) {
		struct str name = path_name(path);

		if (name.len > 0 && !str_is(name, ".")) {
			buf_add_char(&w->rest, '/');
			buf_add(&w->rest, name);
		}
		path = path_folder(path);
	}
	return true;
}

/* Removes the next name. It is valid until the next walk_prepend. */
static bool walk_next(struct walk *w, struct str *name)
{
	struct str rest = buf_str(&w->rest);
	size_t slash = str_rfind_char(rest, '/');

	if (slash == STR_NONE)
		return false;
	*name = str_slice(rest, slash + 1, rest.len);
	buf_cut(&w->rest, slash);
	return true;
}

/* Whether an error is about the path and not about the state of the system. */
static bool is_of_path(int error)
{
	static const int errors[] = { 0,      ENOENT, ENOTDIR,	    EISDIR, ELOOP,
				      EACCES, EPERM,  ENAMETOOLONG, EILSEQ, EINVAL };

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i] == error)
			return true;
	return false;
}

static void record_system_error(struct repository *r, int error)
{
	if (r->trouble == 0 && !is_of_path(error))
		r->trouble = error;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The names, or structs that begin with one, are sorted by them. */
static const void *find_name(struct str name, const void *at, size_t count, size_t size)
{
	return count > 0 ? bsearch(&name, at, count, size, by_bytes) : NULL;
}

/* Whether the list of its folder, if there is one, shows what a path is. */
static bool is_listed(const struct repository *r, struct str path, struct store_entry *entry)
{
	const struct names *names = lookup_pointer(&r->folders, path_folder(path));
	struct str name = path_name(path);
	const struct known_entry *known;

	if (!names)
		return false;
	known = find_name(name, names->known.at, names->known.len, sizeof(*known));
	if (!known &&
	    (!names->whole || find_name(name, names->list.at, names->list.len, sizeof(name))))
		return false;
	entry->kind = known ? known->kind : ENTRY_NONE;
	entry->error = known ? 0 : ENOENT;
	return true;
}

/* What the store says of a path. It is kept unless the list of the folder says it. */
static struct store_entry look_up(struct repository *r, struct str path)
{
	struct store_entry listed = { .kind = ENTRY_NONE };
	struct store_entry *entry = lookup_pointer(&r->looks, path);

	if (entry)
		return *entry;
	if (is_listed(r, path, &listed))
		return listed;
	entry = arena_new(&r->arena, struct store_entry);
	r->store->type->look(r->store, &r->arena, path, entry);
	lookup_add_pointer(&r->looks, &r->arena, arena_copy(&r->arena, path), entry);
	record_system_error(r, entry->error);
	return *entry;
}

static void leave(struct walk *w)
{
	w->entry->kind = ENTRY_OUTSIDE;
	buf_cut(&w->rest, 0);
}

static void walk_up(struct walk *w)
{
	struct str at = buf_str(&w->at);

	if (at.len == 0) {
		leave(w);
		return;
	}
	buf_cut(&w->at, path_folder(at).len);
	if (w->entry->kind != ENTRY_NONE)
		w->entry->kind = ENTRY_FOLDER;
}

/* Enters one name. */
static void walk_down(struct walk *w, struct str name)
{
	struct entry *entry = w->entry;
	size_t before = w->at.len;
	struct store_entry found;

	if (str_is_nocase(name, ".git") || memchr(name.p, '\0', name.len)) {
		leave(w);
		return;
	}
	if (before > 0)
		buf_add_char(&w->at, '/');
	buf_add(&w->at, name);
	if (entry->kind == ENTRY_NONE)
		return;
	if (entry->kind != ENTRY_FOLDER) {
		entry->kind = ENTRY_NONE;
		entry->error = ENOTDIR;
		return;
	}
	found = look_up(w->repository, buf_str(&w->at));
	if (found.kind == ENTRY_LINK) {
		entry->linked = true;
		buf_cut(&w->at, before);
		if (++w->links > LINKS_MAX || str_starts(found.target, "/") ||
		    !walk_prepend(w, found.target))
			leave(w);
		return;
	}
	entry->kind = found.kind;
	entry->error = found.error;
}

static void walk_path(struct walk *w, struct str path)
{
	struct arena *arena = &w->repository->arena;
	struct str name;

	if (str_starts(path, "/") || !walk_prepend(w, path))
		leave(w);
	while (walk_next(w, &name)) {
		if (str_is(name, ".."))
			walk_up(w);
		else
			walk_down(w, name);
	}
	w->entry->path = str_eq(buf_str(&w->at), path) ? path : buf_keep(&w->at, arena);
}

/* Follows a path, which must live as long as the entry. */
static void follow(struct repository *r, struct str path, struct entry *entry)
{
	struct walk w = {
		.repository = r, .at = r->walked[0], .rest = r->walked[1], .entry = entry
	};

	*entry = (struct entry){ .kind = ENTRY_FOLDER };
	walk_path(&w, path);
	buf_cut(&w.at, 0);
	buf_cut(&w.rest, 0);
	r->walked[0] = w.at;
	r->walked[1] = w.rest;
}

const struct entry *repository_look(struct repository *r, struct str path)
{
	struct entry *entry = lookup_pointer(&r->entries, path);

	if (entry)
		return entry;
	entry = arena_new(&r->arena, struct entry);
	path = arena_copy(&r->arena, path);
	follow(r, path, entry);
	lookup_add_pointer(&r->entries, &r->arena, path, entry);
	return entry;
}

struct entry repository_look_once(struct repository *r, struct str path)
{
	const struct entry *known = lookup_pointer(&r->entries, path);
	struct entry entry;

	if (known)
		return *known;
	follow(r, path, &entry);
	return entry;
}

bool repository_has_file(struct repository *r, struct str path)
{
	const struct entry *entry = repository_look(r, path);

	return entry->kind == ENTRY_FILE;
}

bool repository_has_folder(struct repository *r, struct str path)
{
	const struct entry *entry = repository_look(r, path);

	return entry->kind == ENTRY_FOLDER;
}

/* ------------------------------------------------------------------ folders */

static void sort_names(void *at, size_t count, size_t size)
{
	if (count > 1)
		qsort(at, count, size, by_bytes);
}

static struct names *list_folder(struct repository *r, struct str path)
{
	struct names *names = arena_new(&r->arena, struct names);

	r->store->type->list(r->store, &r->arena, path, REPOSITORY_NAMES_MAX, names);
	if (names->error == 0) {
		sort_names(names->list.at, names->list.len, sizeof(*names->list.at));
		sort_names(names->known.at, names->known.len, sizeof(*names->known.at));
	}
	return names;
}

/* Could a name that was not looked at be a folder in one that is known to be there? Then to list it, which
 * follows no links, shows it at once. */
static bool may_be_folder(const struct repository *r, struct str path)
{
	struct str parent = path_folder(path), name = path_name(path);
	struct store_entry entry;

	return parent.len > 0 && str_find_char(parent, '/', 0) == STR_NONE &&
	       !str_is_nocase(parent, ".git") && name.len > 0 && name.p[0] != '.' &&
	       !memchr(name.p, '\0', name.len) && is_listed(r, parent, &entry) &&
	       entry.kind == ENTRY_FOLDER && !lookup_pointer(&r->entries, path) &&
	       !is_listed(r, path, &entry);
}

/* Lists a folder that was not looked at. Returns NULL if it is none, or empty. */
static const struct names *list_unseen(struct repository *r, struct str path)
{
	struct names *names = list_folder(r, path);
	struct store_entry *found;

	record_system_error(r, names->error);
	if (is_of_path(names->error) && names->list.len == 0)
		return NULL;
	path = arena_copy(&r->arena, path);
	if (names->error == 0) {
		found = arena_new(&r->arena, struct store_entry);
		found->kind = ENTRY_FOLDER;
		lookup_add_pointer(&r->looks, &r->arena, path, found);
	}
	lookup_add_pointer(&r->folders, &r->arena, path, names);
	return names;
}

const struct names *repository_list(struct repository *r, struct str path)
{
	const struct names *names = lookup_pointer(&r->folders, path); /* by a path without links */
	const struct entry *entry;

	if (!names && may_be_folder(r, path))
		names = list_unseen(r, path);
	if (names)
		return names;
	entry = repository_look(r, path);
	names = lookup_pointer(&r->folders, entry->path);
	if (names)
		return names;
	if (entry->kind != ENTRY_FOLDER)
		return arena_new(&r->arena, struct names);
	names = list_folder(r, entry->path);
	record_system_error(r, names->error);
	lookup_add_pointer(&r->folders, &r->arena, entry->path, names);
	return names;
}

/* ------------------------------------------------------------------ files */

static enum status refuse_entry(struct repository *r, struct diagnostics *d,
				const struct entry *entry)
{
	const struct names *names;

	switch (entry->kind) {
	case ENTRY_FOLDER:
		names = lookup_pointer(&r->folders, entry->path);
		if (names && names->error != 0)
			diagnostic_file(d, SEVERITY_ERROR, "cannot list: %s",
					strerror(names->error));
		else
			diagnostic_file(d, SEVERITY_ERROR, "is a directory");
		return STATUS_INVALID;
	case ENTRY_OUTSIDE:
		diagnostic_file(d, SEVERITY_ERROR,
				entry->linked ? "is a symbolic link to outside the repository"
					      : "is outside the repository");
		return STATUS_INVALID;
	case ENTRY_SPECIAL:
		diagnostic_file(d, SEVERITY_ERROR, "is not a regular file");
		return STATUS_INVALID;
	default:
		diagnostic_file(d, SEVERITY_ERROR, "cannot open: %s", strerror(entry->error));
		return STATUS_IO;
	}
}

enum status repository_read_entry(struct repository *r, struct diagnostics *d,
				  const struct entry *entry, struct buf *out, unsigned *mode)
{
	size_t left = REPOSITORY_BYTES_MAX - r->bytes;
	size_t limit = left < REPOSITORY_FILE_MAX ? left : REPOSITORY_FILE_MAX;
	enum status status;

	buf_cut(out, 0);
	if (entry->kind != ENTRY_FILE)
		return refuse_entry(r, d, entry);
	if (left == 0) {
		char space[STR_NUMBER_MAX];
		struct str most = str_number_grouped(space, REPOSITORY_BYTES_MAX);

		diagnostic_file(d, SEVERITY_ERROR,
				"is not read: the repository's files exceed %.*s bytes in total",
				STR_ARG(most));
		return STATUS_INVALID;
	}
	status = r->store->type->read(r->store, d, entry->path, limit, out, mode);
	if (r->store->damaged)
		record_system_error(r, EIO);
	r->bytes += out->len < left ? out->len : left;
	return status;
}

enum status repository_read_once(struct repository *r, struct diagnostics *d, struct str path,
				 struct buf *out, unsigned *mode)
{
	struct entry entry = repository_look_once(r, path);
	unsigned ignored;

	return repository_read_entry(r, d, &entry, out, mode ? mode : &ignored);
}

void repository_give_back(struct repository *r, size_t bytes)
{
	r->bytes -= bytes < r->bytes ? bytes : r->bytes;
}

const struct repository_file *repository_read(struct repository *r, struct str path)
{
	const struct entry *entry = repository_look(r, path);
	struct repository_file *file;
	struct diagnostics d = { .arena = &r->arena };
	BUF_AUTO struct buf bytes = { 0 };

	/* A path that leads outside cannot be a key. */
	file = entry->kind == ENTRY_OUTSIDE ? NULL : lookup_pointer(&r->files, entry->path);
	if (file)
		return file;
	file = arena_new(&r->arena, struct repository_file);
	file->path = entry->path;
	file->status = repository_read_entry(r, &d, entry, &bytes, &file->mode);
	if (file->status == STATUS_OK)
		file->bytes = buf_give(&bytes, &r->arena);
	else if (d.list.len > 0)
		file->error = diagnostic_message(&d.list.at[0]);
	if (entry->kind != ENTRY_OUTSIDE)
		lookup_add_pointer(&r->files, &r->arena, entry->path, file);
	return file;
}
