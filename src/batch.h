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

/* The project of a root, by its number. batch_end frees it. */
struct project *batch_begin(const struct batch *batch, size_t number);

/* Opens the work tree of a repository unless it is open. */
void batch_open(struct project *project);

/* Opens a repository and reads its files. */
void batch_read(struct batch *batch, struct project *project, const struct plan_settings *settings);

/* Parses and plans the files that were read. Those that can neither run Nox nor matter to one that does
 * are not parsed, so that no error in their YAML is reported. What fails on a file is in its own diagnostics. If
 * the caller stops it, the project is stopped and has no plans. */
void batch_plan(struct batch *batch, struct project *project);

/* Verifies what was planned. */
void batch_verify(struct project *project);

/* To be called before the file of that index is looked at: now it is planned and verified, if it is not.
 * First with rising indices; then a file may be taken a second time, in any order. Returns false if the caller
 * stops it, which it can not the second time. */
bool batch_ready(struct batch *batch, struct project *project, size_t index);

/* To be called when the file of that index was looked at. Frees what nobody may look at afterwards: the edits and
 * the new text, or all. If the project writes, batch_ready brings it back. */
void batch_done(struct project *project, size_t index);

/* Frees the files and their plans, which nobody may look at afterwards. */
void batch_drop_files(struct project *project);

/* Frees what was read of a repository. */
void batch_unload(struct project *project);
/* And the project that batch_begin returned. */
void batch_end(struct project *project);

#endif
