/* SPDX-License-Identifier: MIT */
/* Does what is put into a file mean to a runner what it was meant to? verify() has compared the
 * scalars; this looks at the expressions in them, and at the characters of the edits. */
#ifndef NOX_INSERTED_H
#define NOX_INSERTED_H

#include "nox/plan.h"

/* Checks a plan whose edits have passed verify(): the edits are of printable characters; in a new
 * step expressions stand only where they are meant to, and each is complete, readable and usable;
 * so is each that a changed scalar had not before. STATUS_INVALID with one diagnostic where it is
 * not so. */
CHECKED enum status inserted_check(const struct plan *plan, const struct tree *old,
				   struct arena *arena, struct diagnostics *diagnostics);

#endif
