/* SPDX-License-Identifier: MIT */
/* Edits of a text: ranges of the original and their replacements, applied in one pass. */
#ifndef YAML_EDIT_H
#define YAML_EDIT_H

#include "base/buf.h"
#include "base/diagnostic.h"

/* Replaces the bytes of range (in the original text) with a text, which is borrowed and lives as long as the
 * edit. An empty range inserts. A file may have thousands of edits: use the functions below. */
struct edit {
	struct short_range bytes;
	uint32_t len; /* of the text */
	uint32_t order;
	const char *text;
};

static inline struct edit edit_make(struct range range, struct str text)
{
	return (struct edit){ .bytes = { (uint32_t)range.start, (uint32_t)range.end },
			      .len = (uint32_t)text.len,
			      .text = text.p };
}

static inline struct edit edit_insert(size_t at, struct str text)
{
	return edit_make((struct range){ at, at }, text);
}

static inline struct range edit_range(const struct edit *edit)
{
	return long_range(edit->bytes);
}

static inline struct str edit_text(const struct edit *edit)
{
	return (struct str){ edit->text, edit->len };
}

struct edits {
	LIST(struct edit) list;
};

/* Sorts the edits by range. Edits of the same range keep the order of addition. Returns false if two edits
 * overlap or one is outside a text of length bytes. */
bool edits_sort(struct edits *edits, size_t length);

/* Equal for equal edits; a fingerprint, for use in one run. */
unsigned long long edits_hash(const struct edits *edits);

/* A text as edits make it of another one, which need not be in memory as a whole: each part of it is a part of
 * the old text or of an edit. All is borrowed. */
struct edited {
	struct str old;
	const struct edits *edits; /* sorted; NULL: the old text as it is */
	size_t len;		   /* bytes of the new text */
	/* Where it was last looked at: */
	size_t number; /* 2 * i is the part of the old text before edit number i, 2 * i + 1 its text */
	struct str part; /* this part, */
	size_t start;	 /* and where it begins in the new text */
};

struct edited edited_of(struct str old, const struct edits *edits);

/* Goes to the part of an offset. Takes less time the nearer it is to where it was last looked at. */
void edited_seek(struct edited *text, size_t at);

/* The bytes from an offset to the end of their part; empty only at the end. */
static inline struct str edited_rest(struct edited *text, size_t at)
{
	if (at - text->start >= text->part.len) /* also if it is before the part */
		edited_seek(text, at);
	return str_slice(text->part, at - text->start, text->part.len);
}

/* The byte at an offset before the end. */
static inline char edited_byte(struct edited *text, size_t at)
{
	if (at - text->start >= text->part.len)
		edited_seek(text, at);
	return text->part.p[at - text->start];
}

/* The bytes of a range, which must be inside. They are copied where it has several parts. */
struct str edited_slice(struct edited *text, struct arena *arena, struct range range);

/* Whether the range has these bytes. */
bool edited_is(struct edited *text, struct range range, struct str expected);

/* Appends the whole text. */
void edited_add(struct buf *out, struct edited *text);

/* Appends the edited text to *out. The edits must be sorted. */
void edits_apply(struct str old, const struct edits *edits, struct buf *out);

/* Makes the texts of the edits those in the text that edits_apply made of them, so that their own memory
 * can be freed. */
void edits_settle(struct edits *edits, struct str now);

#endif
