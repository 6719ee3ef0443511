/* SPDX-License-Identifier: MIT */
/* Laying a snapshot's files out. Their names are a stranger's: nothing is written but below the
 * scratch folder. Links are made last, so that no file can be written through one. */
#include "config.h"

#include "output/snapshot.h"

#include "base/file.h"
#include "output/git.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum content { CONTENT_NONE, CONTENT_NAME, CONTENT_ALL };

enum { FOLDERS_OPEN_MAX = 16, NEAR_SLASHES = 2 };

static bool ends_with_one(struct str path, const char *const *endings)
{
	for (; *endings; endings++)
		if (str_ends(path, *endings))
			return true;
	return false;
}

static bool is_near_root(struct str path)
{
	size_t slashes = 0;

	for (size_t i = 0; i < path.len; i++)
		slashes += path.p[i] == '/';
	return slashes <= NEAR_SLASHES;
}

/* How much of a file can matter: to tell that it is there is enough for what a key hashes. */
static enum content content_of(const struct snapshot_entry *entry)
{
	static const char *const read[] = { ".toml", ".cfg", ".feature", ".python-version",
					    "/action.yml", "/action.yaml", NULL };
	static const char *const read_near[] = { ".yml", ".yaml", ".py", NULL };
	static const char *const named[] = { ".yml", ".yaml", ".txt", ".in", ".ini", ".lock", ".json",
					     "Pipfile", ".tool-versions", ".py", NULL };
	struct str path = entry->path;
	struct str name = str_slice(path, str_rfind_char(path, '/') + 1, path.len);

	if (entry->mode == 0120000 || ends_with_one(path, read) ||
	    (is_near_root(path) && ends_with_one(path, read_near)))
		return CONTENT_ALL;
	if (str_ends(path, ".py") && (str_contains(name, "nox") || str_contains(path, "steps/")))
		return CONTENT_ALL;
	return ends_with_one(path, named) ? CONTENT_NAME : CONTENT_NONE;
}

/* No way out of the folder, and nothing that git itself would refuse to check out. */
static bool is_harmless(struct str path)
{
	for (size_t at = 0; at <= path.len;) {
		size_t slash = str_find_char(path, '/', at);
		size_t end = slash == STR_NONE ? path.len : slash;
		struct str name = str_slice(path, at, end);

		if (name.len == 0 || str_is(name, ".") || str_is(name, "..") ||
		    str_is_nocase(name, ".git"))
			return false;
		at = end + 1;
	}
	return true;
}

static bool make_folders(struct arena *arena, struct str path)
{
	struct str copy = arena_copy(arena, path);
	char *p = arena_alloc(arena, copy.len + 1, 1);

	if (!p)
		return false;
	memcpy(p, copy.p, copy.len);
	for (size_t i = 1; i < copy.len; i++) {
		if (p[i] != '/')
			continue;
		p[i] = '\0';
		if (mkdir(p, 0700) != 0 && errno != EEXIST)
			return false;
		p[i] = '/';
	}
	return true;
}

static bool write_file(struct str path, const struct snapshot_entry *entry, struct str bytes)
{
	int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		      entry->mode & 0111 ? 0700 : 0600);
	bool ok = fd >= 0;

	while (ok && bytes.len > 0) {
		ssize_t done = write(fd, bytes.p, bytes.len);

		if (done < 0 && errno == EINTR)
			continue;
		ok = done >= 0;
		if (ok)
			bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	/* One that is too large is told by its size alone. */
	if (ok && entry->size > FILE_LIMIT)
		ok = ftruncate(fd, (off_t)FILE_LIMIT + 1) == 0;
	return fd >= 0 && close(fd) == 0 && ok;
}

struct layout_run {
	struct snapshot *snapshot;
	const struct str *wanted;
	size_t wanted_count;
	LIST(const struct snapshot_entry *) read; /* whose contents are needed */
};

static bool is_wanted(const struct layout_run *run, struct str path)
{
	for (size_t i = 0; i < run->wanted_count; i++)
		if (str_eq(run->wanted[i], path))
			return true;
	return false;
}

static bool put(const struct snapshot *s, const struct snapshot_entry *entry, struct str bytes)
{
	struct str path = arena_printf(s->arena, "%.*s/%.*s", STR_ARG(s->folder),
				       STR_ARG(entry->path));

	if (s->arena->failed || !make_folders(s->arena, path))
		return false;
	if (entry->mode == 0120000)
		return symlink(arena_copy(s->arena, bytes).p, path.p) == 0;
	return write_file(path, entry, bytes);
}

