/* SPDX-License-Identifier: MIT */
/* The records of a source, from the parser in a worker process. */
#ifndef YAML_RECORDS_LOAD_H
#define YAML_RECORDS_LOAD_H

#include "base/diagnostic.h"
#include "base/source.h"
#include "yaml/record.h"

/* Parses the source, in source->worker where it has one. Refuses what is no valid UTF-8, holds NUL,
 * is no YAML or exceeds a limit: STATUS_INVALID, with a diagnostic at the place. The records are
 * the arena's, and sound (yaml/records.h). */
CHECKED enum status records_load(struct records *records, struct arena *arena,
			       const struct source *source, struct diagnostics *diagnostics);

#endif
