/* SPDX-License-Identifier: MIT */
/* What the user wants of old caches. */
#ifndef NOX_POLICY_H
#define NOX_POLICY_H

/* When restore-keys may restore an older cache than the key names. */
enum fallback { FALLBACK_ALWAYS, FALLBACK_PULL_REQUEST, FALLBACK_NEVER };

/* How old an environment may become; the period is part of the key. */
enum max_age { AGE_ANY, AGE_DAY, AGE_WEEK, AGE_MONTH };

#endif
