/* SPDX-License-Identifier: MIT */
/* Runs the program: takes options and returns texts and an exit status. */
#ifndef RUN_H
#define RUN_H

#include "runner.h"

/* color_result, color_messages: use colours. Reads files and, with --in-place, writes them; prints
 * nothing itself. */
enum exit_status run_modes(struct run_output *output, const struct options *options,
			   bool color_result, bool color_messages);

#endif
