/* SPDX-License-Identifier: MIT */
/* Writes the header and the message of a mail with a commit, as git format-patch does (git:
 * pretty.c) and git mailinfo expects (git: mailinfo.c). All text is escaped, since logs show mails
 * and commit messages. */
#ifndef OUTPUT_MAIL_H
#define OUTPUT_MAIL_H

#include "output/outlet.h"

/* "Subject: [PATCH] …", folded, and encoded by RFC 2047 if it is not plain ASCII. */
void mail_add_subject(struct buf *out, struct str subject);

/* "From: Name <address>", with the name quoted (RFC 822) or encoded if necessary. */
void mail_add_from(struct buf *out, struct str name, struct str address);

/* "Date: Mon, 3 Nov 2026 20:37:53 +0100". seconds are since 1970 (UTC), zone is in minutes east. */
void mail_add_date(struct buf *out, long long seconds, int zone);

/* Appends the paragraphs of a message. A line that git would take for the end of the message, a
 * mailbox separator or a header ("---", "diff -", "From ", "Subject:") is prefixed with a space.
 * first: this is the start of the message. outlet may take the lines. */
void mail_add_body(struct buf *out, struct str body, bool first, const struct outlet *outlet);

/* Appends the trimmed text of a header or trailer. Line breaks and tabs become spaces, the rest is
 * escaped (escape_text). */
void mail_add_line(struct buf *out, struct str text);

/* Removes the first line from *text and appends it escaped (escape_text), without its line break.
 * Returns false if *text is empty. */
bool mail_next_line(struct buf *out, struct str *text);

/* Whether the text is ASCII when escaped. */
bool mail_is_ascii(struct str text);

#endif
