/* SPDX-License-Identifier: MIT */
/* Checks that a runner reads the inserted text as intended. edits_verify() compares the scalars; this
 * module checks the expressions in them, and the characters of the edits. */
#ifndef NOX_INSERTED_H
#define NOX_INSERTED_H

#include "nox/plan/plan.h"

/* Checks a plan whose edits have passed edits_verify(). The edits must consist of printable characters.
 * In a new step, expressions must be only in the expected values, and each must be complete,
 * readable and usable; so must each new expression of a changed scalar. Otherwise returns
 * STATUS_INVALID and adds one diagnostic. */
CHECKED enum status inserted_check(const struct plan *plan, const struct tree *old,
				   struct diagnostics *diagnostics);

#endif
