/* SPDX-License-Identifier: MIT */
/* Processes repositories in child processes and prints their output in the order of the command
 * line. */
#ifndef PARALLEL_H
#define PARALLEL_H

#include "runner.h"

/* Processes one repository of the batch. */
typedef void parallel_work(struct runner *r, struct batch *batch, size_t number);

/* Calls work for each repository of the batch, with at most count processes at a time. A failed
 * process only fails its repository. The processes end with this one. */
void parallel_run(struct runner *r, struct batch *batch, size_t count, parallel_work *work);

#endif
