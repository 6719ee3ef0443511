/* SPDX-License-Identifier: MIT */
/* What the parts of a run share. */
#ifndef RUNNER_H
#define RUNNER_H

#include "batch.h"
#include "job_names.h"
#include "run.h"
#include "output/json.h"
#include "output/lines.h"
#include "output/report.h"

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
