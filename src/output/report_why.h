/* SPDX-License-Identifier: MIT */
/* What --why prints. */
#ifndef OUTPUT_REPORT_WHY_H
#define OUTPUT_REPORT_WHY_H

#include "nox/rewrite.h"
#include "output/lines.h"

/* The chain of judgement for each job of that id in the file. *found is set where there is one;
 * else *closest becomes the id nearest to it, where it is nearer than the value it has (bytes of
 * the caller's arena). */
void report_why(const struct lines *out, struct arena *arena, const struct rewrite *file,
		const struct plan_context *context, struct str id, bool *found,
		struct str *closest);

#endif
