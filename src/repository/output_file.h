/* SPDX-License-Identifier: MIT */
/* Writes the files that the user names for output (-o, --pr-body). */
#ifndef REPOSITORY_OUTPUT_FILE_H
#define REPOSITORY_OUTPUT_FILE_H

#include "base/diagnostic.h"

/* Writes text to a path. A regular or new file is written atomically: a new one gets mode 0666 less
 * the umask, an existing one keeps its mode. A FIFO, a device or a stream of this process
 * (/dev/stdout, /dev/stderr, /dev/fd/N) is written directly. Fails if the path contains a symbolic
 * link that is in a repository: its author would choose the file. */
CHECKED enum status output_file_write(struct diagnostics *d, const char *path, struct str text);

#endif
