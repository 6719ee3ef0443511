/* SPDX-License-Identifier: MIT */
/* Which Python a job's Nox runs under, as an expression for the key. */
#ifndef NOX_PYTHON_H
#define NOX_PYTHON_H

#include "workflow/workflow.h"

enum python_origin {
	PYTHON_UNKNOWN,	  /* nothing in the job names it */
	PYTHON_OUTPUT,	  /* the python-version output of set-up steps: the exact version */
	PYTHON_LOCATION,  /* env.pythonLocation: the exact path, which holds the version */
	PYTHON_TEXT,	  /* a version as the workflow writes it, or the expression that carries it */
	PYTHON_CONTAINER, /* the container's image */
};

struct python {
	enum python_origin origin;
	struct str text; /* for the key; the arena's. Empty where needs_id */
	/* PYTHON_OUTPUT: the set-up step has no id yet, so the key must wait for one. */
	const struct step *needs_id;
	/* The steps that only set Python up: what their inputs refer to is in text already. */
	const struct step *setup;
	bool exact; /* the full version, 3.12.4 */
};

/* Judges by the steps in front of the step number before (its index in the job). False when
 * memory is out. */
CHECKED bool python_of(struct python *python, struct arena *arena, const struct workflow *workflow,
		       const struct job *job, size_t before);

/* "${{ steps.ID.outputs.python-version }}" */
struct str python_output(struct arena *arena, struct str id);

#endif
