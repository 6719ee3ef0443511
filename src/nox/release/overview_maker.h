/* SPDX-License-Identifier: MIT */
/* Makes an overview. Included only by the modules that share this work. */
#ifndef NOX_OVERVIEW_MAKER_H
#define NOX_OVERVIEW_MAKER_H

#include "nox/release/overview.h"

/* Reads all files that were added. The time is bounded: in a repository of extreme size more jobs
 * than necessary count as release jobs. */
void overview_make(struct overview *overview, struct arena *arena);

/* Something a job uploads for other jobs of its run, or downloads. Names are patterns: the value of
 * an expression is "*". */
struct artifact {
	size_t job; /* in struct overview */
	struct str name;
	bool any;      /* downloads: no name is given, or an unknown one */
	bool anywhere; /* downloads: from other runs too */
};

struct overview_maker {
	struct overview *overview;
	struct arena *arena;
	LIST(struct artifact) uploads;
	LIST(struct artifact) downloads; /* in the order of the jobs */
	size_t *paths;			 /* files, sorted by path */
	bool *inert;  /* by file: an action that neither publishes nor passes anything on */
	size_t steps; /* that may still be read */
	size_t work;  /* that may still be done */
};

/* The file at a local path ("./.github/workflows/x.yml", or an action's folder), or STR_NONE. name
 * is without "./". */
size_t overview_maker_find(const struct overview_maker *s, struct str name);

/* Reads the steps of all jobs: which jobs publish, upload and download, and which files they
 * use. */
void overview_maker_read_jobs(struct overview_maker *s);

/* Marks the jobs whose product a marked job uses, until there are no more. */
void overview_maker_follow(struct overview_maker *s);

/* Can two patterns of "*" and "?" match the same text? */
bool patterns_overlap(struct str a, struct str b);

#endif
