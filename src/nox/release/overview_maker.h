/* SPDX-License-Identifier: MIT */
/* Makes an overview, from one file after the other. */
#ifndef NOX_OVERVIEW_MAKER_H
#define NOX_OVERVIEW_MAKER_H

#include "base/lookup.h"
#include "nox/release/overview.h"

/* Something a job uploads for other jobs of its run, or downloads. Names are patterns: the value of
 * an expression is "*". */
struct artifact {
	uint32_t job;
	struct str name;
	bool any;      /* downloads: no name is given, or an unknown one */
	bool anywhere; /* downloads: from other runs too */
	uint32_t call; /* downloads: counts if the file of this use is not there; or INDEX_NONE */
};

/* A file that a job runs. */
struct named_use {
	struct overview_use use; /* but the file */
	struct str path;	 /* as for overview_maker_find */
	struct str
		sign; /* of a call: why the job is a release job if the file is not there; or empty */
};

/* Set the first two, zero-initialise the rest. All memory is the arena's. */
struct overview_maker {
	struct overview *overview;
	struct arena *arena;
	bool began;
	LIST(struct named_use) named; /* in the order of the jobs */
	LIST(struct artifact) uploads;
	LIST(struct artifact) downloads; /* in the order of the jobs */
	struct lookup paths;		 /* files by the paths that other files name them by */
	struct lookup inert; /* by path: actions that neither publish nor pass anything on */
	size_t steps;	     /* that may still be read */
	size_t work;	     /* that may still be done */
};

/* Adds a file and returns its number; inner is borrowed. Actions are added before the first workflow, as what
 * their steps do counts for the jobs of the workflows after them, and are borrowed by the overview. A
 * workflow is read at once and not needed afterwards. */
uint32_t overview_add(struct overview_maker *maker, struct str inner,
		      const struct workflow *workflow);

/* Relates the files. The time is bounded: in a repository of extreme size more jobs than necessary count as
 * release jobs. */
void overview_make(struct overview_maker *maker);

/* ------------------------------------------------------------------ for the modules that share this work */

/* The file at a local path ("./.github/workflows/x.yml", or an action's folder), or INDEX_NONE. name
 * is without "./". */
uint32_t overview_maker_find(const struct overview_maker *maker, struct str name);

/* Reads the steps of the jobs of a file: which jobs publish, upload and download, and which files they
 * use. */
void overview_maker_read_jobs(struct overview_maker *maker, uint32_t file,
			      const struct workflow *workflow);

/* Reads which jobs of the file wait for which, and whose outputs they use. */
void overview_maker_read_needs(struct overview_maker *maker, uint32_t file,
			       const struct workflow *workflow);

/* Marks the jobs whose product a marked job uses, until there are no more. */
void overview_maker_follow(struct overview_maker *maker);

/* Can two patterns of "*" and "?" match the same text? */
bool patterns_overlap(struct str a, struct str b);

#endif
