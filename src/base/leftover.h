/* SPDX-License-Identifier: MIT */
/* Removes temporary files of processes that were killed, and keeps those in use. */
#ifndef BASE_LEFTOVER_H
#define BASE_LEFTOVER_H

/* Prefix of the name of a temporary file; 16 hexadecimal digits follow. */
#define LEFTOVER_PREFIX ".nox-cache-inject-"

/* Marks an open temporary file as in use, until it is closed or the process ends. */
void leftover_claim(int fd);

/* Removes this program's temporary files from an open folder if they belong to this user and no
 * process has claimed them. Errors are ignored. */
void leftovers_remove(int folder);

#endif