/* Puts the names, and notes what is to be read. */
static bool choose(struct layout_run *run)
{
	const struct snapshot *s = run->snapshot;

	for (size_t i = 0; i < s->entries.len; i++) {
		const struct snapshot_entry *entry = &s->entries.at[i];
		enum content content = content_of(entry);

		if (!is_harmless(entry->path))
			continue;
		if (entry->size > FILE_LIMIT && content != CONTENT_NONE)
			content = CONTENT_NAME;
		else if (is_wanted(run, entry->path))
			content = CONTENT_ALL;
		if (content == CONTENT_ALL && !list_add(s->arena, &run->read, entry))
			return false;
		if (content == CONTENT_NAME && !put(s, entry, STR("")))
			return false;
	}
	return true;
}

/* "ID blob SIZE\n", the bytes, "\n": for each that was asked for, in order. "ID missing\n" where a
 * damaged repository has lost it. */
static bool put_contents(const struct layout_run *run, struct str rest, bool links,
			 struct str *error)
{
	struct arena *arena = run->snapshot->arena;

	for (size_t i = 0; i < run->read.len; i++) {
		const struct snapshot_entry *entry = run->read.at[i];
		struct str head = arena_printf(arena, "%.*s blob %zu\n", STR_ARG(entry->id),
					       entry->size);

		if (!str_starts(rest, head.p) || rest.len - head.len < entry->size + 1) {
			*error = arena_printf(arena, "git cannot read %.*s", STR_ARG(entry->path));
			return false;
		}
		rest = str_slice(rest, head.len, rest.len);
		if ((entry->mode == 0120000) == links &&
		    !put(run->snapshot, entry, str_slice(rest, 0, entry->size)))
			return false;
		rest = str_slice(rest, entry->size + 1, rest.len);
	}
	return !arena->failed;
}

static bool put_files(struct layout_run *run, struct str *error)
{
	BUF_AUTO struct buf ids = { 0 };
	BUF_AUTO struct buf contents = { 0 };
	BUF_AUTO struct buf messages = { 0 };
	struct git_call call = { .folder = run->snapshot->root.p,
				 .arguments = { "cat-file", "--batch" },
				 .messages = &messages };

	if (!choose(run))
		return false;
	if (run->read.len == 0)
		return true;
	for (size_t i = 0; i < run->read.len; i++)
		buf_printf(&ids, "%.*s\n", STR_ARG(run->read.at[i]->id));
	call.input = buf_str(&ids);
	if (ids.failed || !git_run(&contents, &call)) {
		*error = git_complaint(run->snapshot->arena, &messages);
		return false;
	}
	return put_contents(run, buf_str(&contents), false, error) &&
	       put_contents(run, buf_str(&contents), true, error);
}

enum snapshot_status snapshot_lay_out(struct snapshot *s, const char *parent,
				      const struct str *wanted, size_t wanted_count,
				      struct str *error)
{
	struct layout_run run = { .snapshot = s, .wanted = wanted, .wanted_count = wanted_count };
	BUF_AUTO struct buf name = { 0 };
	char *real;

	buf_printf(&name, "%s/nox-cache-inject.XXXXXX", parent);
	*error = STR("");
	if (name.failed)
		return SNAPSHOT_FAILED;
	*error = arena_printf(s->arena, "cannot make a scratch folder in %s", parent);
	if (!mkdtemp(name.p))
		return SNAPSHOT_FAILED;
	real = realpath(name.p, NULL); /* git is started in another folder */
	s->scratch = real ? arena_copy(s->arena, str_from(real)) : STR("");
	free(real);
	s->folder = arena_printf(s->arena, "%.*s/tree", STR_ARG(s->scratch));
	/* The mark by which discovery knows the root of a repository. */
	struct str mark = arena_printf(s->arena, "%.*s/.git", STR_ARG(s->folder));

	if (s->arena->failed || mkdir(s->folder.p, 0700) != 0 || mkdir(mark.p, 0700) != 0)
		return SNAPSHOT_FAILED;
	*error = arena_printf(s->arena, "cannot lay out the files of %.*s", STR_ARG(s->base_name));
	if (!put_files(&run, error))
		return SNAPSHOT_FAILED;
	*error = STR("");
	return SNAPSHOT_OK;
}

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *ftw)
{
	(void)status;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void snapshot_remove(const struct snapshot *s)
{
	if (s->scratch.len > 0)
		(void)nftw(s->scratch.p, remove_one, FOLDERS_OPEN_MAX, FTW_DEPTH | FTW_PHYS);
}
