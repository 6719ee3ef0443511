/* SPDX-License-Identifier: MIT */
/* Options inserted after the word nox: edits inside scripts, in scalars of any style. */
#ifndef NOX_WORDS_H
#define NOX_WORDS_H

#include "nox/job/job_plan.h"

/* A place that occurs several times counts once. */
struct text_insertions {
	LIST(struct text_insertion) list;
};

/* Plans the edits, and one expectation for each script, which points to its insertions: they are sorted here. */
void text_insertions_plan(struct text_insertions *insertions, const struct plan_memory *memory,
			  struct edits *edits, struct expectations *expectations);

#endif
