/* SPDX-License-Identifier: MIT */
/* What a scalar of a new text says. */
#ifndef YAML_VERIFY_SCALAR_H
#define YAML_VERIFY_SCALAR_H

#include "yaml/edit.h"
#include "yaml/record.h"

#include <stdbool.h>

/* Whether the scalar of a record has this value, both by libfyaml and by our own decoding of its bytes. nested:
 * it is in a collection, which begins at the offset parent. */
bool scalar_reads(struct edited *text, const struct record *record, bool nested, size_t parent,
		  struct str expected);

#endif
