/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "output/change.h"

bool changes_open(const struct changes *changes, struct change *change)
{
	return !changes->make || changes->make(changes->owner, change);
}

void changes_close(const struct changes *changes, struct change *change)
{
	if (changes->drop)
		changes->drop(changes->owner, change);
}
