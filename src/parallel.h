/* SPDX-License-Identifier: MIT */
/* Repositories dealt with in processes of their own, printed in the order of the command line. */
#ifndef PARALLEL_H
#define PARALLEL_H

#include "runner.h"

/* Deals with one repository of the batch. */
typedef void parallel_work(struct runner *r, struct batch *batch, struct project *project);

/* Does the work on each of the batch's repositories, at most count at a time. A process that fails
 * fails its repository alone; the processes end when this one does. */
void parallel_run(struct runner *r, struct batch *batch, size_t count, parallel_work *work);

#endif
