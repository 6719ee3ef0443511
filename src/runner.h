/* SPDX-License-Identifier: MIT */
/* What the parts of a run share. */
#ifndef RUNNER_H
#define RUNNER_H

#include "batch.h"
#include "job_names.h"
#include "options.h"
#include "output/json.h"
#include "output/lines.h"
#include "output/report.h"

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

struct runner {
	const struct options *options;
	struct run_output *output;
	struct lines lines; /* the result, where it is for people */
	struct lines log;   /* messages */
	bool several; /* repositories */
	struct arena arena;
	struct json json;
	struct report report; /* of --check, --list and --why */
	struct tally tally;
	struct job_names names; /* of --job and --skip-job */
	bool failed;
};

/* Makes the report write where lines and json of this runner do. */
void runner_bind_report(struct runner *r);

/* The plain messages of a file, as far as the user wants to hear them. */
void runner_tell_file(struct runner *r, const struct rewrite *file);

/* "path: severity: message", as far as the user wants to hear it. An error marks the run. */
void runner_tell(struct runner *r, enum severity severity, struct str path, struct str message);

/* Hands over what was told so far, where somebody takes it. */
void runner_take(struct runner *r);

#endif
