/* SPDX-License-Identifier: MIT */
/* Files that the user names for output (-o, --pr-body). */
#ifndef REPOSITORY_OUTPUT_FILE_H
#define REPOSITORY_OUTPUT_FILE_H

#include "base/diagnostic.h"

/* Writes a file that need not exist: a regular or new one atomically (a new one with mode 0666
 * less the umask, an old one keeps its mode); a FIFO, a device or a stream of this process
 * (/dev/stdout, /dev/stderr, /dev/fd/N) directly. Refused where the way leads through a symbolic
 * link that lies in a repository: whoever wrote the repository would choose the file. */
CHECKED enum status output_file_write(struct diagnostics *d, const char *path, struct str text);

#endif
