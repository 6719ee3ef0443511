/* SPDX-License-Identifier: MIT */
/* The files of a repository and how they use each other. */
#include "config.h"

#include "nox/release/overview.h"

size_t overview_first_use(const struct overview *overview, size_t job)
{
	size_t low = 0, high = overview->uses.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (overview->uses.at[middle].job < job)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
