/* SPDX-License-Identifier: MIT */
/* Contents as a "GIT binary patch" (git: diff.c, emit_binary_diff_body; apply.c, parse_binary). */
#ifndef OUTPUT_BINARY_H
#define OUTPUT_BINARY_H

#include "base/buf.h"

/* The lines from "GIT binary patch" on that make text of old, and old of text. They hold nothing
 * but printable ASCII, so no mail program or mailbox splitter can change what they mean. */
void binary_add(struct buf *out, struct str old, struct str text);

#endif
