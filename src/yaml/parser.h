/* SPDX-License-Identifier: MIT */
/* Bytes in, records out: into this process, or through shared memory into another. The only module
 * that includes libfyaml. */
#ifndef YAML_PARSER_H
#define YAML_PARSER_H

#include "yaml/record.h"
#include "yaml/worker.h"

/* How a reading ended: the code of an answer. */
enum outcome {
	OUTCOME_READ,
	OUTCOME_INVALID, /* message, if any, at line and column (from 1) */
	OUTCOME_NOMEM,
	OUTCOME_MANY,
	OUTCOME_DEEP, /* at the byte `at` */
	OUTCOME_LONG, /* at the byte `at` */
};

/* Zero-initialise all but add, which returns false where there is no room for one more. */
struct sink {
	bool (*add)(struct sink *sink, const struct record *record);
	size_t used;
	size_t depth;
	bool flow[YAML_DEPTH_MAX + 1]; /* whether the collection at a depth stands in brackets */
	size_t behind;		       /* end of the last record that has its own bytes */
	bool holds;		       /* a map waits for its first key: */
	struct record held;
};

/* Reads the bytes into the sink; says in *answer how it ended. */
void parser_read(struct sink *sink, struct str bytes, struct worker_answer *answer);

#endif
