/* SPDX-License-Identifier: MIT */
/* What the modules that make an overview share. Only they include this. */
#ifndef NOX_OVERVIEW_MAKER_H
#define NOX_OVERVIEW_MAKER_H

#include "nox/overview.h"

/* Reads all that was added. Its time is bounded: of a repository beyond all measure more jobs count
 * as release jobs than are. */
void overview_make(struct overview *overview, struct arena *arena);

/* What a job passes to other jobs of its run, and what it takes. Names are patterns: what an
 * expression gives is "*". */
struct artifact {
	size_t job; /* in struct overview */
	struct str name;
	bool any;      /* taken: no name is given, or an unknown one */
	bool anywhere; /* taken: from another run too */
};

struct overview_maker {
	struct overview *overview;
	struct arena *arena;
	LIST(struct artifact) uploads;
	LIST(struct artifact) downloads; /* in the order of the jobs */
	size_t *paths;	  /* files, sorted by path */
	bool *barren; /* by file: an action that neither publishes nor passes anything on */
	size_t steps;	 /* that may still be read */
	size_t work;	/* that may still be done */
};

/* The file that a local path names ("./.github/workflows/x.yml", or an action's folder), or
 * STR_NONE. name is without "./". */
size_t overview_maker_find(const struct overview_maker *s, struct str name);

/* Reads the steps of all jobs: who publishes itself, what is uploaded, what is downloaded, which
 * files are used. */
void overview_maker_read_jobs(struct overview_maker *s);

/* Marks the jobs whose product a marked job takes, until there is no other. */
void overview_maker_follow(struct overview_maker *s);

/* May two patterns of "*" and "?" fit one text? */
bool patterns_meet(struct str a, struct str b);

#endif
