/* SPDX-License-Identifier: MIT */
/* What a cache hit saves in a job, as far as its files show it. */
#ifndef NOX_GAIN_H
#define NOX_GAIN_H

#include "nox/caches.h"
#include "nox/reuse.h"
#include "workflow/discover.h"

/* The figures are the README's, "What it saves"; tests/e2e measures them. */
enum gain {
	GAIN_UNKNOWN,	/* the noxfile cannot be seen */
	GAIN_INSTALLS,	/* installing the packages that are there already */
	GAIN_DOWNLOADS, /* uv installs fast; downloading what its own cache does not keep */
	GAIN_LITTLE,	/* about nothing: uv installs from its own cache, which is restored too */
	GAIN_ALL,	/* every install, on an exact hit (-R) */
};

/* Does the job keep uv's own cache between runs: by setup-uv, which does it by default on the runners
 * of GitHub since its version 5, or by a cache step? Local actions count. */
bool job_keeps_uv_cache(struct arena *arena, const struct workflow *workflow,
			const struct job *job, const struct caches *caches,
			struct survey *survey, enum platform platform);

/* What a hit saves for a call. skips_installs: it runs with -R on an exact hit. */
enum gain gain_of(const struct nox_call *call, const struct reuse_judgement *reuse,
		  bool keeps_uv_cache, bool skips_installs);

/* For people, behind "a hit saves"; static. */
const char *gain_text(enum gain gain);

#endif
