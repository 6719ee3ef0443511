/* SPDX-License-Identifier: MIT */
/* The table of actions that run Nox themselves, or that run a script given as an input. */
#ifndef NOX_ACTIONS_H
#define NOX_ACTIONS_H

#include "workflow/uses.h"

struct nox_action {
	const char *name;      /* owner/name[/path] */
	const char *directory; /* the input that names the folder, or NULL */
	const char *script;    /* the input that contains a script; NULL: the action itself runs
			        * Nox */
	const char *skipped;   /* why a cache before it would not help, or NULL */
};

/* Returns the table's entry for an action, or NULL. */
const struct nox_action *nox_action_find(const struct uses *uses);

#endif
