/* SPDX-License-Identifier: MIT */
/* What the modules share that judge a person's caches. Only they include this. */
#ifndef NOX_INSPECTOR_H
#define NOX_INSPECTOR_H

#include "nox/findings/shared_keys.h"
#include "nox/rules/rules.h"

struct inspector {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct workflow *workflow;
	const struct plan_context *context;
	const struct overview *overview;
	const struct job_plan *job;
	size_t *legs;
	bool runs_nox;
	struct faults *faults; /* these are wanted, not findings; or NULL */
	unsigned mended;       /* what is put right in the cache at hand */
};

/* A cache in question. */
struct subject {
	const struct cache *cache;
	size_t last; /* index of the step that runs Nox with what it restores */
	struct leg_keys keys;
};

/* The bytes to be marked for a cache: its input of that name, else its action. Of a cache in an
 * action of the repository it is the step that uses the action. */
struct range inspector_range(const struct cache *cache, const char *input);

void inspector_add(const struct inspector *in, enum rule_id rule, struct range range,
		   const char *remedy, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Reports a member of the matrix or an input that distinguishes legs or calls and is not in the key. */
void inspect_legs(const struct inspector *in, const struct subject *subject);

#endif
