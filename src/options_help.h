/* SPDX-License-Identifier: MIT */
/* Prints --help from the table of options. */
#ifndef OPTIONS_HELP_H
#define OPTIONS_HELP_H

#include "base/buf.h"

/* Appends the output of --help. */
void options_help(struct buf *out);

#endif
