/* SPDX-License-Identifier: MIT */
/* A repository's pull request: the patch, the commit, its description. */
#ifndef REQUEST_H
#define REQUEST_H

#include "runner.h"

/* Deals with a repository in the modes --patch and --commit: reads it as the base commit has it
 * (--patch: as it lies on disk where there is no git repository). What goes wrong is told and
 * marks the run. */
void request_make(struct runner *r, struct batch *batch, struct project *project);

/* What JSON has in front of the repositories' objects, and behind them. */
void request_json_begin(struct json *json);
bool request_json_end(struct json *json);

#endif
