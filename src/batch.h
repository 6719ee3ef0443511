/* SPDX-License-Identifier: MIT */
/* The files of a run, grouped by repository. */
#ifndef BATCH_H
#define BATCH_H

#include "project.h"
#include "repository/locate.h"

void batch_release(struct batch *batch);

/* Adds a PATH of the command line, which is of that kind: a folder, or a file, which need not exist, or
 * "-" for standard input. */
void batch_add(struct batch *batch, const char *path, enum path_kind kind);

/* Adds the root of a repository that is not on disk. */
void batch_add_missing(struct batch *batch, const char *path);

/* Opens the work tree of a repository unless it is open. */
void batch_open(struct project *project);

/* Opens, reads and plans a repository's files. Those that can neither run Nox nor matter to one that does
 * are not parsed, so that no error in their YAML is reported. What fails on a file is in its own diagnostics. If
 * the caller stops it, the project is stopped and has no plans. */
void batch_load(struct batch *batch, struct project *project, const struct plan_settings *settings);

/* Frees what was read of a repository. */
void batch_unload(struct project *project);

#endif
