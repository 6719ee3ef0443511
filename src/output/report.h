/* SPDX-License-Identifier: MIT */
/* What --check and --list print for people. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "nox/rewrite.h"
#include "output/lines.h"

/* A table of the jobs that call Nox: job, step, line, command, folder, what is done and why not;
 * verbose: also what a hit of each new cache saves. Nothing for a file without such a job. False when memory is out. */
bool report_list(const struct lines *out, const struct rewrite *file, bool verbose);

/* Findings, one a line: path:line:column: severity: message [rule]. False when memory is out. */
bool report_check(const struct lines *out, const struct rewrite *file);

/* One line "path:line:column: severity: message [rule]", without a place or a rule where the
 * message has none. */
void report_message(const struct lines *out, const struct rewrite *file,
		    const struct diagnostic *message);

/* One line "path: severity: message". */
void report_plain(const struct lines *out, struct str path, enum severity severity,
		  struct str message);

/* How many findings the file has that are no mere notes. */
size_t report_findings(const struct rewrite *file);

#endif
