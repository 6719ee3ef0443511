/* SPDX-License-Identifier: MIT */
/* How the workflows and actions of a repository relate: which runs which, when, and which job's
 * product another one publishes. This is all that the plan of a file needs to know of the other workflows, so
 * that it can be kept when they are not in memory any more. */
#ifndef NOX_OVERVIEW_H
#define NOX_OVERVIEW_H

#include "workflow/triggers.h"

/* A workflow or a composite action. A repository may have thousands. */
struct overview_file {
	struct str inner;	       /* its path in the repository; borrowed */
	const struct workflow *action; /* if it is one; borrowed */
	unsigned triggers;	       /* its own, and those of the files that call or use it */
	uint32_t first;		       /* number of its first job in struct overview, */
	uint32_t count;		       /* and of its jobs */
	struct short_range returned;   /* in numbers: its jobs whose outputs it returns */
	struct short_range callers;    /* in callers: the uses of this file */
	uint32_t
		group; /* files with the same number run in one run: a workflow and those it calls */
	enum workflow_kind kind : 8;
	bool publishes; /* a job of the group is a release job */
};

struct overview_job {
	struct str id;
	/* Why it is a release job, for a message ("it runs twine upload"); empty if it is not. */
	struct str sign;
	uint32_t file;
	uint32_t feeds; /* the release job that uses its product; INDEX_NONE: it publishes itself */
	struct short_range needs; /* in numbers: the jobs it waits for, */
	struct short_range takes; /* and those whose outputs it uses */
	bool scheduled;		  /* its condition allows runs on a schedule only */
};

/* A job that runs another file: a whole reusable workflow, or an action in a step. */
struct overview_use {
	uint32_t job;
	uint32_t file;
	uint32_t step; /* number in the job's list of steps; INDEX_NONE: the whole job */
};

/* Zero-initialise. All memory is from the arena that the functions get. Files and jobs are known by their
 * indices. */
struct overview {
	LIST(struct overview_file) files;
	LIST(struct overview_job) jobs; /* those of the first file, of the second, … */
	LIST(struct overview_use) uses; /* in the order of the jobs */
	LIST(uint32_t) numbers;		/* of jobs */
	uint32_t *callers;		/* uses, in the order of the files they use */
};

/* The file of a number; NULL if there is no overview or the number is INDEX_NONE. */
static inline const struct overview_file *overview_file(const struct overview *overview,
							uint32_t number)
{
	return overview && number != INDEX_NONE ? &overview->files.at[number] : NULL;
}

/* The first use by the job of that number or a later one. */
size_t overview_first_use(const struct overview *overview, size_t job);

#endif
