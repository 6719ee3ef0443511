/* SPDX-License-Identifier: MIT */
/* What --check and --list print for people. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "nox/rewrite.h"

/* A table of the jobs that call Nox: job, step, line, command, folder, what is done and why not.
 * Nothing for a file without such a job. False when memory is out. */
bool report_list(struct buf *out, const struct rewrite *file, bool color);

/* Findings, one a line: path:line:column: severity: message [rule]. False when memory is out. */
bool report_check(struct buf *out, const struct rewrite *file, bool color);

/* "path:line:column: error: message" for a plain message of a file, with a newline. */
void report_message(struct buf *out, const struct rewrite *file, const struct diagnostic *message,
		    bool color);

/* Is it a finding that the change itself mends? */
bool report_is_mended(const struct diagnostic *finding);

/* How many findings the file has that are no mere notes. */
size_t report_findings(const struct rewrite *file);

#endif
