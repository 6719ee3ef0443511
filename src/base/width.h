/* SPDX-License-Identifier: MIT */
/* Columns that text takes on a terminal. */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include "base/str.h"

/* 0 for a combining character, 2 for a wide one (East Asian scripts, emoji), else 1. */
size_t code_width(unsigned long code);

/* The sum over a text without tabs and control characters; a byte that is not UTF-8 counts 1. */
size_t str_width(struct str text);

#endif
