/* SPDX-License-Identifier: MIT */
/* Reading regular files and streams to their end, within a limit.
 *
 * Messages do not name the file: they go to the list of the file that they are about. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/diagnostic.h"

/* What a caller passes as limit unless it has a reason, in bytes. */
#define FILE_LIMIT ((size_t)16 * 1024 * 1024)

/* Reads a regular file of at most limit bytes, named by an open folder (or AT_FDCWD) and its name in
 * it. Links, folders, FIFOs, devices and sockets are refused without waiting for them. *out is
 * written from its start on. */
CHECKED enum status file_read_at(struct diagnostics *d, int folder, const char *name, size_t limit,
				 struct buf *out);

/* Reads an open stream, such as standard input, to its end. */
CHECKED enum status file_read_stream(struct diagnostics *d, int fd, size_t limit, struct buf *out);

/* Writes all of text, over interruptions and short writes; false with errno set. */
bool file_write_all(int fd, struct str text);

#endif
