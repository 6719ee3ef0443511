/* SPDX-License-Identifier: MIT */
/* Validates records from untrusted sources. */
#ifndef YAML_RECORDS_H
#define YAML_RECORDS_H

#include "yaml/record.h"

/* Whether the records are a possible result of parsing these bytes: known kinds and styles, ranges
 * inside the bytes that never run backwards, quotes, brackets and signs where they should be,
 * collections that end in order, a value for each key, one root per document, and nothing beyond
 * the limits of yaml/parser.h. */
bool records_are_sound(const struct records *records, struct str bytes);

#endif
