/* SPDX-License-Identifier: MIT */
/* Writes one commit as a mailbox for `git am` and `git apply`, like git format-patch. */
#ifndef OUTPUT_PATCH_H
#define OUTPUT_PATCH_H

#include "output/diff.h"

/* All text is borrowed and may contain anything: text that would end a header or the message early
 * is escaped. */
struct patch {
	struct str commit; /* id of the commit in hexadecimal; if empty, zeros are written */
	struct str subject;
	struct str body;	    /* may be empty */
	const struct str *trailers; /* "Signed-off-by: …" lines at the end of the message */
	size_t trailer_count;
	struct str author_name;
	struct str author_email;
	long long date;		 /* seconds since 1970, UTC */
	int zone;		 /* minutes east of UTC */
	struct str base;	 /* id of the commit that it applies to, or empty */
	enum digest_kind format; /* the repository's object format */
	bool plain_crlf;	 /* see patch_add */
	struct outlet outlet;
	bool shown; /* for display, as in struct diff_options */
};

/* Notes of an open change what the patch says before the first diff. */
void patch_look(struct change *change);

/* Appends the patch of the changes, which must be sorted by path as in git, and of which each was looked at.
 * One that cannot be opened any more is left out.
 *
 * Lines that end in CRLF: git am removes the carriage return from every line of a mail before
 * decoding it (git mailsplit, unless --keep-cr), and git apply cannot read an encoded mail. A file
 * with such lines in its hunks is therefore written as a "GIT binary patch", which both support,
 * with readable hunks in a comment before it. plain_crlf writes plain hunks instead, for git apply,
 * patch(1) and git am --keep-cr. */
void patch_add(struct buf *out, const struct patch *patch, const struct changes *changes);

#endif
