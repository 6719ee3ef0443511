/* SPDX-License-Identifier: MIT */
/* One run of the program: options in, texts and an exit status out. */
#ifndef RUN_H
#define RUN_H

#include "runner.h"

/* color: what is written goes to a terminal that shows colours (result, messages). Reads and,
 * in place, writes files; prints nothing. */
enum exit_status run(struct run_output *output, const struct options *options, bool color_result,
		     bool color_messages);

#endif
