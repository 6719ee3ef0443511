/* SPDX-License-Identifier: MIT */
/* What is to be done to one workflow file: which cache steps go where, and the edits for that. */
#ifndef NOX_PLAN_H
#define NOX_PLAN_H

#include "base/diagnostic.h"
#include "nox/context.h"
#include "nox/job_plan.h"

/* Plans one file. Findings go to the diagnostics. STATUS_INVALID where two edits meet. */
CHECKED enum status plan_make(struct plan *plan, struct arena *arena,
			      const struct workflow *workflow, const struct plan_context *context,
			      struct diagnostics *diagnostics);

#endif
