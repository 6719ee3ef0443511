/* SPDX-License-Identifier: MIT */
/* Reads regular files and streams to their end, up to a limit.
 *
 * Messages do not name the file; the list that they are added to belongs to one file. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/diagnostic.h"

/* The default limit in bytes. */
#define FILE_LIMIT ((size_t)16 * 1024 * 1024)

/* Reads a regular file of at most limit bytes, named by an open folder (or AT_FDCWD) and its name
 * in it. Symbolic links, folders, FIFOs, devices and sockets are refused without blocking. Replaces
 * the content of *out. *mode, if mode is not NULL, becomes 0100755 where anybody may execute it, else
 * 0100644, as in git. */
CHECKED enum status file_read_at(struct diagnostics *d, int folder, const char *name, size_t limit,
				 struct buf *out, unsigned *mode);

/* Reads an open stream, such as standard input, to its end. */
CHECKED enum status file_read_stream(struct diagnostics *d, int fd, size_t limit, struct buf *out);

/* Reports a file of more than limit bytes. Returns STATUS_INVALID. */
enum status file_refuse_size(struct diagnostics *d, size_t limit);

/* Writes all of text, retrying after interruptions and short writes. Returns false with errno set
 * on failure. */
bool file_write_all(int fd, struct str text);

#endif
