/* SPDX-License-Identifier: MIT */
/* A long diff on a terminal goes through a pager, as git's does. */
#ifndef PAGER_H
#define PAGER_H

#include <stdbool.h>
#include <sys/types.h>

/* Zero-initialise. */
struct pager {
	pid_t pid; /* 0: there is none */
	int fd;	   /* what is written here it shows */
};

/* Starts the pager that the environment names (GIT_PAGER, PAGER), else less. False where none is wanted
 * or found: an empty name and cat mean none. No repository's settings are read. */
bool pager_start(struct pager *pager);

/* Waits until it is left. */
void pager_end(struct pager *pager);

#endif
