/* SPDX-License-Identifier: MIT */
/* Loads the records of a source from the parser in a worker process. */
#ifndef YAML_RECORDS_LOAD_H
#define YAML_RECORDS_LOAD_H

#include "base/diagnostic.h"
#include "base/source.h"
#include "yaml/records.h"

/* Of the sources of one call of the worker; about what a processor's cache holds with its records. */
enum { PREPARED_BYTES_MAX = 64 * 1024 };

/* Has several sources parsed in one call of the worker that they share, as far as they are few and short
 * enough, unless some are left of the last such call. Their records_load then takes less time, and ends as if
 * there was no such call. */
void records_prepare(struct source *const *sources, size_t count);

/* Parses the source, or what its edits make of it, in source->worker. Invalid UTF-8, NUL bytes, invalid
 * YAML and exceeded limits give STATUS_INVALID and a diagnostic, without edits at the position. The records
 * are where the worker wrote them: they must be read before it is called again. */
CHECKED enum status records_load(struct records *records, const struct source *source,
				 struct diagnostics *diagnostics);

#endif
