/* SPDX-License-Identifier: MIT */
/* Reads the configuration file of a repository. */
#ifndef CONFIG_FILE_H
#define CONFIG_FILE_H

#include "nox/plan/rewrite.h"
#include "options.h"
#include "repository/repository.h"

#define CONFIG_NAME ".nox-cache-inject.yml"

/* Applies the file at the repository's root to the options, except those given on the command line.
 * Does nothing if the file does not exist. The caller sets the worker and the displayed path
 * (source.path) of file and releases it; errors are in its diagnostics. Texts are the arena's. */
CHECKED enum status config_read(struct options *options, struct arena *arena, struct rewrite *file,
				struct repository *repository);

#endif
