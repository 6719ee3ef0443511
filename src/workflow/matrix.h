/* SPDX-License-Identifier: MIT */
/* The legs that a matrix makes (docs.github.com, "Running variations of jobs in a workflow"). */
#ifndef WORKFLOW_MATRIX_H
#define WORKFLOW_MATRIX_H

#include "workflow/workflow.h"

enum { MATRIX_LEGS_MAX = 256 }; /* docs.github.com, "Usage limits": a runner makes no more */

struct matrix_value {
	struct str name;
	const struct node *value; /* of the tree, resolved */
};

struct matrix_leg {
	LIST(struct matrix_value) values;
};

/* Everything is the arena's or the tree's. */
struct matrix {
	LIST(struct matrix_leg) legs;
	bool known; /* these are all legs, and an expression is part of none */
};

/* Makes the legs of a job. A job without a matrix (NULL) has one leg without values. */
void matrix_expand(struct matrix *matrix, struct arena *arena, const struct tree *tree,
		   const struct node *node);

/* What a leg has under a name, which does not mind case; NULL where it has nothing. */
const struct node *matrix_leg_value(const struct matrix_leg *leg, struct str name);

#endif
