/* SPDX-License-Identifier: MIT */
/* Explains the decision for one job: what was found, where, and what follows from it. */
#ifndef NOX_WHY_H
#define NOX_WHY_H

#include "nox/job/job_plan.h"

/* One fact. It contains texts of the file as they are written. */
struct finding_line {
	const char *topic; /* static; its subject: "Python". NULL: the same as before */
	struct str text;   /* the arena's */
};

struct why {
	LIST(struct finding_line) lines;
};

/* Explains a job of a planned workflow. */
void why_job(struct why *why, struct arena *arena, const struct workflow *workflow,
	     const struct plan_context *context, const struct plan *plan, const struct job *job);

#endif
