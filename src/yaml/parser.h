/* SPDX-License-Identifier: MIT */
/* Bytes in, a flat array of event records out. The only reader that knows libfyaml: records hold
 * no pointers, so that the parser can live in a process of its own. */
#ifndef YAML_PARSER_H
#define YAML_PARSER_H

#include "base/diagnostic.h"
#include "base/source.h"

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

/* Parses the source, in source->worker where it has one. Refuses what is no valid UTF-8, holds NUL,
 * is no YAML or exceeds a limit: STATUS_INVALID, with a diagnostic at the place. The records are
 * the arena's, and sound (yaml/records.h). */
CHECKED enum status yaml_parse(struct records *records, struct arena *arena,
			       const struct source *source, struct diagnostics *diagnostics);

#endif
