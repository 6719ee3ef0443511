/* SPDX-License-Identifier: MIT */
/* Reads records from untrusted sources. */
#ifndef YAML_RECORDS_H
#define YAML_RECORDS_H

#include "yaml/edit.h"
#include "yaml/packed.h"

#include <stdbool.h>

/* A collection that is open; the first is the document. */
struct records_level {
	unsigned char kind;
	unsigned char style;
	size_t count; /* nodes in it */
};

/* A walk over records, which another process may change at any time: each is copied, then checked. */
struct records {
	const struct record *at; /* NULL: they are packed */
	struct unpacker packed;
	size_t len;
	size_t next;
	size_t stop;   /* where to look what is to be done next */
	size_t passed; /* records that are read and take no memory any more */
	bool shared;   /* they are the output of a worker */
	bool unsound;
	struct edited text;
	size_t end;	  /* end of the last record with bytes of its own */
	size_t depth;	  /* open collections */
	size_t documents; /* documents so far */
	struct records_level levels[YAML_DEPTH_MAX + 1];
};

/* Begins a walk over the records of a text. shared: the records are the output of a worker. */
void records_begin(struct records *records, const struct record *at, size_t len,
		   const struct edited *text, bool shared);

/* The same of packed records, which were sound. */
void records_unpack(struct records *records, const struct packed *packed, struct str bytes);

/* The next record. Returns false at the end, or where one cannot be a result of parsing the bytes:
 * known kinds and styles, ranges inside the bytes that never run backwards, quotes, brackets and signs
 * where they should be, collections that end in order, a value for each key, one root per document,
 * and nothing beyond the limits of yaml/record.h. */
bool records_next(struct records *records, struct record *record);

/* After records_next has returned false: whether that was the end, with every collection closed. */
bool records_are_whole(const struct records *records);

#endif
