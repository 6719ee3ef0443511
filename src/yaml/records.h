/* SPDX-License-Identifier: MIT */
/* Whether records can be believed, wherever they come from. */
#ifndef YAML_RECORDS_H
#define YAML_RECORDS_H

#include "yaml/record.h"

/* True when the records are what a parser can say of these bytes: known kinds and styles, ranges
 * inside the bytes that never run backwards, quotes, brackets and signs where they are said to be,
 * collections that end in order, keys with their values, one root for each document, and nothing
 * beyond the limits of yaml/record.h. */
bool records_are_sound(const struct records *records, struct str bytes);

#endif
