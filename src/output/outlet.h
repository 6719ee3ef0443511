/* SPDX-License-Identifier: MIT */
/* Passes output on while it is made, so that a large report or diff is never in memory as a whole. */
#ifndef OUTPUT_OUTLET_H
#define OUTPUT_OUTLET_H

#include "base/buf.h"

/* Zero: nobody takes it early. */
struct outlet {
	void (*take)(void *caller); /* may use and empty the buffer */
	void *caller;
};

enum { OUTLET_MUCH = 64 * 1024 }; /* bytes */

/* Lets the caller take the output if it is much. Not in the middle of a line. */
static inline void outlet_pass(const struct outlet *outlet, const struct buf *out)
{
	if (outlet->take && out->len >= OUTLET_MUCH)
		outlet->take(outlet->caller);
}

#endif
