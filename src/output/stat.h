/* SPDX-License-Identifier: MIT */
/* The summary that stands between a patch's message and its diff (git: diff.c, show_stats). */
#ifndef OUTPUT_STAT_H
#define OUTPUT_STAT_H

#include "output/diff.h"

/* " path | 3 ++-" for each file, " 2 files changed, …", " create mode …". */
void stat_add(struct buf *out, const struct change *changes, size_t count);

#endif
