/* SPDX-License-Identifier: MIT */
/* A repository from what is asked of it to the plans of its files. */
#ifndef LOAD_H
#define LOAD_H

#include "runner.h"

/* Reads the repository's own settings, and plans its files by them and the command line's. What is
 * wrong with a file is in its own diagnostics. STATUS_INVALID where nothing of the repository is to be
 * done, which is reported and in project->refusal: its settings cannot be read, or it has no job of a
 * name that was asked for. */
CHECKED enum status load_project(struct runner *r, struct batch *batch, struct project *project);

#endif
