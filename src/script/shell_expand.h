/* SPDX-License-Identifier: MIT */
/* What the shell expands inside words and quotes. */
#ifndef SCRIPT_SHELL_EXPAND_H
#define SCRIPT_SHELL_EXPAND_H

#include "script/shell.h"

/* Reads the expansion at the position: $name, ${…}, $(…), $((…)), `…`, <(…), ${{ … }}; lists the
 * commands in it. quoted: between double quotes. False where none begins. May leave pieces. */
bool shell_expansion(struct shell *sh, bool quoted);

#endif
