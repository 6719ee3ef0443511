/* SPDX-License-Identifier: MIT */
/* Environment variables as the workflow's text sets them: env: of the step, its job, the workflow. */
#ifndef NOX_VARIABLES_H
#define NOX_VARIABLES_H

#include "workflow/workflow.h"

/* The value of a variable that a step reads, a template string; the nearest env: counts. The empty
 * text where none sets it. step may be NULL. */
struct str variable_value(const struct workflow *workflow, struct arena *arena, const struct job *job,
			  const struct step *step, struct str name);

/* A path in which variables make way for their values, so that another step can use it:
 * "${{ env.X }}", where the value is plain text or env: of the step itself sets it; in the words of a
 * shell ("shell" true) also $X, ${X}, $env:X and %X%. Others stay. The arena's. */
struct str variables_replace(const struct workflow *workflow, struct arena *arena,
			     const struct job *job, const struct step *step, struct str path,
			     bool shell);

#endif
