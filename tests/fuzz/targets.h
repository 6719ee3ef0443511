/* SPDX-License-Identifier: MIT */
/* What a fuzzer feeds: functions that take any bytes and abort where a promise is broken. */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

/* Dies, and says what is broken (a struct str). */
#define BROKEN(what)                                                                               \
	(fprintf(stderr, "%s:%d: broken: %.*s\n", __FILE__, __LINE__, STR_ARG(what)), abort())

#define PROMISE(condition)                                                                         \
	do {                                                                                       \
		if (!(condition))                                                                  \
			BROKEN(STR(#condition));                                                   \
	} while (0)

struct target {
	const char *name;
	void (*run)(struct str bytes);
	const char *const *tokens; /* what makes interesting inputs, NULL behind the last */
	size_t longest; /* bytes of a seed to start from, taken from anywhere in it; 0: all of them */
};

/* NULL where there is none of that name. */
const struct target *target_named(const char *name);

/* A workflow, from its bytes to its verified edit and the patch of that. */
void run_edit(struct str bytes);
/* A repository of files, folders and links, through every mode; see repository.c. */
void run_repository(struct str bytes);
/* A feature file that gets its scenarios. */
void run_feature(struct str bytes);

#endif
