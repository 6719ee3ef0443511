/* SPDX-License-Identifier: MIT */
/* The YAML parser: writes records to a sink in this process or in shared memory. The only module
 * that includes libfyaml. */
#ifndef YAML_PARSER_H
#define YAML_PARSER_H

#include "yaml/record.h"
#include "yaml/worker.h"

/* The result of parsing: the code of an answer. */
enum outcome {
	OUTCOME_READ,
	OUTCOME_INVALID, /* message, if any, at line and column (1-based) */
	OUTCOME_NOMEM,
	OUTCOME_TOO_MANY,
	OUTCOME_TOO_DEEP, /* at the byte `at` */
	OUTCOME_TOO_LONG, /* at the byte `at` */
};

/* Zero-initialise all members except add, which returns false if there is no space for another
 * record. */
struct sink {
	bool (*add)(struct sink *sink, const struct record *record);
	size_t used;
	size_t depth;
	bool flow[YAML_DEPTH_MAX + 1]; /* whether the collection at a depth is in flow style */
	size_t end;		       /* end of the last record that has its own bytes */
	bool has_pending;	       /* a map waits for its first key: pending */
	struct record pending;
};

/* Parses the bytes into the sink. *answer describes the result. */
void parser_read(struct sink *sink, struct str bytes, struct worker_answer *answer);

#endif
