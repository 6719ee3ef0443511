/* SPDX-License-Identifier: MIT */
/* Actions that run Nox by themselves, or run a script that they are given. One table. */
#ifndef NOX_ACTIONS_H
#define NOX_ACTIONS_H

#include "workflow/uses.h"

struct nox_action {
	const char *name;      /* owner/name[/path] */
	const char *directory; /* the input that names the folder, or NULL */
	const char *script;    /* the input that holds a script; NULL: the action itself runs Nox */
	const char *skipped;   /* why a cache in front of it would not help, or NULL */
};

/* The row of an action, or NULL. */
const struct nox_action *nox_action_find(const struct uses *uses);

#endif
