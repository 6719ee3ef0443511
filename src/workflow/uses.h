/* SPDX-License-Identifier: MIT */
/* Splits a `uses:` value: https://host/owner/name/path@ref, owner/name@ref, ./path, docker://. */
#ifndef WORKFLOW_USES_H
#define WORKFLOW_USES_H

#include "yaml/scalar.h"

/* Texts are borrowed from the value. */
struct uses {
	struct str host; /* "https://code.forgejo.org/", or empty */
	struct str name; /* "actions/cache"; of a local action its path without "./" */
	struct str path; /* "restore" of actions/cache/restore, or empty */
	struct str ref;	 /* "v4", or empty */
	bool local;	 /* ./path: an action or workflow of the same repository */
	bool docker;
};

struct uses uses_read(struct str value);

/* The same for a node of the tree (NULL is the empty value), where what is in the tree's own repository
 * is local also if it is named in full, whatever its ref: "owner/name/.github/actions/x@main". */
struct uses uses_of(const struct tree *tree, const struct node *node);
/* That of a value which has been split. */
struct uses uses_seen_from(const struct tree *tree, struct uses uses);

/* Whether it is an action or workflow of the repository with those remotes. */
bool uses_is_own(const struct uses *uses, const struct remotes *remotes);

/* Whether the trimmed value is printable and has no blanks or expressions. Runners accept no
 * other. */
bool uses_is_sound(struct str value);

/* Whether the value is sound and an action: owner/name@ref on any host, ./path or
 * docker://image. */
bool uses_is_action(struct str value);

/* Whether it is the action owner/name, on any host. */
bool uses_is(const struct uses *uses, const char *name);

/* Whether it is the action owner/name[/path], on any host; the path must be the same. */
bool uses_is_all_of(const struct uses *uses, const char *name);
/* The same for tables, where most rows differ in their first two letters. */
static inline bool uses_is_at(const struct uses *uses, const char *name)
{
	const char *own = uses->name.p;

	return uses->name.len > 1 &&
	       (((own[0] ^ name[0]) | (own[1] ^ name[1])) & ~('a' ^ 'A')) == 0 &&
	       uses_is_all_of(uses, name);
}

/* Whether the ref has 40 or 64 hexadecimal digits. */
bool uses_is_pinned(const struct uses *uses);

#endif
