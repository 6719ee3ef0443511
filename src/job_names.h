/* SPDX-License-Identifier: MIT */
/* The jobs that --job and --skip-job name: which of them there are, and what was meant by the others. */
#ifndef JOB_NAMES_H
#define JOB_NAMES_H

#include "batch.h"
#include "options.h"

#include "base/distance.h"

/* What is known of a name. Plain data, so that a process can hand it to another. */
struct job_name {
	bool found;
	char nearest[DISTANCE_MAX + 1]; /* an id of at most DISTANCE_MAX bytes, or empty */
};

struct job_names {
	const struct options *options;
	size_t count;
	struct job_name *names; /* those of --job, then those of --skip-job */
};

void job_names_init(struct job_names *names, struct arena *arena,
			    const struct options *options);

/* Looks for the names among the jobs of a project's files that are to be judged. */
void job_names_look(struct job_names *names, const struct project *project);

/* Adds what another process knows: as many as there are here. */
void job_names_join(struct job_names *names, const struct job_name *others);

/* The first name that no job has, as a message; the empty text where there is none. */
struct str job_names_problem(const struct job_names *names, struct arena *arena);

#endif
