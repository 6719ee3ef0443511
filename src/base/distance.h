/* SPDX-License-Identifier: MIT */
/* How far apart two names are, to suggest what was meant. */
#ifndef BASE_DISTANCE_H
#define BASE_DISTANCE_H

#include "base/str.h"

enum { DISTANCE_MAX = 64 }; /* of names longer than that only the beginnings are compared */

/* The least number of bytes to be added, removed or replaced, or of neighbours to be swapped, to make
 * one of the other (optimal string alignment). */
size_t distance(struct str a, struct str b);

/* Is the distance small enough for a slip of the fingers? */
bool is_near(struct str a, struct str b);

#endif
