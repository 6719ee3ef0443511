/* SPDX-License-Identifier: MIT */
/* Computes the matrix row by row. row[j] is the distance between the current prefix of a and the
 * first j bytes of b; above and before are the two previous rows. */
#include "config.h"

#include "base/distance.h"

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t distance(struct str a, struct str b)
{
	size_t rows[3][DISTANCE_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	a = str_slice(a, 0, DISTANCE_MAX);
	b = str_slice(b, 0, DISTANCE_MAX);
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *oldest = before;

		before = above;
		above = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			row[j] = least(least(above[j] + 1, row[j - 1] + 1),
				       above[j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[b.len];
}

bool is_near(struct str a, struct str b)
{
	return distance(a, b) <= 1 + least(a.len, b.len) / 3;
}
