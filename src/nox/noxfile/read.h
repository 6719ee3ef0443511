/* SPDX-License-Identifier: MIT */
/* Reads the text of a noxfile. */
#ifndef NOX_NOXFILE_READ_H
#define NOX_NOXFILE_READ_H

#include "nox/noxfile/noxfile.h"

/* Reads the text of a noxfile. All memory is the arena's, and texts are the source's or the
 * arena's. Never fails: text that it does not understand is unknown. */
void noxfile_read(struct noxfile *noxfile, struct arena *arena, struct str text);

#endif
