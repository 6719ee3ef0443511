/* SPDX-License-Identifier: MIT */
/* Makes the pull request of a repository: the patch or commit, and its description. */
#ifndef REQUEST_H
#define REQUEST_H

#include "runner.h"

/* Processes a repository in the modes --patch and --commit. Reads the files from the base commit
 * or, for --patch without a git repository, from disk. Errors are reported and fail the run. */
void request_make(struct runner *r, struct batch *batch, struct project *project);

/* Write the JSON before and after the repositories' objects. */
void request_json_begin(struct json *json);
bool request_json_end(struct json *json);

#endif
