/* SPDX-License-Identifier: MIT */
/* Loads a repository and plans its files. */
#ifndef LOAD_H
#define LOAD_H

#include "runner.h"

/* The stages of loading, each of several repositories before the next stage: their files are then parsed
 * together. */

/* Opens the repository and reads its own settings and its files. */
void load_read(const struct runner *r, struct batch *batch, struct project *project);
void load_plan(struct batch *batch, struct project *project);
void load_verify(struct project *project);

/* Errors of a file are in its diagnostics. Returns STATUS_INVALID if the repository must not be processed,
 * because its settings are invalid or it has none of the requested jobs. The reason was reported and is in
 * project->refusal. */
CHECKED enum status load_end(struct runner *r, struct project *project);

/* All stages for one. */
CHECKED enum status load_project(struct runner *r, struct batch *batch, struct project *project);

#endif
