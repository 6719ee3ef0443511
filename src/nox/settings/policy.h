/* SPDX-License-Identifier: MIT */
/* The user's settings for the use of old caches. */
#ifndef NOX_POLICY_H
#define NOX_POLICY_H

/* When restore-keys may restore an older cache than the one of the key. */
enum fallback { FALLBACK_ALWAYS, FALLBACK_PULL_REQUEST, FALLBACK_NEVER };

/* The maximum age of an environment; the period is part of the key. */
enum max_age { AGE_ANY, AGE_DAY, AGE_WEEK, AGE_MONTH };

#endif
