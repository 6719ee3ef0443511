/* SPDX-License-Identifier: MIT */
/* Text from files, made fit for where it is shown. */
#ifndef OUTPUT_ESCAPE_H
#define OUTPUT_ESCAPE_H

#include "base/buf.h"

/* For a terminal: tabs and newlines stand, a control character becomes "^X", what else could steer
 * a terminal or turn the reading direction (C1 controls, bidirectional marks) becomes "\u009b",
 * and a byte that is no UTF-8 becomes "\xNN". */
void escape_terminal(struct buf *out, struct str text);

/* UTF-8 for a document: what is no UTF-8 becomes U+FFFD, one for each bad byte. */
void escape_utf8(struct buf *out, struct str text);

/* A path as git writes it in a diff, prefix ("a/", "b/" or "") first: in double quotes with C
 * escapes and octal bytes where it holds quotes, backslashes, controls or bytes above 0x7e
 * (git: quote.c, core.quotePath=true); else as it is. */
void escape_git_path(struct buf *out, const char *prefix, struct str path);

#endif
