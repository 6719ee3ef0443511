/* SPDX-License-Identifier: MIT */
/* Reads objects with one `git cat-file --batch`: a name goes in; "ID TYPE SIZE", the object's bytes
 * and a line feed come out (git-cat-file(1), BATCH OUTPUT). */
#include "config.h"

#include "repository/commit_tree.h"

#include "base/file.h"
#include "base/path.h"
#include "repository/git.h"
#include "repository/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	HEAD_BYTES_MAX = 8192,		     /* of the first line of an answer */
	OBJECT_BYTES_MAX = 16 * 1024 * 1024, /* of a commit or tree */
	LINK_BYTES_MAX = 4096,		     /* of the target of a symbolic link */
	MODE_TYPE = 0170000,
	MODE_FOLDER = 0040000,
	MODE_LINK = 0120000,
	MODE_FILE = 0100000,
};

struct commit_tree {
	struct store store;
	const struct base_commit *base;
	struct arena *arena; /* the repository's */
	struct git_stream git;
	struct lookup trees; /* folder, seen from the top -> struct tree_entries */
	size_t id_bytes;     /* 20 or 32 */
};

/* ------------------------------------------------------------------ objects */

struct object {
	struct str id;	 /* the arena's */
	struct str type; /* "blob", "tree", "commit"; the arena's */
	size_t size;
};

static bool start(struct commit_tree *t)
{
	struct git_call call = { .folder = t->base->git.path.p,
				 .arguments = { "cat-file", "--batch" } };

	return t->git.pid != 0 || git_stream_start(&t->git, &call);
}

/* Looks an object up. object->id is empty if there is none of that name. Returns false if git
 * fails. */
static bool object_find(struct commit_tree *t, struct arena *arena, struct str name,
			struct object *object)
{
	struct str line = arena_printf(arena, "%.*s\n", STR_ARG(name));

	*object = (struct object){ .size = 0 };
	if (!start(t) || !git_stream_write(&t->git, line) ||
	    !git_stream_line(&t->git, HEAD_BYTES_MAX, &line))
		return false;
	line = str_trim(line);
	if (str_ends(line, " missing") || str_ends(line, " ambiguous"))
		return true;
	object->id = arena_copy(arena, str_next_part(&line, ' '));
	object->type = arena_copy(arena, str_next_part(&line, ' '));
	object->size = (size_t)strtoull(arena_copy(arena, line).p, NULL, 10);
	return object->type.len > 0;
}

/* Reads the bytes that follow the first line of an answer. */
static bool object_read(struct commit_tree *t, const struct object *object, struct buf *out)
{
	if (!git_stream_bytes(&t->git, object->size + 1, out))
		return false;
	buf_cut(out, out->len - 1); /* the line feed after it */
	return true;
}

/* Reads an object of a type. Returns false if git fails, if there is no such object, or if it is
 * larger than limit. */
static bool object_read_as(struct commit_tree *t, struct arena *arena, struct str name,
			   const char *type, size_t limit, struct buf *out)
{
	struct object object;

	if (!object_find(t, arena, name, &object) || object.id.len == 0)
		return false;
	if (str_is(object.type, type) && object.size <= limit)
		return object_read(t, &object, out);
	git_stream_stop(&t->git); /* skips its bytes */
	return false;
}

/* ------------------------------------------------------------------ folders of the commit */

static int by_name(const void *a, const void *b)
{
	const struct tree_entry *x = a, *y = b;

	return str_compare(x->name, y->name);
}

static const struct tree_entry *find_entry(const struct tree_entries *entries, struct str name)
{
	struct tree_entry wanted = { .name = name };

	if (!entries || entries->list.len == 0)
		return NULL;
	return bsearch(&wanted, entries->list.at, entries->list.len, sizeof(wanted), by_name);
}

static struct str to_hex(struct arena *arena, struct str bytes)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = arena_alloc(arena, bytes.len * 2 + 1, 1);

	for (size_t i = 0; i < bytes.len; i++) {
		hex[2 * i] = digits[(unsigned char)bytes.p[i] >> 4];
		hex[2 * i + 1] = digits[(unsigned char)bytes.p[i] & 15];
	}
	return (struct str){ hex, bytes.len * 2 };
}

