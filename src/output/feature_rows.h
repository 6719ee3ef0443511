/* SPDX-License-Identifier: MIT */
/* The rows of the acceptance scenarios, one per cache step. */
#ifndef OUTPUT_FEATURE_ROWS_H
#define OUTPUT_FEATURE_ROWS_H

#include "base/arena.h"

/* A cache step and the Nox step that it serves. All borrowed. */
struct feature_row {
	struct str workflow; /* path in the repository */
	struct str job;
	struct str step;  /* its name, else its id, else the first line of run or uses */
	struct str path;  /* the cached paths, separated by ", " */
	struct str part;  /* a part of the key: legs and Python */
	struct str files; /* the arguments of hashFiles() */
	bool restores;	  /* it has restore-keys */
};

struct feature_rows {
	LIST(struct feature_row) list;
};

#endif
