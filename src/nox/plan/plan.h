/* SPDX-License-Identifier: MIT */
/* The plan for one workflow file: which cache steps are inserted where, and the edits for that. */
#ifndef NOX_PLAN_H
#define NOX_PLAN_H

#include "base/diagnostic.h"
#include "nox/job/job_plan.h"
#include "nox/settings/context.h"

/* Plans one file. Findings are added to the diagnostics. Returns STATUS_INVALID if two edits
 * overlap. */
CHECKED enum status plan_make(struct plan *plan, const struct plan_memory *memory,
			      const struct workflow *workflow, const struct plan_context *context,
			      struct diagnostics *diagnostics);

#endif
