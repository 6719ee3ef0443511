/* SPDX-License-Identifier: MIT */
/* What publishes: actions, reusable workflows and commands. One table, each row read in the manual
 * of what it names. */
#ifndef NOX_PUBLISH_TABLE_H
#define NOX_PUBLISH_TABLE_H

#include "script/wrapper.h"
#include "workflow/workflow.h"

/* Does a step publish by the action that it uses? The table's, and those that are named after it. with:
 * its inputs, or NULL. */
bool action_publishes(const struct tree *tree, struct arena *arena, struct str uses,
		      const struct node *with);

/* Does a reusable workflow of another repository publish what it is handed? The table's, and those
 * whose file is named after it (publish-to-pypi.yml). */
bool workflow_publishes(struct str uses);

/* Does a command publish? Also those that are named after it: a script (scripts/release.sh), a
 * target of make, a session of Nox. *words: how many of its arguments say so. */
bool command_publishes(const struct program *program, size_t *words);

#endif
