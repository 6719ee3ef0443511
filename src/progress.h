/* SPDX-License-Identifier: MIT */
/* How far a long run is, on a terminal; and its end at Ctrl-C. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise. */
struct progress {
	bool wanted;		 /* standard error is a terminal, and messages are */
	bool shown;		 /* a line is on the screen */
	double started, printed; /* seconds; 0: not yet */
};

/* Shows how many of all repositories are done, and of how many files (SIZE_MAX: how many of all files of
 * one repository), after the first second, a few times a second. */
void progress_show(struct progress *progress, size_t done, size_t total, size_t files);

/* Takes the line away, before something else is written there. */
void progress_clear(struct progress *progress);

/* From now on the first Ctrl-C only asks to stop; a second one ends the program. */
void progress_catch_interrupt(void);
bool progress_is_interrupted(void);

/* Ends the program as Ctrl-C would have. Returns where nobody pressed it. */
void progress_end_interrupted(void);

#endif
