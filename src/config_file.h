/* SPDX-License-Identifier: MIT */
/* Reads the configuration file of a repository. */
#ifndef CONFIG_FILE_H
#define CONFIG_FILE_H

#include "nox/plan/rewrite.h"
#include "options.h"
#include "repository/repository.h"

#define CONFIG_NAME ".nox-cache-inject.yml"

/* A name in the file that is to be looked for once the workflows have been read. */
struct config_name {
	const char *option; /* "skip-job" or "hash-file" */
	struct str text;
	struct position at;
};

struct config_names {
	LIST(struct config_name) list;
};

/* Applies the file at the repository's root to the options, except those given on the command line.
 * Does nothing if the file does not exist. The caller sets the worker and the displayed path
 * (source.path) of file and releases it; errors are in its diagnostics. The names that it adds to
 * the options are added to names. Texts are the arena's. */
CHECKED enum status config_read(struct options *options, struct config_names *names,
				struct arena *arena, struct rewrite *file,
				struct repository *repository);

#endif
