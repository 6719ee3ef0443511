/* SPDX-License-Identifier: MIT */
/* What a fuzzer feeds: functions that take any bytes and abort where a promise is broken. */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include "base/str.h"

struct target {
	const char *name;
	void (*run)(struct str bytes);
	const char *const *tokens; /* what makes interesting inputs, NULL behind the last */
};

/* NULL where there is none of that name. */
const struct target *target_named(const char *name);

#endif
