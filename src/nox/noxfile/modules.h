/* SPDX-License-Identifier: MIT */
/* Finds the modules of a repository that its noxfiles import. */
#ifndef NOX_NOXFILE_MODULES_H
#define NOX_NOXFILE_MODULES_H

#include "nox/noxfile/noxfile.h"
#include "repository/repository.h"

/* Finds the modules of a noxfile (at a path) beside it. All sessions depend on the modules found.
 * The noxfile is not complete if a module mentions Nox, as it may make sessions, or if a module is
 * missing. */
void noxfile_modules_find(struct noxfile *noxfile, struct arena *arena,
			  struct repository *repository, struct str path);

#endif
