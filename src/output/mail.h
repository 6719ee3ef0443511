/* SPDX-License-Identifier: MIT */
/* The head and the message of a mail that carries a commit, as git format-patch writes them
 * (git: pretty.c) and git mailinfo reads them (git: mailinfo.c). Every text is escaped here: logs
 * show mails and messages of commits. */
#ifndef OUTPUT_MAIL_H
#define OUTPUT_MAIL_H

#include "base/buf.h"

/* "Subject: [PATCH] …", folded; encoded by RFC 2047 where it is not plain ASCII. */
void mail_add_subject(struct buf *out, struct str subject);

/* "From: Name <address>", quoted (RFC 822) or encoded where the name needs it. */
void mail_add_from(struct buf *out, struct str name, struct str address);

/* "Date: Mon, 3 Nov 2026 20:37:53 +0100": seconds since 1970 (UTC), zone in minutes east. */
void mail_add_date(struct buf *out, long long seconds, int zone);

/* The paragraphs of a message. A line at which git would end the message, split the mailbox or
 * begin a header ("---", "diff -", "From ", "Subject:") gets a space in front. in_front: nothing
 * of the message's body stands before it. */
void mail_add_body(struct buf *out, struct str body, bool in_front);

/* The text of a header or a trailer, without the blanks at both ends: line breaks and tabs become
 * spaces, the rest is escaped (escape_text). */
void mail_add_line(struct buf *out, struct str text);

/* Takes the first line from *text and adds it escaped (escape_text), without its line break. False
 * where *text is empty. */
bool mail_next_line(struct buf *out, struct str *text);

/* Whether the text is ASCII once it is escaped. */
bool mail_is_ascii(struct str text);

#endif
