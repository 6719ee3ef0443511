/* SPDX-License-Identifier: MIT */
/* What the workflows and actions of a repository say about each other: who runs whom, when, and
 * which job's product is published by another. */
#ifndef NOX_OVERVIEW_H
#define NOX_OVERVIEW_H

#include "nox/triggers.h"

/* A workflow or a composite action. */
struct overview_file {
	struct str inner; /* its path in the repository */
	const struct workflow *workflow;
	unsigned triggers; /* its own, and those of the files that call or use it */
	size_t first;	 /* its first job in struct overview */
	struct range callers; /* in the overview's callers: the uses of this file */
	size_t group; /* files of one number run in one run: a workflow and those that it calls */
	bool publishes; /* a job of the group is a release job */
};

struct overview_job {
	const struct job *job;
	size_t file; /* in struct overview */
	/* Why it is a release job, as a message has it ("it runs twine upload"); empty: it is none. */
	struct str sign;
	size_t feeds; /* the release job that takes its product; STR_NONE: it publishes itself */
};

/* A job that runs another file: a reusable workflow as a whole, an action in a step. */
struct overview_use {
	size_t job;
	size_t file;
	const struct step *step; /* of the job; NULL: the job as a whole */
};

/* Zero-initialise. Everything is the arena's that the functions are given. */
struct overview {
	LIST(struct overview_file) files;
	LIST(struct overview_job) jobs; /* those of the first file, of the second, … */
	LIST(struct overview_use) uses; /* in the order of the jobs */
	size_t *callers; /* uses, in the order of the files that are used */
};

/* Adds a file; inner and workflow are borrowed. */
void overview_add(struct overview *overview, struct arena *arena, struct str inner,
		  const struct workflow *workflow);

/* The file, or the job; NULL where it was not added. */
const struct overview_file *overview_file(const struct overview *overview,
					const struct workflow *workflow);
const struct overview_job *overview_job(const struct overview *overview, const struct workflow *workflow,
				      const struct job *job);

/* The first use by a job of that number or a later one. */
size_t overview_first_use(const struct overview *overview, size_t job);

#endif
