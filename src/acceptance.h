/* SPDX-License-Identifier: MIT */
/* Plans and writes the acceptance scenarios of a repository. */
#ifndef ACCEPTANCE_H
#define ACCEPTANCE_H

#include "output/change.h"
#include "output/feature_rows.h"
#include "runner.h"

/* The cache steps of a repository that the scenarios describe. Zero-initialise; without an arena, nothing is
 * gathered. */
struct acceptance {
	struct arena *arena; /* the caller's */
	struct feature_rows rows;
	struct lookup named;	     /* keys of the rows */
	LIST(struct str) unwritable; /* workflows with a step that cannot be in a table */
};

/* Adds the cache steps of a file as its plan leaves them. Nothing of the file is borrowed but its path. */
void acceptance_add_file(struct acceptance *a, const struct item *item);

/* With --feature: adds the changes of the feature file and its step definitions, if any. prefix is prepended to
 * the paths. Errors are reported and fail the run. */
void acceptance_finish(const struct acceptance *a, struct runner *r, struct project *project,
		       struct str prefix, struct changes *changes);

/* Writes such a change to the repository on disk and creates the folders that it needs. */
void acceptance_write(struct runner *r, struct arena *arena, struct project *project,
		      const struct change *change);

#endif
