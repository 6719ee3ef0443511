/* SPDX-License-Identifier: MIT */
/* The state that is shared by the parts of a run. */
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
	EXIT_FOUND = 1,	 /* --check has findings */
	EXIT_FAILED = 2, /* a file could not be read, understood or written */
};

struct run_output {
	struct buf result;   /* for standard output */
	struct buf messages; /* for standard error */
	size_t width;	     /* columns of the terminal; 0: unlimited */
	bool terminal;	     /* the result goes to a terminal: escape data as well */
	/* Called after each of several repositories, so that only one is kept in memory: may write
	 * both buffers and empty them. Or NULL. */
	void (*take)(struct run_output *output);
	/* Called before the first of several repositories and after each, with the number of their
	 * files; of a single one for its files (SIZE_MAX). false stops the run. Or NULL. */
	bool (*go_on)(struct run_output *output, size_t done, size_t total, size_t files);
};

struct runner {
	const struct options *options;
	struct run_output *output;
	struct lines lines; /* the result, if it is for people */
	struct lines log;   /* messages */
	bool several;	    /* more than one repository */
	struct arena arena;
	struct json json;
	struct report report; /* of --check, --list and --why */
	struct tally tally;
	struct job_names names; /* of --job and --skip-job */
	bool failed;
	bool stopped; /* before all repositories, or files of the only one, were dealt with */
	size_t done;  /* repositories */
	size_t files; /* of a single repository */
};

/* Makes the report write to lines and json of this runner. */
void runner_bind_report(struct runner *r);

/* Prints the plain messages of a file, subject to -q and -v. */
void runner_report_file(struct runner *r, const struct rewrite *file);

/* Prints "path: severity: message", subject to -q and -v. An error fails the run. */
void runner_report(struct runner *r, enum severity severity, struct str path, struct str message);

/* Counts the repositories that are done, if there are several. Returns false if the run is to stop. */
bool runner_goes_on(struct runner *r, size_t done, size_t total);

/* Counts the files of a single repository. */
bool runner_goes_on_files(struct runner *r, size_t done, size_t total);

/* Passes the output of the repositories so far to the caller, if it wants it. */
void runner_flush(struct runner *r);

#endif
