/* SPDX-License-Identifier: MIT */
/* One run of the program: options in, texts and an exit status out. */
#ifndef RUN_H
#define RUN_H

#include "options.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FOUND = 1,	 /* --check found something */
	EXIT_FAILED = 2, /* something could not be read, understood or written */
};

struct run_output {
	struct buf result;   /* for standard output */
	struct buf messages; /* for standard error */
	bool terminal;       /* the result goes to a terminal: also what is data is escaped */
	/* Called behind each repository, so that no more than one is kept: it may write what both
	 * hold and empty them. Or NULL. */
	void (*take)(struct run_output *output);
};

/* color: what is written goes to a terminal that shows colours (result, messages). Reads and,
 * in place, writes files; prints nothing. */
enum exit_status run(struct run_output *output, const struct options *options, bool color_result,
		     bool color_messages);

#endif
