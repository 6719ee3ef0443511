/* SPDX-License-Identifier: MIT */
/* The YAML parser: writes records, in this process or to shared memory. The only module that includes
 * libfyaml. */
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

/* Parses the bytes. *answer describes the result. There is space for YAML_RECORDS_MAX records and one
 * more, in shared memory; shared: the bytes are there too. */
void parser_read(struct record *records, struct str bytes, bool shared,
		 struct worker_answer *answer);

#endif
