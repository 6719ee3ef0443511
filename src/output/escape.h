/* SPDX-License-Identifier: MIT */
/* Escapes text of a repository, a user or another program for display. lines.h, markdown.h and
 * mail.h apply it to each kind of output. */
#ifndef OUTPUT_ESCAPE_H
#define OUTPUT_ESCAPE_H

#include "base/buf.h"

/* Appends the text for use within one line on a terminal, in a log or in a document.
 *
 * A line feed becomes "\n", a carriage return "\r", another control character or an invalid UTF-8
 * byte "\x1b", and a character that controls a terminal, ends a line or changes the text direction
 * (C1 controls, U+2028, bidirectional marks, byte-order marks) "\u202e". Tabs are kept.
 *
 * CI runners read commands from a log: "::error::" at the start of a line (after blanks), and
 * "##[error]" anywhere in it (actions/runner: ActionCommand.cs; act, which Forgejo and Gitea use:
 * command.go); Azure Pipelines reads "##vso[". The first colon of "::" at the start becomes "\x3a",
 * the last "#" of "##" before letters and "[" becomes "\x23".
 *
 * Backslashes are kept, so that escaping is idempotent. */
void escape_text(struct buf *out, struct str text);

/* The same for bytes [part.start, part.end) of the text, which must start and end at character
 * boundaries. */
void escape_part(struct buf *out, struct str text, struct range part);

/* Whether escape_text() escapes the code point. */
bool escape_hides(unsigned long code);

/* Whether the "#" at the offset must be escaped to break "##[" or "##vso[". */
bool escape_opens_command(struct str text, size_t at);

/* Appends text as valid UTF-8: each invalid byte becomes U+FFFD. */
void escape_utf8(struct buf *out, struct str text);

/* Appends prefix ("a/", "b/" or "") and a path as git writes it in a diff: in double quotes with C
 * escapes and octal bytes if it contains quotes, backslashes, controls or bytes above 0x7e (git:
 * quote.c, core.quotePath=true). */
void escape_git_path(struct buf *out, const char *prefix, struct str path);

#endif
