/* SPDX-License-Identifier: MIT */
/* Text of a repository, a user or another program, made harmless for where it is shown. This is
 * the core; lines.h, markdown.h and mail.h apply it where each kind of text leaves the program. */
#ifndef OUTPUT_ESCAPE_H
#define OUTPUT_ESCAPE_H

#include "base/buf.h"

/* The text as a part of one line, for a terminal, a log or a document.
 *
 * A line feed becomes "\n", a carriage return "\r", another control character or a byte that is not
 * UTF-8 "\x1b", and a character that steers a terminal, ends a line or turns the reading direction
 * (C1 controls, U+2028, bidirectional marks, byte-order marks) "\u202e". Tabs stay.
 *
 * CI runners read commands from a log: "::error::" at the beginning of a line, blanks before it not
 * counted, and "##[error]" anywhere in it (actions/runner: ActionCommand.cs; act, which Forgejo and
 * Gitea use: command.go); Azure Pipelines reads "##vso[". The first colon of "::" at the beginning
 * becomes "\x3a", the last "#" of "##" before letters and "[" becomes "\x23".
 *
 * Backslashes stay as they are, so that escaped text can be escaped again and does not change. */
void escape_text(struct buf *out, struct str text);

/* The same for the bytes [part.start, part.end) of the text alone, which begin and end with whole
 * characters. */
void escape_part(struct buf *out, struct str text, struct range part);

/* Whether the code point is one that escape_text() does not show as it is. */
bool escape_hides(unsigned long code);

/* Whether the "#" at the offset is the one by which "##[" or "##vso[" is to be broken. */
bool escape_opens_command(struct str text, size_t at);

/* UTF-8 for a document that is data: what is no UTF-8 becomes U+FFFD, one for each bad byte. */
void escape_utf8(struct buf *out, struct str text);

/* A path as git writes it in a diff, prefix ("a/", "b/" or "") first: in double quotes with C
 * escapes and octal bytes where it holds quotes, backslashes, controls or bytes above 0x7e
 * (git: quote.c, core.quotePath=true); else as it is. */
void escape_git_path(struct buf *out, const char *prefix, struct str path);

#endif
