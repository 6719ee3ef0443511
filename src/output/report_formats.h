/* SPDX-License-Identifier: MIT */
/* The functions of the formats, for the table; each format has a file of its own. */
#ifndef OUTPUT_REPORT_FORMATS_H
#define OUTPUT_REPORT_FORMATS_H

#include "output/report.h"

/* Each finding as a line that editors read, its line of the file, and what to do. */
void report_text_file(struct report *report, const struct report_file *file);
/* Each finding as a line. */
void report_concise_file(struct report *report, const struct report_file *file);

/* One object {"version": 1, "files": […]}; the manual describes its members. */
void report_json_begin(struct report *report);
void report_json_file(struct report *report, const struct report_file *file);
void report_json_end(struct report *report, const struct tally *tally);

/* SARIF 2.1.0: one run, with all rules, and a fix for each finding that the planned edits remove. */
void report_sarif_begin(struct report *report);
void report_sarif_file(struct report *report, const struct report_file *file);
void report_sarif_end(struct report *report, const struct tally *tally);

/* Workflow commands, which a runner of GitHub shows beside the lines. */
void report_github_file(struct report *report, const struct report_file *file);

/* A page, for a job's summary or a comment. */
void report_markdown_begin(struct report *report);
void report_markdown_file(struct report *report, const struct report_file *file);
void report_markdown_end(struct report *report, const struct tally *tally);

/* A table of the jobs that call Nox: job, step, line, command, folder, what is done and why not.
 * Nothing for a file without such a job. */
void report_list_file(struct report *report, const struct report_file *file);

/* What was judged of the job that the report is about, a topic a line. */
void report_why_file(struct report *report, const struct report_file *file);

/* NULL where a kind has no such format. */
const struct report_format *report_format_of(enum report_kind kind, enum format format);

void report_begin(struct report *report);
void report_end(struct report *report, const struct tally *tally);

#endif