/* A sequence of "MODE NAME\0ID" (gitformat-pack(5): canonical tree format). */
static bool read_tree(struct commit_tree *t, struct str rest, struct tree_entries *entries)
{
	while (rest.len > 0) {
		struct tree_entry entry = { .mode = 0 };
		struct str mode = str_next_part(&rest, ' ');

		entry.name = arena_copy(t->arena, str_next_part(&rest, '\0'));
		if (rest.len < t->id_bytes || mode.len == 0 || mode.len > 6 || entry.name.len == 0)
			return false;
		for (size_t i = 0; i < mode.len; i++)
			entry.mode = entry.mode * 8 + (unsigned)(mode.p[i] - '0');
		entry.id = to_hex(t->arena, str_slice(rest, 0, t->id_bytes));
		rest = str_slice(rest, t->id_bytes, rest.len);
		list_add(t->arena, &entries->list, entry);
	}
	if (entries->list.len > 1)
		qsort(entries->list.at, entries->list.len, sizeof(*entries->list.at), by_name);
	return true;
}

static const struct tree_entries *list_folder(struct commit_tree *t, struct str folder);

/* The id of the tree of a folder; empty if there is no such folder. */
static bool tree_id(struct commit_tree *t, struct str folder, struct str *id)
{
	const struct tree_entries *parent;
	const struct tree_entry *entry;

	*id = folder.len == 0 ? t->base->tree : STR("");
	if (folder.len == 0)
		return true;
	parent = list_folder(t, path_folder(folder));
	if (!parent)
		return false;
	entry = find_entry(parent, path_name(folder));
	if (entry && (entry->mode & MODE_TYPE) == MODE_FOLDER)
		*id = entry->id;
	return true;
}

static const struct tree_entries *list_folder(struct commit_tree *t, struct str folder)
{
	struct tree_entries *entries = lookup_pointer(&t->trees, folder);
	BUF_AUTO struct buf bytes = { 0 };
	struct str id;

	if (entries)
		return entries;
	entries = arena_new(t->arena, struct tree_entries);
	if (!tree_id(t, folder, &id))
		return NULL;
	if (id.len > 0 && (!object_read_as(t, t->arena, id, "tree", OBJECT_BYTES_MAX, &bytes) ||
			   !read_tree(t, buf_str(&bytes), entries)))
		return NULL;
	lookup_add_pointer(&t->trees, t->arena, arena_copy(t->arena, folder), entries);
	return entries;
}

const struct tree_entries *commit_tree_list(struct repository *r, struct str folder)
{
	return list_folder((struct commit_tree *)r->store, folder);
}

/* ------------------------------------------------------------------ the store */

/* Converts a path relative to the root to one relative to the top. */
static struct str from_top(const struct commit_tree *t, struct str path)
{
	struct str prefix = t->base->git.prefix;

	if (path.len == 0 && prefix.len > 0)
		return str_slice(prefix, 0, prefix.len - 1);
	return prefix.len > 0 ? arena_printf(t->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(path))
			      : path;
}

static const struct tree_entry *entry_at(struct commit_tree *t, struct str path, bool *failed)
{
	const struct tree_entries *parent;

	path = from_top(t, path);
	parent = list_folder(t, path_folder(path));
	*failed = !parent;
	return find_entry(parent, path_name(path));
}

static enum entry_kind kind_of(unsigned mode)
{
	switch (mode & MODE_TYPE) {
	case MODE_FILE:
		return ENTRY_FILE;
	case MODE_FOLDER:
		return ENTRY_FOLDER;
	case MODE_LINK:
		return ENTRY_LINK;
	default:
		return ENTRY_SPECIAL;
	}
}

static void look(struct store *store, struct arena *arena, struct str path,
		 struct store_entry *entry)
{
	struct commit_tree *t = (struct commit_tree *)store;
	bool failed;
	const struct tree_entry *found = entry_at(t, path, &failed);
	BUF_AUTO struct buf target = { 0 };

