/* SPDX-License-Identifier: MIT */
/* The number of terminal columns that a text takes. */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include "base/str.h"

/* 0 for a combining character, 2 for a wide one (East Asian scripts, emoji), else 1. */
size_t code_width(unsigned long code);

/* The width of a text without tabs and control characters. A byte that is not valid UTF-8 counts as
 * 1. */
size_t str_width(struct str text);

#endif
