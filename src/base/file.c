/* SPDX-License-Identifier: MIT */
/* Reads whole files and writes whole texts. */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
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

enum status file_refuse_size(struct diagnostics *d, size_t limit)
{
	char space[STR_NUMBER_MAX];
	struct str bytes = str_number_grouped(space, limit);

	diagnostic_file(d, SEVERITY_ERROR, "is larger than %.*s bytes", STR_ARG(bytes));
	return STATUS_INVALID;
}

/* Reads to the end. Of a regular file, whose size is expected, only the last read is short. */
static enum status read_to_end(struct diagnostics *d, int fd, size_t limit, bool regular,
			       size_t expected, struct buf *out)
{
	enum { MORE = 16384 };

	buf_cut(out, 0);
	for (;;) {
		size_t ask = expected > out->len ? expected - out->len + 1 : MORE;

		buf_reserve(out, ask);

		ssize_t n = read(fd, out->p + out->len, ask);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse(d, "cannot read");
		if ((size_t)n > limit - out->len)
			return file_refuse_size(d, limit);
		out->len += (size_t)n;
		out->p[out->len] = '\0';
		if (n == 0 || (regular && (size_t)n < ask))
			return STATUS_OK;
	}
}

enum status file_read_stream(struct diagnostics *d, int fd, size_t limit, struct buf *out)
{
	return read_to_end(d, fd, limit, false, 0, out);
}

static enum status read_regular(struct diagnostics *d, int fd, size_t limit, struct buf *out,
				unsigned *mode)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return refuse(d, "cannot stat");
	if (!S_ISREG(st.st_mode)) {
		diagnostic_file(d, SEVERITY_ERROR, "%s", kind_of(st.st_mode));
		return STATUS_INVALID;
	}
	/* A sparse file is cheap to create but expensive to read. */
	if ((unsigned long long)st.st_size > limit)
		return file_refuse_size(d, limit);
	if (mode)
		*mode = st.st_mode & 0111 ? 0100755 : 0100644;
	return read_to_end(d, fd, limit, true, (size_t)st.st_size, out);
}

enum status file_read_at(struct diagnostics *d, int folder, const char *name, size_t limit,
			 struct buf *out, unsigned *mode)
{
	int fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);

	buf_cut(out, 0);
	if (fd < 0 && errno == ENXIO) {
		diagnostic_file(d, SEVERITY_ERROR, "is not a regular file");
		return STATUS_INVALID;
	}
	if (fd < 0)
		return refuse(d, "cannot open");

	enum status status = read_regular(d, fd, limit, out, mode);

	close(fd);
	return status;
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
