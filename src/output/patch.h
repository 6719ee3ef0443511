/* SPDX-License-Identifier: MIT */
/* One commit as a mailbox, for `git am` and `git apply`: what git format-patch would print. */
#ifndef OUTPUT_PATCH_H
#define OUTPUT_PATCH_H

#include "output/diff.h"

/* All text is borrowed. It may hold anything: what would end a header or the message early is
 * made harmless. */
struct patch {
	struct str commit;          /* id of the commit in hexadecimal; empty: not made, zeros */
	struct str subject;
	struct str body;            /* may be empty */
	const struct str *trailers; /* "Signed-off-by: …" lines; at the end of the message */
	size_t trailer_count;
	struct str author_name;
	struct str author_email;
	long long date;             /* seconds since 1970, UTC */
	int zone;                   /* minutes east of UTC */
	struct str base;            /* id of the commit that it applies to, or empty */
	enum digest_kind format;    /* the repository's object format */
	bool plain_crlf;            /* see patch_add */
	bool shown;                 /* to a person, as in struct diff_options */
};

/* Appends the patch of the changes (sorted by path, as git does, is the caller's business).
 *
 * Lines that end in CRLF: git am takes the carriage returns off every line of a mail before it
 * decodes anything (git mailsplit, unless --keep-cr), and a mail that is encoded against this is
 * nothing that git apply can read. A file whose hunks hold such lines is therefore written as a
 * "GIT binary patch", which both take as it is, with the hunks to read as a comment in front.
 * plain_crlf writes its hunks plainly instead, for git apply, patch(1) and git am --keep-cr.
 * */
void patch_add(struct buf *out, const struct patch *patch, const struct change *changes,
	       size_t count);

#endif
