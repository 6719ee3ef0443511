/* SPDX-License-Identifier: MIT */
/* What tells the legs of a job apart, as parts of a key: matrix members, and inputs where the job
 * belongs to a reusable workflow or a composite action. */
#ifndef NOX_LEGS_H
#define NOX_LEGS_H

#include "nox/python.h"
#include "workflow/expression.h"

struct legs {
	LIST(struct str) parts; /* "${{ matrix.os }}", each once, in the order in which they are met */
};

/* The parts for a job whose Nox runs end with the step number last (its index). What only feeds the
 * set-up of a Python whose exact version is in the key is left out; so is what python's text says
 * already. A member whose value cannot stand in a key (a map, a list, a text with a comma) makes
 * way for strategy.job-index. False when memory is out. */
CHECKED bool legs_of(struct legs *legs, struct arena *arena, const struct workflow *workflow,
		     const struct job *job, const struct python *python, size_t last);

#endif
