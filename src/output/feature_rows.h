/* SPDX-License-Identifier: MIT */
/* What the acceptance scenarios say of each cache step. */
#ifndef OUTPUT_FEATURE_ROWS_H
#define OUTPUT_FEATURE_ROWS_H

#include "base/arena.h"

/* A cache step and the Nox step that it serves. All borrowed. */
struct feature_row {
	struct str workflow; /* path in the repository */
	struct str job;
	struct str step;  /* by its name, else its id, else the first line of what it runs or uses */
	struct str path;  /* what is cached; ", " between several */
	struct str part;  /* of the key: legs and Python */
	struct str files; /* what stands in hashFiles() */
	bool restores;	  /* it has restore-keys */
};

struct feature_rows {
	LIST(struct feature_row) list;
};

#endif
