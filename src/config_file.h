/* SPDX-License-Identifier: MIT */
/* The file in which a repository keeps what its people would repeat on each call. */
#ifndef CONFIG_FILE_H
#define CONFIG_FILE_H

#include "nox/rewrite.h"
#include "options.h"
#include "repository/repository.h"

#define CONFIG_NAME ".nox-cache-inject.yml"

/* Adds what the file at the repository's root says to the options, but for those that the command line
 * has given. Nothing where there is no such file. The file's worker and the path by which it is shown
 * (source.path) are set by the caller, who releases it; errors are in its diagnostics. Texts are the
 * arena's. */
CHECKED enum status config_read(struct options *options, struct arena *arena, struct rewrite *file,
				struct repository *repository);

#endif
