/* SPDX-License-Identifier: MIT */
/* Writes contents as a "GIT binary patch" (git: diff.c, emit_binary_diff_body; apply.c,
 * parse_binary). */
#ifndef OUTPUT_BINARY_H
#define OUTPUT_BINARY_H

#include "base/buf.h"

/* Appends the lines from "GIT binary patch" on, which convert old to text and back. They are
 * printable ASCII, so mail programs and mailbox splitters do not change them. */
void binary_add(struct buf *out, struct str old, struct str text);

#endif