	*entry = (struct store_entry){ .kind = ENTRY_NONE, .error = failed ? EIO : ENOENT };
	if (!found)
		return;
	entry->kind = kind_of(found->mode);
	if (entry->kind != ENTRY_LINK)
		return;
	if (!object_read_as(t, arena, found->id, "blob", LINK_BYTES_MAX, &target) ||
	    target.len == 0)
		entry->kind = ENTRY_SPECIAL;
	entry->target = arena_copy(arena, buf_str(&target));
}

static void list(struct store *store, struct arena *arena, struct str path, size_t limit,
		 struct names *names)
{
	struct commit_tree *t = (struct commit_tree *)store;
	const struct tree_entries *entries = list_folder(t, from_top(t, path));

	names->error = entries ? 0 : EIO;
	names->whole = entries && entries->list.len <= limit;
	for (size_t i = 0; entries && i < entries->list.len && i < limit; i++)
		list_add(arena, &names->list, entries->list.at[i].name);
}

static enum status refuse(struct commit_tree *t, struct diagnostics *d)
{
	t->store.damaged = true;
	diagnostic_file(d, SEVERITY_ERROR, "git cannot read it");
	return STATUS_IO;
}

static enum status read_blob(struct store *store, struct diagnostics *d, struct str path,
			     size_t limit, struct buf *out, unsigned *mode)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct commit_tree *t = (struct commit_tree *)store;
	bool failed;
	const struct tree_entry *found = entry_at(t, path, &failed);
	struct object object;

	if (!found || !object_find(t, &scratch, found->id, &object) || object.id.len == 0)
		return refuse(t, d);
	if (object.size > limit) {
		git_stream_stop(&t->git);
		return file_refuse_size(d, limit);
	}
	*mode = found->mode & 0111 ? 0100755 : 0100644;
	if (object_read(t, &object, out))
		return STATUS_OK;
	return refuse(t, d);
}

static void release(struct store *store)
{
	git_stream_stop(&((struct commit_tree *)store)->git);
}

static const struct store_type commit_tree_type = { look, list, read_blob, release };

/* ------------------------------------------------------------------ finding the commit */

/* "tree ID\nparent ID\n..." */
static bool read_commit(struct commit_tree *t, struct arena *arena, struct str name,
			struct branch_tip *tip)
{
	BUF_AUTO struct buf bytes = { 0 };
	struct object object;
	struct str rest, line;
	size_t parents = 0;

	*tip = (struct branch_tip){ .id = STR("") };
	if (!object_find(t, arena, name, &object))
		return false;
	if (object.id.len == 0)
		return true;
	if (!str_is(object.type, "commit") || object.size > OBJECT_BYTES_MAX) {
		git_stream_stop(&t->git);
		return true;
	}
	if (!object_read(t, &object, &bytes))
		return false;
	rest = buf_str(&bytes);
	while (str_next_line(&rest, &line) && line.len > 1) {
		line = str_slice(line, 0, line.len - 1);
		if (str_starts(line, "tree "))
			tip->tree = arena_copy(arena, str_slice(line, 5, line.len));
		if (str_starts(line, "parent ") && ++parents == 1)
			tip->parent = arena_copy(arena, str_slice(line, 7, line.len));
	}
	if (parents > 1)
		tip->parent = STR("");
	tip->id = object.id;
	return true;
}

bool commit_tree_branch(struct repository *r, struct arena *arena, const char *branch,
			struct branch_tip *tip)
{
	return read_commit((struct commit_tree *)r->store, arena,
			   arena_printf(arena, "refs/heads/%s", branch), tip);
}

struct opening {
	struct commit_tree *tree;
	struct base_commit *base;
	struct arena *arena;
	bool failed; /* git failed */
};

