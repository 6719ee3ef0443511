/* SPDX-License-Identifier: MIT */
/* Checks that what options name is there: the jobs of --job and --skip-job, with the most similar ones
 * as suggestions, and the files of --hash-file. */
#ifndef JOB_NAMES_H
#define JOB_NAMES_H

#include "batch.h"
#include "options.h"

#include "base/distance.h"

/* The state of a name. Plain data, so that one process can pass it to another. */
struct job_name {
	bool found;
	char nearest[DISTANCE_MAX + 1]; /* the most similar id of at most DISTANCE_MAX bytes, or
	                                 * empty */
};

struct job_names {
	const struct options *options;
	size_t count;
	struct job_name *names; /* those of --job, then those of --skip-job, then --hash-file */
};

void job_names_init(struct job_names *names, struct arena *arena, const struct options *options);

/* Looks for the names in the targets of a project. */
void job_names_look(struct job_names *names, const struct project *project);

/* Merges the state of another process, which has the same names. */
void job_names_join(struct job_names *names, const struct job_name *others);

/* A message about the first name that is nowhere, or an empty text. */
struct str job_names_problem(const struct job_names *names, struct arena *arena);

/* The same about a name in the project's own file of settings, which is a job of skip-job or a pattern
 * of hash-file. */
struct str job_names_check(const struct project *project, struct arena *arena, const char *option,
			   struct str name);

#endif
