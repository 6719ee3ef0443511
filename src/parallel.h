/* SPDX-License-Identifier: MIT */
/* Repositories dealt with in processes of their own, told in the order of the command line. */
#ifndef PARALLEL_H
#define PARALLEL_H

#include "runner.h"

/* Does work on each of the batch's repositories, at most count at a time. A process that dies fails
 * its repository alone. False when memory is out. */
CHECKED bool parallel_run(struct runner *r, struct batch *batch, size_t count,
			  bool (*work)(struct runner *r, struct batch *batch,
				       struct project *project));

#endif
