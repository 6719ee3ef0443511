/* SPDX-License-Identifier: MIT */
/* The chain of judgement for one job: what was found, where, and what follows from it. */
#ifndef NOX_WHY_H
#define NOX_WHY_H

#include "nox/job_plan.h"

/* One thing found; texts of the file are part of it as they are written. */
struct finding_line {
	const char *topic; /* static; what it is about: "Python". NULL: more about the one before */
	struct str text; /* the arena's */
};

struct why {
	LIST(struct finding_line) lines;
};

/* Explains a job of a workflow that was planned. */
void why_job(struct why *why, struct arena *arena, const struct workflow *workflow,
	     const struct plan_context *context, const struct plan *plan, const struct job *job);

#endif
