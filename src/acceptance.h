/* SPDX-License-Identifier: MIT */
/* Plans and writes the acceptance scenarios of a repository. */
#ifndef ACCEPTANCE_H
#define ACCEPTANCE_H

#include "output/diff.h"
#include "runner.h"

struct changes {
	LIST(struct change) list;
};

/* With --feature: adds the changes of the feature file and its step definitions, if any. The
 * project must be loaded; prefix is prepended to the paths. last: its other files are not needed any more, and
 * are freed. Errors are reported and fail the run. */
void acceptance_add(struct runner *r, struct arena *arena, struct project *project,
		    struct str prefix, bool last, struct changes *changes);

/* Writes such a change to the repository on disk and creates the folders that it needs. */
void acceptance_write(struct runner *r, struct arena *arena, struct project *project,
		      const struct change *change);

#endif
