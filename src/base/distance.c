/* SPDX-License-Identifier: MIT */
/* Row by row: row[j] is the distance of a's beginning to the first j bytes of b. */
#include "config.h"

#include "base/distance.h"

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t distance(struct str a, struct str b)
{
	size_t row[DISTANCE_MAX + 1];

	a = str_slice(a, 0, DISTANCE_MAX);
	b = str_slice(b, 0, DISTANCE_MAX);
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t above = row[j];

			row[j] = least(least(row[j] + 1, row[j - 1] + 1),
				       diagonal + (a.p[i - 1] != b.p[j - 1]));
			diagonal = above;
		}
	}
	return row[b.len];
}

bool is_near(struct str a, struct str b)
{
	return distance(a, b) <= 1 + least(a.len, b.len) / 3;
}
