/* SPDX-License-Identifier: MIT */
/* Environment variables set by the workflow's text: env: of the step, its job, the workflow. */
#ifndef NOX_VARIABLES_H
#define NOX_VARIABLES_H

#include "base/lookup.h"
#include "script/script.h"
#include "workflow/workflow.h"

/* The place at which a text is read. All borrowed. */
struct variables {
	const struct workflow *workflow;
	struct arena *arena;
	const struct job *job;
	const struct step *step; /* or NULL: no step */
	enum dialect dialect;	 /* of the shell that reads it; DIALECT_NONE: only the runner
				  * does */
	struct str script;	 /* of the shell: variables that it assigns itself have no value
				  * here */
	struct lookup assigned;	 /* variables looked for in the script, and whether it assigns
				  * them */
};

/* Moves to a step. */
void variables_enter(struct variables *variables, const struct step *step, enum dialect dialect,
		     struct str script);

/* If replacing variables makes a text longer than this, it stays as written. */
enum { VARIABLES_TEXT_MAX = 4096 }; /* bytes */

/* The value of a variable, a template string, from the nearest env:. Empty if none sets it. */
struct str variable_value(const struct variables *variables, struct str name);

/* Replaces variables in a path by their values, so that another step can use it: "${{ env.X }}", if
 * the value is plain text or set by env: of the step itself; for a shell also $X and ${X}, $env:X,
 * or %X%. Others stay. Returns the arena's text, or the path. */
struct str variables_replace(struct variables *variables, struct str path);

#endif
