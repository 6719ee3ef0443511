/* SPDX-License-Identifier: MIT */
/* Temporary files of processes that were killed: how they are told from those that are in use. */
#ifndef BASE_LEFTOVER_H
#define BASE_LEFTOVER_H

/* How the name of a temporary file begins; 16 hexadecimal digits follow. */
#define LEFTOVER_PREFIX ".nox-cache-inject-"

/* Marks an open temporary file as in use, until it is closed or the process ends. */
void leftover_claim(int fd);

/* Removes from an open folder the temporary files of this program, owned by this user, that no
 * process has claimed. What cannot be looked at or removed stays. */
void leftovers_remove(int folder);

#endif
