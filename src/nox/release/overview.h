/* SPDX-License-Identifier: MIT */
/* How the workflows and actions of a repository relate: which runs which, when, and which job's
 * product another one publishes. This is all that the plan of a file needs to know of the other workflows, so
 * that it can be kept when they are not in memory any more. */
#ifndef NOX_OVERVIEW_H
#define NOX_OVERVIEW_H

#include "workflow/triggers.h"

/* A workflow or a composite action. */
struct overview_file {
	struct str inner; /* its path in the repository; borrowed */
	enum workflow_kind kind;
	const struct workflow *action; /* if it is one; borrowed */
	unsigned triggers;	       /* its own, and those of the files that call or use it */
	size_t first;		       /* number of its first job in struct overview, */
	size_t count;		       /* and of its jobs */
	struct range returned; /* in the overview's numbers: its jobs whose outputs it returns */
	struct range callers;  /* in the overview's callers: the uses of this file */
	size_t group; /* files with the same number run in one run: a workflow and those it calls */
	bool publishes; /* a job of the group is a release job */
};

struct overview_job {
	struct str id;
	size_t file; /* in struct overview */
	/* Why it is a release job, for a message ("it runs twine upload"); empty if it is not. */
	struct str sign;
	size_t feeds; /* the release job that uses its product; STR_NONE: it publishes itself */
	struct range needs; /* in the overview's numbers: the jobs it waits for, */
	struct range takes; /* and those whose outputs it uses */
	bool scheduled;	    /* its condition allows runs on a schedule only */
};

/* A job that runs another file: a whole reusable workflow, or an action in a step. */
struct overview_use {
	size_t job;
	size_t file;
	size_t step; /* number in the job's list of steps; STR_NONE: the whole job */
};

/* Zero-initialise. All memory is from the arena that the functions get. */
struct overview {
	LIST(struct overview_file) files;
	LIST(struct overview_job) jobs; /* those of the first file, of the second, … */
	LIST(struct overview_use) uses; /* in the order of the jobs */
	LIST(size_t) numbers;		/* of jobs */
	size_t *callers;		/* uses, in the order of the files they use */
};

/* The first use by the job of that number or a later one. */
size_t overview_first_use(const struct overview *overview, size_t job);

#endif
