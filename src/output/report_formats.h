/* SPDX-License-Identifier: MIT */
/* The functions of the formats, for the table in report.c. Each format is in its own file. */
#ifndef OUTPUT_REPORT_FORMATS_H
#define OUTPUT_REPORT_FORMATS_H

#include "output/report.h"

/* Prints each finding as a line that editors recognise, with its source line and a remedy. */
void report_text_file(struct report *report, const struct report_file *file);
/* Prints each finding as a line. */
void report_concise_file(struct report *report, const struct report_file *file);

/* Writes one object {"version": 1, "files": […]}; the manual describes its members. */
void report_json_begin(struct report *report);
void report_json_file(struct report *report, const struct report_file *file);
void report_json_end(struct report *report, const struct tally *tally);

/* Writes SARIF 2.1.0: one run with all rules, and a fix for each finding that the planned edits
 * remove. */
void report_sarif_begin(struct report *report);
void report_sarif_file(struct report *report, const struct report_file *file);
void report_sarif_end(struct report *report, const struct tally *tally);

/* Writes workflow commands, which GitHub shows next to the lines. */
void report_github_file(struct report *report, const struct report_file *file);

/* Writes a page for a job's summary or a comment. */
void report_markdown_begin(struct report *report);
void report_markdown_file(struct report *report, const struct report_file *file);
void report_markdown_end(struct report *report, const struct tally *tally);

/* Prints a table of the jobs that call Nox: job, step, line, command, folder, and what is done or
 * why not. Prints nothing for a file without such a job. */
void report_list_file(struct report *report, const struct report_file *file);

/* Prints the decisions about a job, one topic per line. */
void report_why_file(struct report *report, const struct report_file *file);

/* NULL if a kind has no such format. */
const struct report_format *report_format_of(enum report_kind kind, enum format format);

void report_begin(struct report *report);
void report_end(struct report *report, const struct tally *tally);

#endif
