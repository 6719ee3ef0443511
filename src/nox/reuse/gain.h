/* SPDX-License-Identifier: MIT */
/* Estimates what a cache hit saves in a job, from its files. */
#ifndef NOX_GAIN_H
#define NOX_GAIN_H

#include "nox/caches/caches.h"
#include "nox/reuse/reuse.h"
#include "workflow/discover.h"

/* The figures are in the README, "What it saves"; tests/e2e measures them. */
enum gain {
	GAIN_UNKNOWN,	/* the noxfile cannot be read */
	GAIN_INSTALLS,	/* installing the packages that are already there */
	GAIN_DOWNLOADS, /* uv installs fast; only downloads that uv's own cache does not have */
	GAIN_LITTLE,	/* almost nothing: uv installs from its own cache, which is restored too */
	GAIN_ALL,	/* every install, on an exact hit (-R) */
};

/* Does the job keep uv's own cache between runs? It does with setup-uv, by default on GitHub's
 * runners since version 5, or with a cache step. Local actions count. */
bool job_keeps_uv_cache(struct arena *arena, const struct workflow *workflow, const struct job *job,
			const struct caches *caches, struct survey *survey, enum platform platform);

/* What a hit saves for a call. skips_installs: it runs with -R on an exact hit. */
enum gain gain_of(const struct nox_call *call, const struct reuse_judgement *reuse,
		  bool keeps_uv_cache, bool skips_installs);

/* The text that follows "a hit saves"; static. */
const char *gain_text(enum gain gain);

#endif
