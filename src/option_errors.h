/* SPDX-License-Identifier: MIT */
/* Error messages about a command line. Each function appends one and returns STATUS_INVALID. */
#ifndef OPTION_ERRORS_H
#define OPTION_ERRORS_H

#include "option_table.h"

/* An invalid value. */
enum status option_refuse_value(struct buf *error, const struct option_row *row, const char *text);
/* An unknown rule. */
enum status option_refuse_rule(struct buf *error, const struct option_row *row, struct str name);
/* An error of getopt_long(): result is its return value, letter is optopt, given is the argument.
 * row is the option, or NULL if it is unknown. */
enum status option_refuse(struct buf *error, const struct option_row *row, int result, int letter,
			  const char *given);
/* An option that cannot be used in the mode. */
enum status option_refuse_mode(struct buf *error, const struct option_row *row);
/* Two options that exclude each other. */
enum status option_refuse_pair(struct buf *error, const struct option_row *a,
			       const struct option_row *b);
/* A format that is only available for --check. */
enum status option_refuse_format(struct buf *error, const struct option_row *mode);

#endif
