/* SPDX-License-Identifier: MIT */
/* Options inserted after the word nox: edits inside scripts, in scalars of any style. */
#ifndef NOX_WORDS_H
#define NOX_WORDS_H

#include "yaml/verify.h"

/* A text to insert into a script. */
struct script_insertion {
	const struct node *node; /* the script's scalar */
	size_t index;		 /* in the scalar's value: the text is inserted before that byte */
	size_t at;		 /* the same place in the source */
	struct str text; /* as the script reads it; it is written in the style of the scalar */
};

/* A place that occurs several times counts once. */
struct script_insertions {
	LIST(struct script_insertion) list;
};

/* Plans the edits, and the expected new text of each script. */
void script_insertions_plan(struct script_insertions *insertions, struct arena *arena,
			    const struct tree *tree, struct edits *edits,
			    struct expectations *expectations);

#endif
