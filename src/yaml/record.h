/* SPDX-License-Identifier: MIT */
/* Event records of a YAML document. They contain no pointers, so that another process can create
 * them. */
#ifndef YAML_RECORD_H
#define YAML_RECORD_H

#include "base/str.h"

#include <stdint.h>

/* Limits that files written by people do not reach. A file beyond them is rejected. */
enum {
	YAML_DEPTH_MAX = 100,
	YAML_RECORDS_MAX = 1000 * 1000, /* scalars, aliases, and starts and ends of collections */
	YAML_SCALAR_MAX = 1024 * 1024,	/* bytes of one value */
};

enum record_kind {
	RECORD_SCALAR,
	RECORD_ALIAS,
	RECORD_MAP,
	RECORD_MAP_END,
	RECORD_SEQ,
	RECORD_SEQ_END,
	RECORD_DOCUMENT,
};

enum style {
	STYLE_PLAIN,
	STYLE_SINGLE,
	STYLE_DOUBLE,
	STYLE_LITERAL,
	STYLE_FOLDED,
	STYLE_BLOCK, /* a collection in block style */
	STYLE_FLOW,  /* a collection in flow style */
};

/* All ranges are byte offsets in the input, including the byte-order mark. */
struct record {
	unsigned char kind;  /* enum record_kind */
	unsigned char style; /* enum style */
	/* Scalars: their source including quotes; of a block scalar the content after its header.
	 * Alias: the name after "*". Collections: from their first byte; an end record has the
	 * position of the end. An absent scalar has an empty range at the end of its
	 * predecessor. */
	struct short_range range;
	struct short_range anchor;    /* the name after "&", or empty */
	struct short_range tag;	      /* the tag, or empty */
	uint32_t text_len;	      /* scalars: bytes of the value, */
	unsigned long long text_hash; /* and its str_quick_hash, to check our own decoding */
};

#endif
