/* SPDX-License-Identifier: MIT */
/* Files: read as a whole, and replaced as a whole or not at all.
 *
 * Messages do not name the file: they go to the list of the file that they are about. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/diagnostic.h"

/* What a caller passes as limit unless it has a reason. */
#define FILE_LIMIT ((size_t)16 * 1024 * 1024)

/* Which file a path led to. */
struct file_identity {
	unsigned long long device;
	unsigned long long inode;
	unsigned mode; /* permissions and type, as stat(2) gives them */
};

/* Reads a regular file of at most limit bytes. Folders, FIFOs, devices and sockets are refused
 * without blocking on them. *out is written from its start on; identity may be NULL. */
CHECKED enum status file_read(struct diagnostics *d, const char *path, size_t limit,
			      struct buf *out, struct file_identity *identity);

/* Reads an open stream, such as standard input, to its end. */
CHECKED enum status file_read_stream(struct diagnostics *d, int fd, size_t limit, struct buf *out);

/* Writes all of text, over interruptions and short writes; false with errno set. */
bool file_write_all(int fd, struct str text);

/* Replaces the content of a regular file, which must still be expected. The file keeps its mode,
 * owner, access control list and, where the system allows it, its other extended attributes; a
 * symbolic link keeps being one, its target is replaced. Refused for a file that has changed, that
 * may not be written, that has other names (hard links), or whose owner or access control list
 * cannot be kept. suffix, if not NULL or empty, is put behind path for a copy of the old content.
 * On failure both files are as they were and nothing is left behind. */
CHECKED enum status file_replace(struct diagnostics *d, const char *path, struct str expected,
				 struct str text, const char *suffix);

/* Writes a file that need not exist: a regular or new one atomically (a new one with mode 0666
 * less the umask, an old one keeps its mode); a FIFO, a device or a stream of this process
 * (/dev/stdout, /dev/stderr, /dev/fd/N) directly. */
CHECKED enum status file_write(struct diagnostics *d, const char *path, struct str text);

#endif
