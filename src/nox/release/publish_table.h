/* SPDX-License-Identifier: MIT */
/* The table of actions, reusable workflows and commands that publish. Each entry follows the manual
 * of what it names. */
#ifndef NOX_PUBLISH_TABLE_H
#define NOX_PUBLISH_TABLE_H

#include "script/wrapper.h"
#include "workflow/workflow.h"

/* Does a step publish by its action: one of the table, or one whose name says so? with: its inputs,
 * or NULL. */
bool action_publishes(const struct tree *tree, const struct uses *uses, const struct node *with);

/* Does a reusable workflow of another repository publish what it gets: one of the table, or one
 * whose file name says so (publish-to-pypi.yml)? */
bool workflow_publishes(struct str uses);

/* Does a command publish? Also one whose name says so: a script (scripts/release.sh), a target of
 * make, a session of Nox. *words: the number of its arguments that show it. */
bool command_publishes(const struct program *program, size_t *words);

/* May a command of the script publish, or take artifacts of other runs? Never false where one does.
 * source: as it is written in the file. */
bool script_may_publish(struct str source);
/* The same for artifacts alone. */
bool script_may_download(struct str source);

#endif
