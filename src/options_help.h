/* SPDX-License-Identifier: MIT */
/* --help, from the table. */
#ifndef OPTIONS_HELP_H
#define OPTIONS_HELP_H

#include "base/buf.h"

/* Appends what --help prints. */
void options_help(struct buf *out);

#endif