static bool resolve(struct opening *o, struct str name)
{
	struct branch_tip tip;

	/* A name with a line feed would be two requests. */
	if (o->failed || str_find_char(name, '\n', 0) != STR_NONE)
		return false;
	if (!read_commit(o->tree, o->arena, arena_printf(o->arena, "%.*s^{commit}", STR_ARG(name)),
			 &tip)) {
		o->failed = true;
		return false;
	}
	if (tip.id.len == 0 || tip.tree.len == 0)
		return false;
	o->base->id = tip.id;
	o->base->tree = tip.tree;
	o->base->name = arena_copy(o->arena, name);
	return true;
}

/* Whether main is checked out. */
static bool is_on_main(struct opening *o)
{
	struct git_call call = { .folder = o->base->git.path.p,
				 .arguments = { "symbolic-ref", "-q", "HEAD" } };
	struct str head;

	return git_line(&head, o->arena, &call) && str_is(head, "refs/heads/main");
}

static bool resolve_default(struct opening *o)
{
	static const char *const names[] = { "refs/heads/main", "refs/remotes/origin/HEAD",
					     "refs/remotes/origin/master",
					     "refs/remotes/origin/main", "HEAD" };
	struct base_commit master;

	if (resolve(o, STR("refs/heads/master"))) {
		master = *o->base;
		if (!resolve(o, STR("refs/heads/main")) || !is_on_main(o))
			*o->base = master;
		return !o->failed;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (resolve(o, str_from(names[i])))
			return true;
	return false;
}

static void shorten_name(struct base_commit *base)
{
	static const char *const prefixes[] = { "refs/heads/", "refs/remotes/" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_starts(base->name, prefixes[i]))
			base->name =
				str_slice(base->name, str_from(prefixes[i]).len, base->name.len);
}

/* Explains why git failed. */
static enum base_status explain_failure(struct opening *o, struct str *error)
{
	BUF_AUTO struct buf messages = { 0 };
	struct git_call version = { .arguments = { "version" } };

	if (!git_run(&messages, &version)) {
		*error = STR("git is not installed");
		return BASE_NONE;
	}
	buf_cut(&messages, 0);

	git_stream_complaint(&o->tree->git, &messages);
	*error = messages.len > 0 ? git_complaint(o->arena, &messages) : STR("git does not answer");
	return BASE_FAILED;
}

static enum base_status find_commit(struct opening *o, const char *wanted, struct str *error)
{
	if (wanted && !resolve(o, str_from(wanted)) &&
	    !resolve(o, arena_printf(o->arena, "refs/remotes/origin/%s", wanted))) {
		if (o->failed)
			return explain_failure(o, error);
		*error = arena_printf(o->arena, "commit '%s' (--base) not found", wanted);
		return BASE_FAILED;
	}
	if (!wanted && !resolve_default(o)) {
		if (o->failed)
			return explain_failure(o, error);
		*error = STR("the repository has no commits");
		return BASE_NONE;
	}
	shorten_name(o->base);
	o->base->format = o->base->id.len == 64 ? DIGEST_SHA256 : DIGEST_SHA1;
	o->tree->id_bytes = o->base->id.len / 2;
	return BASE_OK;
}

enum base_status repository_open_commit(struct repository *r, struct base_commit *base,
					struct arena *arena, struct str root, const char *wanted,
					struct str *error)
{
	struct commit_tree *t = arena_new(&r->arena, struct commit_tree);
	struct opening opening = { t, base, arena, false };
	enum base_status status;

	*base = (struct base_commit){ .format = DIGEST_SHA1 };
	switch (git_folder_find(&base->git, arena, root, error)) {
	case GIT_FOLDER_OK:
		break;
	case GIT_FOLDER_NONE:
		*error = STR("not a git repository");
		return BASE_NONE;
	case GIT_FOLDER_REFUSED:
		return BASE_FAILED;
	}
	*t = (struct commit_tree){ .store = { &commit_tree_type },
				   .base = base,
				   .arena = &r->arena };
	status = find_commit(&opening, wanted, error);
	if (status == BASE_OK)
		r->store = &t->store;
	else
		git_stream_stop(&t->git);
	return status;
}
