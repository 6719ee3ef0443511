/* SPDX-License-Identifier: MIT */
/* Writes the summary between the message and the diff of a patch (git: diff.c, show_stats). */
#ifndef OUTPUT_STAT_H
#define OUTPUT_STAT_H

#include "output/diff.h"

/* " path | 3 ++-" for each file, " 2 files changed, …", " create mode …". Looks at path, mode and count. */
void stat_add(struct buf *out, const struct change *changes, size_t count);

#endif
