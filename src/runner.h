/* SPDX-License-Identifier: MIT */
/* What the parts of a run share. */
#ifndef RUNNER_H
#define RUNNER_H

#include "batch.h"
#include "run.h"
#include "output/json.h"
#include "output/lines.h"

struct runner {
	const struct options *options;
	struct run_output *output;
	struct lines lines; /* the result, where it is for people */
	struct lines log;   /* messages */
	bool several; /* repositories */
	struct arena arena;
	struct plan_settings settings;
	struct json json;
	bool failed;
	bool found;	    /* --check: something is wrong; --why: the job */
	struct str closest; /* --why: the id that is nearest to the one asked for; the arena's */
};

/* The plain messages of a file, as far as the user wants to hear them. */
void runner_tell_file(struct runner *r, const struct rewrite *file);

/* "path: severity: message", as far as the user wants to hear it. An error marks the run. */
void runner_tell(struct runner *r, enum severity severity, struct str path, struct str message);

/* Hands over what was told so far, where somebody takes it. */
void runner_take(struct runner *r);

#endif
