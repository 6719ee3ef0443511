/* SPDX-License-Identifier: MIT */
/* Reading and plain writing. */
#include "config.h"

#include "base/file.h"

#include "base/staged.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status refuse(struct diagnostics *d, const char *what)
{
	diagnostic_file(d, SEVERITY_ERROR, "%s: %s", what, strerror(errno));
	return STATUS_IO;
}

static const char *kind_of(mode_t mode)
{
	if (S_ISDIR(mode))
		return "is a directory";
	if (S_ISFIFO(mode))
		return "is a FIFO, not a regular file";
	if (S_ISSOCK(mode))
		return "is a socket, not a regular file";
	return "is not a regular file";
}

enum status file_read_stream(struct diagnostics *d, int fd, size_t limit, struct buf *out)
{
	char chunk[16384];

	buf_cut(out, 0);
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse(d, "cannot read");
		if (n == 0)
			return out->failed ? STATUS_NOMEM : STATUS_OK;
		if ((size_t)n > limit - out->len) {
			diagnostic_file(d, SEVERITY_ERROR, "is larger than %zu bytes", limit);
			return STATUS_INVALID;
		}
		buf_add(out, (struct str){ chunk, (size_t)n });
		if (out->failed)
			return STATUS_NOMEM;
	}
}

static enum status read_regular(struct diagnostics *d, int fd, size_t limit, struct buf *out,
				struct file_identity *identity)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return refuse(d, "cannot look at it");
	if (!S_ISREG(st.st_mode)) {
		diagnostic_file(d, SEVERITY_ERROR, "%s", kind_of(st.st_mode));
		return STATUS_INVALID;
	}

	enum status status = file_read_stream(d, fd, limit, out);

	if (status == STATUS_OK && identity)
		*identity = (struct file_identity){ .device = (unsigned long long)st.st_dev,
						    .inode = (unsigned long long)st.st_ino,
						    .mode = (unsigned)st.st_mode };
	return status;
}

enum status file_read(struct diagnostics *d, const char *path, size_t limit, struct buf *out,
		      struct file_identity *identity)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 && errno == ENXIO) {
		diagnostic_file(d, SEVERITY_ERROR, "is not a regular file");
		return STATUS_INVALID;
	}
	if (fd < 0)
		return refuse(d, "cannot open");

	enum status status = read_regular(d, fd, limit, out, identity);

	close(fd);
	return status;
}

/* The stream of this process that a path names, or -1. Opening /dev/stdout anew would begin at the
 * start of a file to which the shell appends. */
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

bool file_write_all(int fd, struct str text)
{
	while (text.len > 0) {
		ssize_t n = write(fd, text.p, text.len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			text = str_slice(text, (size_t)n, text.len);
	}
	return true;
}

static enum status write_direct(struct diagnostics *d, const char *path, struct str text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	enum status status = STATUS_OK;

	if (fd < 0)
		return refuse(d, "cannot open");
	if (!file_write_all(fd, text))
		status = refuse(d, "cannot write");
	if (close(fd) != 0 && status == STATUS_OK)
		status = refuse(d, "cannot write");
	return status;
}

enum status file_write(struct diagnostics *d, const char *path, struct str text)
{
	int fd = stream_named(path);
	struct stat st;

	if (fd >= 0)
		return file_write_all(fd, text) ? STATUS_OK : refuse(d, "cannot write");
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode)) {
			errno = EISDIR;
			return refuse(d, "cannot write");
		}
		return S_ISREG(st.st_mode) ? staged_put(d, path, &st, text)
					   : write_direct(d, path, text);
	}
	if (errno != ENOENT)
		return refuse(d, "cannot write");
	if (lstat(path, &st) == 0) {
		diagnostic_file(d, SEVERITY_ERROR, "is a symbolic link that leads nowhere");
		return STATUS_IO;
	}
	return staged_put(d, path, NULL, text);
}
