/* SPDX-License-Identifier: MIT */
/* What the functions of a noxfile install and start. */
#ifndef NOX_NOXFILE_INSTALLS_H
#define NOX_NOXFILE_INSTALLS_H

#include "nox/noxfile/functions.h"

/* Reads the bodies of all functions in the list. starts: the numbers of the functions that Nox
 * calls with a session. */
void functions_read(struct functions *functions, const size_t *starts, size_t count);

#endif
