/* SPDX-License-Identifier: MIT */
/* Reads a command line, or a key of a settings file, into struct options. */
#ifndef OPTIONS_PARSE_H
#define OPTIONS_PARSE_H

#include "options.h"

/* Parses argv into *options; lists are allocated in the arena. STATUS_INVALID comes with a message
 * in *error, which quotes the user's input unchanged and has no final newline. Reorders argv like
 * getopt_long(). Not thread-safe. */
CHECKED enum status options_parse(struct options *options, struct arena *arena, int argc,
				  char *argv[], struct buf *error);

/* Checks that a repository may set the option with this long name in its file. If not, returns
 * STATUS_INVALID with a message in *error. */
CHECKED enum status options_find(struct str name, struct buf *error);

/* Whether such an option may have several values. */
bool options_is_list(struct str name);

/* Sets such an option unless it was given on the command line. The value of a flag is true or
 * false. text is not copied. */
CHECKED enum status options_set(struct options *options, struct arena *arena, struct str name,
				const char *text, struct buf *error);

#endif
