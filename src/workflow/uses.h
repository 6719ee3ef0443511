/* SPDX-License-Identifier: MIT */
/* The parts of a `uses:` value: https://host/owner/name/path@ref, owner/name@ref, ./path, docker://. */
#ifndef WORKFLOW_USES_H
#define WORKFLOW_USES_H

#include "yaml/scalar.h"

/* All borrowed from the value. */
struct uses {
	struct str host; /* "https://code.forgejo.org/", or empty */
	struct str name; /* "actions/cache"; of a local action its path without "./" */
	struct str path; /* "restore" of actions/cache/restore, or empty */
	struct str ref;	 /* "v4", or empty */
	bool local;	 /* ./path: an action or workflow of the same repository */
	bool docker;
};

struct uses uses_read(struct str value);

/* The same of a node (NULL: the empty value). What names the repository that the tree is of by its full
 * name is local, of whatever ref: "owner/name/.github/actions/x@main". */
struct uses uses_of(const struct tree *tree, struct arena *arena, const struct node *node);

/* Is it an action or workflow of the repository that is known by those remotes? */
bool uses_is_own(const struct uses *uses, const struct remotes *remotes);

/* Is the value, without blanks around it, printable, with no blank and no expression in it? A runner
 * takes no other. */
bool uses_is_sound(struct str value);

/* Is it sound, and an action: owner/name@ref, from whatever host, ./path or docker://image? */
bool uses_is_action(struct str value);

/* The action owner/name, from whatever host. */
bool uses_is(const struct uses *uses, const char *name);

/* The action owner/name[/path], from whatever host: path and all. */
bool uses_is_at(const struct uses *uses, const char *name);

/* A ref of 40 or 64 hexadecimal digits. */
bool uses_is_pinned(const struct uses *uses);

#endif
