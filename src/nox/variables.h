/* SPDX-License-Identifier: MIT */
/* Environment variables as the workflow's text sets them: env: of the step, its job, the
 * workflow. */
#ifndef NOX_VARIABLES_H
#define NOX_VARIABLES_H

#include "base/lookup.h"
#include "script/script.h"
#include "workflow/workflow.h"

/* Where a text is read. All borrowed. */
struct variables {
	const struct workflow *workflow;
	struct arena *arena;
	const struct job *job;
	const struct step *step; /* or NULL: nowhere in particular */
	enum dialect dialect;	 /* of the shell that reads it; DIALECT_NONE: only the runner does */
	struct str script;	 /* of the shell: what it assigns itself has no value here */
	struct lookup assigned;	 /* what was looked for in the script, with whether it is there */
};

/* Begins to read what a step says. */
void variables_enter(struct variables *variables, const struct step *step, enum dialect dialect,
		     struct str script);

/* A text that variables make longer than this is left as it is written. */
enum { VARIABLES_TEXT_MAX = 4096 }; /* bytes */

/* The value that a variable has, a template string; the nearest env: counts. The empty text where
 * none sets it. */
struct str variable_value(const struct variables *variables, struct str name);

/* A path in which variables make way for their values, so that another step can use it: "${{
 * env.X }}", where the value is plain text or env: of the step itself sets it; in the words of a shell
 * also $X and ${X}, $env:X, or %X%. Others stay. The arena's, or the path. */
struct str variables_replace(struct variables *variables, struct str path);

#endif
