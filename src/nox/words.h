/* SPDX-License-Identifier: MIT */
/* Options put behind the word nox: edits inside scripts, in whatever scalar they stand. */
#ifndef NOX_WORDS_H
#define NOX_WORDS_H

#include "yaml/verify.h"

/* A text to be put into a script. */
struct script_insertion {
	const struct node *node; /* the script's scalar */
	size_t index;		 /* in the scalar's value: the text comes in front of that byte */
	size_t at;		 /* the same place in the source */
	struct str text; /* as the script reads it; written as the scalar's style wants it */
};

/* A place may come several times; it counts once. */
struct script_insertions {
	LIST(struct script_insertion) list;
};

/* The edits, and what each of the scripts reads then. */
void script_insertions_plan(struct script_insertions *insertions, struct arena *arena,
			    const struct tree *tree, struct edits *edits,
			    struct expectations *expectations);

#endif
