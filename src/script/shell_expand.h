/* SPDX-License-Identifier: MIT */
/* Scans what the shell expands inside words and quotes. */
#ifndef SCRIPT_SHELL_EXPAND_H
#define SCRIPT_SHELL_EXPAND_H

#include "script/shell.h"

/* Reads the expansion at the position ($name, ${…}, $(…), $((…)), `…`, <(…), ${{ … }}) and lists
 * the commands in it. quoted: inside double quotes. Returns false if there is none. May leave
 * pieces. */
bool shell_expansion(struct shell *sh, bool quoted);

#endif
