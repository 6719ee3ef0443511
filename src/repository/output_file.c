/* SPDX-License-Identifier: MIT */
/* Symbolic links are resolved one by one. The resulting path is opened from the root of the file
 * system without following links, so that none can be inserted in the meantime. */
#include "config.h"

#include "repository/output_file.h"

#include "base/beneath.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/staged.h"
#include "repository/locate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS_MAX = 40 };

static enum status refuse(struct diagnostics *d, const char *what)
{
	diagnostic_file(d, SEVERITY_ERROR, "%s: %s", what, strerror(errno));
	return STATUS_IO;
}

/* ------------------------------------------------------------------ streams and devices */

/* The descriptor that a path names, or -1. Opening /dev/stdout would write at the start of a file
 * to which the shell appends. */
static int stream_named(const char *path)
{
	static const char folder[] = "/dev/fd/";
	char *end;
	long fd;

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	if (strncmp(path, folder, sizeof(folder) - 1) != 0)
		return -1;
	path += sizeof(folder) - 1;
	errno = 0;
	fd = strtol(path, &end, 10);
	return *path >= '0' && *path <= '9' && !*end && errno == 0 && fd <= INT_MAX ? (int)fd : -1;
}

static enum status write_direct(struct diagnostics *d, int folder, const char *name, int flags,
				struct str text)
{
	int fd = openat(folder, name, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags);
	enum status status = STATUS_OK;

	if (fd < 0)
		return refuse(d, "cannot open");
	if (!file_write_all(fd, text))
		status = refuse(d, "cannot write");
	if (close(fd) != 0 && status == STATUS_OK)
		status = refuse(d, "cannot write");
	return status;
}

/* ------------------------------------------------------------------ resolving the path */

struct resolution {
	struct diagnostics *d;
	struct buf at;	 /* absolute, resolved; empty: the root of the file system */
	struct str rest; /* not resolved yet; the arena's */
	size_t links;
	bool linked; /* the last name was a symbolic link */
};

static enum status follow(struct resolution *w, struct str name, const char *path)
{
	struct arena *arena = w->d->arena;
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target));

	if (length <= 0 || (size_t)length >= sizeof(target) || ++w->links > LINKS_MAX) {
		errno = ELOOP;
		return refuse(w->d, "cannot write");
	}
	if (is_in_repository(arena, w->at.len > 0 ? buf_str(&w->at) : STR("/"))) {
		diagnostic_file(w->d, SEVERITY_ERROR,
				"is not written: %.*s is a symbolic link in a repository",
				STR_ARG(name));
		return STATUS_INVALID;
	}
	w->rest = arena_printf(arena, "%.*s/%.*s", (int)length, target, STR_ARG(w->rest));
	if (target[0] == '/')
		buf_cut(&w->at, 0);
	return STATUS_OK;
}

static enum status walk_down(struct resolution *w, struct str name)
{
	size_t before = w->at.len;
	struct stat st;

	buf_add_char(&w->at, '/');
	buf_add(&w->at, name);
	if (lstat(w->at.p, &st) != 0 || !S_ISLNK(st.st_mode))
		return STATUS_OK; /* a missing name is reported on opening */

	struct str path = arena_copy(w->d->arena, buf_str(&w->at));

	buf_cut(&w->at, before);
	w->linked |= w->rest.len == 0;
	return follow(w, name, path.p);
}

static enum status walk(struct resolution *w)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && w->rest.len > 0) {
		size_t slash = str_find_char(w->rest, '/', 0);
		struct str name = str_slice(w->rest, 0, slash);

		w->rest = slash == STR_NONE ? STR("") : str_slice(w->rest, slash + 1, w->rest.len);
		if (name.len == 0 || str_is(name, "."))
			continue;
		if (!str_is(name, "..")) {
			status = walk_down(w, name);
			continue;
		}
		buf_cut(&w->at, path_folder(buf_str(&w->at)).len);
	}
	return status;
}

static enum status write_at(const struct resolution *w, int folder, const char *name,
			    struct str text)
{
	struct diagnostics *d = w->d;
	struct stat st;

	leftovers_remove(folder);
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno != ENOENT)
			return refuse(d, "cannot write");
		if (!w->linked)
			return staged_put(d, folder, name, NULL, text);
		diagnostic_file(d, SEVERITY_ERROR, "is a broken symbolic link");
		return STATUS_IO;
	}
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return refuse(d, "cannot write");
	}
	return S_ISREG(st.st_mode) ? staged_put(d, folder, name, &st, text)
				   : write_direct(d, folder, name, O_NOFOLLOW, text);
}

static enum status write_resolved(struct resolution *w, struct str text)
{
	struct str path = arena_copy(w->d->arena, buf_str(&w->at));
	size_t slash = str_rfind_char(path, '/');
	int root, folder;
	enum status status;

	if (slash == STR_NONE) {
		errno = EISDIR;
		return refuse(w->d, "cannot write");
	}
	root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	folder = root < 0 ? -1 : beneath_open_folder(root, str_slice(path, slash > 0, slash));
	status = folder < 0 ? refuse(w->d, "cannot open its folder")
			    : write_at(w, folder, path.p + slash + 1, text);
	if (folder >= 0)
		close(folder);
	if (root >= 0)
		close(root);
	return status;
}

enum status output_file_write(struct diagnostics *d, const char *path, struct str text)
{
	struct resolution w = { .d = d, .rest = arena_copy(d->arena, str_from(path)) };
	int fd = stream_named(path);
	char *here = NULL;
	enum status status = STATUS_OK;

	if (fd >= 0)
		return file_write_all(fd, text) ? STATUS_OK : refuse(d, "cannot write");
	/* The links in these folders may refer to objects without a path. */
	if (str_starts(w.rest, "/dev/") || str_starts(w.rest, "/proc/"))
		return write_direct(d, AT_FDCWD, path, 0, text);
	if (path[0] == '\0' || str_ends(w.rest, "/")) {
		errno = path[0] == '\0' ? ENOENT : EISDIR;
		return refuse(d, "cannot write");
	}
	if (path[0] != '/') {
		here = realpath(".", NULL);
		if (!here)
			memory_check_errno();
		if (!here)
			status = refuse(d, "cannot find the current folder");
		else if (strcmp(here, "/") != 0)
			buf_add_c(&w.at, here);
	}
	if (status == STATUS_OK)
		status = walk(&w);
	if (status == STATUS_OK)
		status = write_resolved(&w, text);
	buf_release(&w.at);
	free(here);
	return status;
}
