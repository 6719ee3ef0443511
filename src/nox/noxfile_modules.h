/* SPDX-License-Identifier: MIT */
/* Modules of a repository that its noxfiles import. */
#ifndef NOX_NOXFILE_MODULES_H
#define NOX_NOXFILE_MODULES_H

#include "nox/noxfile.h"
#include "repository/repository.h"

/* Looks for the modules of a noxfile (at a path) beside it. Those that are there belong to what all
 * of its sessions depend on. The noxfile is not complete where one of them mentions Nox, as it may
 * make sessions, or is not there, as nothing is known of it. */
void noxfile_modules_find(struct noxfile *noxfile, struct arena *arena,
			  struct repository *repository, struct str path);

#endif
