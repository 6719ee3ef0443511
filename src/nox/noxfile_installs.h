/* SPDX-License-Identifier: MIT */
/* What the bodies of a noxfile's functions install and start. */
#ifndef NOX_NOXFILE_INSTALLS_H
#define NOX_NOXFILE_INSTALLS_H

#include "nox/noxfile_functions.h"

/* Reads the bodies of all functions in the list. starts: the numbers of those that Nox calls with
 * a session. */
void functions_read(struct functions *functions, const size_t *starts, size_t count);

#endif
