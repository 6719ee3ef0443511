/* SPDX-License-Identifier: MIT */
/* Loads a repository and plans its files. */
#ifndef LOAD_H
#define LOAD_H

#include "runner.h"

/* Reads the repository's own settings and plans its files. Errors of a file are in its diagnostics.
 * Returns STATUS_INVALID if the repository must not be processed, because its settings are invalid
 * or it has none of the requested jobs. The reason was reported and is in project->refusal. */
CHECKED enum status load_project(struct runner *r, struct batch *batch, struct project *project);

#endif
