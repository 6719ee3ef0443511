/* SPDX-License-Identifier: MIT */
/* The edit distance between two names, used to suggest what was meant. */
#ifndef BASE_DISTANCE_H
#define BASE_DISTANCE_H

#include "base/str.h"

enum { DISTANCE_MAX = 64 }; /* bytes compared; longer names are cut */

/* The smallest number of additions, removals, replacements and swaps of adjacent bytes that turns
 * one name into the other (optimal string alignment). */
size_t distance(struct str a, struct str b);

/* Whether the distance is small enough for a typing mistake. */
bool is_near(struct str a, struct str b);

#endif
