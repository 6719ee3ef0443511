/* SPDX-License-Identifier: MIT */
/* From a command line, or a key of a settings file, to struct options. */
#ifndef OPTIONS_PARSE_H
#define OPTIONS_PARSE_H

#include "options.h"

/* Fills *options, the repeatable ones in the arena. STATUS_INVALID comes with a message in *error,
 * which quotes what the user typed as it is, without a final newline. Reorders argv as
 * getopt_long() does; not for several threads. */
CHECKED enum status options_parse(struct options *options, struct arena *arena, int argc,
				  char *argv[], struct buf *error);

/* The options that a repository may set in a file, by their long names. A name that is none is
 * STATUS_INVALID with a message in *error. */
CHECKED enum status options_find(struct str name, struct buf *error);

/* May such an option have several values? */
bool options_is_list(struct str name);

/* Gives such an option a value, unless the command line has: of a flag true or false. text is kept. */
CHECKED enum status options_set(struct options *options, struct arena *arena, struct str name,
				const char *text, struct buf *error);

#endif
