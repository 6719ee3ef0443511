/* SPDX-License-Identifier: MIT */
/* Messages about a command line. Each function appends one and returns STATUS_INVALID. */
#ifndef OPTION_ERRORS_H
#define OPTION_ERRORS_H

#include "option_table.h"

/* A value that the option does not take. */
enum status option_refuse_value(struct buf *error, const struct option_row *row, const char *text);
/* A name that no rule has. */
enum status option_refuse_rule(struct buf *error, const struct option_row *row, struct str name);
/* What getopt_long() refuses: result is what it returned, letter is optopt, given the argument. row
 * is the option that it knows, or NULL. */
enum status option_refuse(struct buf *error, const struct option_row *row, int result, int letter,
			  const char *given);
/* An option that the mode has no use for. */
enum status option_refuse_mode(struct buf *error, const struct option_row *row);
/* Two options that exclude each other. */
enum status option_refuse_pair(struct buf *error, const struct option_row *a,
			       const struct option_row *b);
/* A format that only --check has. */
enum status option_refuse_format(struct buf *error, const struct option_row *mode);

#endif
