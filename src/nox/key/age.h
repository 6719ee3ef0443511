/* SPDX-License-Identifier: MIT */
/* The maximum age of a cache: a step that prints the day, week or month for the key. */
#ifndef NOX_AGE_H
#define NOX_AGE_H

#include "nox/settings/policy.h"
#include "workflow/workflow.h"

#define AGE_STEP_ID "nox-age"

/* The command of the step, in POSIX sh or PowerShell (5.1 and later). Days and months are in UTC;
 * weeks are counted from 1970-01-01, a Thursday. */
const char *age_command(enum max_age age, bool powershell);

/* Is it such a step, of any maximum age? */
bool age_is_step(const struct tree *tree, const struct step *step);

/* The id of such a step in the job, before the step with the index `before`; empty if there is
 * none. */
struct str age_find(const struct workflow *workflow, const struct job *job, size_t before,
		    enum max_age age);

#endif
