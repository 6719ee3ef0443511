/* SPDX-License-Identifier: MIT */
/* Event records of a YAML document, flat and without pointers, so that another process can make them. */
#ifndef YAML_RECORD_H
#define YAML_RECORD_H

#include "base/arena.h"

/* Limits, generous for what people write; beyond them a file is refused with one error. */
enum {
	YAML_DEPTH_MAX = 100,
	YAML_RECORDS_MAX = 1000 * 1000, /* scalars, aliases, and the beginnings and ends of collections */
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
	STYLE_BLOCK, /* a collection by indentation */
	STYLE_FLOW,  /* a collection in brackets */
};

/* All ranges count bytes of the input from 0, byte-order mark included. */
struct record {
	enum record_kind kind;
	enum style style;
	/* Scalars: their source with the quotes; of a block scalar the content behind its header.
	 * Alias: the name behind "*". Collections: from their first byte; an end record holds the
	 * place of the end. An absent scalar has an empty range at its predecessor's end. */
	struct range range;
	struct range anchor; /* the name behind "&", or empty */
	struct range tag;    /* the tag, or empty */
	size_t text_len;     /* scalars: bytes of the value, */
	unsigned long long text_hash; /* and its str_hash: what our own decoding is checked by */
};

struct records {
	LIST(struct record) list;
};

#endif
