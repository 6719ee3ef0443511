/* SPDX-License-Identifier: MIT */
/* From the text of a noxfile to what it says. */
#ifndef NOX_NOXFILE_READ_H
#define NOX_NOXFILE_READ_H

#include "nox/noxfile.h"

/* Reads the text of a noxfile; all memory is the arena's, and texts are the source's or the
 * arena's. Never fails on what it does not understand: */
void noxfile_read(struct noxfile *noxfile, struct arena *arena, struct str text);

#endif
