/* SPDX-License-Identifier: MIT */
/* Options inserted after the word nox: edits inside scripts, in scalars of any style. */
#ifndef NOX_WORDS_H
#define NOX_WORDS_H

#include "yaml/verify.h"

/* A place that occurs several times counts once. */
struct text_insertions {
	LIST(struct text_insertion) list;
};

/* Plans the edits, whose list and texts are those of the arena texts, and one expectation for each script, in
 * the arena expected, which points to its insertions: they are sorted here. */
void text_insertions_plan(struct text_insertions *insertions, struct arena *texts,
			  struct edits *edits, struct arena *expected,
			  struct expectations *expectations);

#endif
