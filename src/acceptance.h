/* SPDX-License-Identifier: MIT */
/* The acceptance scenarios of a repository: what they are to say, and the files that say it. */
#ifndef ACCEPTANCE_H
#define ACCEPTANCE_H

#include "output/diff.h"
#include "runner.h"

struct changes {
	LIST(struct change) list;
};

/* With --feature: adds what becomes of the feature file and of its step definitions, where
 * anything does. The project is loaded; prefix stands in front of the paths. What goes wrong is
 * told and marks the run. */
void acceptance_add(struct runner *r, struct arena *arena, struct batch *batch,
		    struct project *project, struct str prefix, struct changes *changes);

/* Writes such a change to the repository on disk; makes the folders that it needs. */
void acceptance_write(struct runner *r, struct arena *arena, struct project *project,
		      const struct change *change);

#endif
