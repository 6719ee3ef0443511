/* SPDX-License-Identifier: MIT */
/* What hashFiles() evaluates to on a checkout (actions/runner: src/Misc/expressionFunc/hashFiles,
 * with @actions/glob). */
#ifndef NOX_HASH_FILES_H
#define NOX_HASH_FILES_H

#include "base/digest.h"
#include "repository/repository.h"

/* Parts of patterns that are compared with parts of paths, at most. */
enum { HASH_FILES_WORK = 64 * 1000 * 1000 };

/* The value of hashFiles('…', '…') for the patterns in a repository: a SHA-256 in hexadecimal
 * over the SHA-256 of each file that any pattern matches, in the order of the runner's search;
 * empty when nothing matches. STATUS_INVALID (with a diagnostic) for patterns that this does not
 * evaluate ('!', '[', '\\', absolute ones), for more than 255 of them, and for trees without end or
 * that are too much to compare with them; STATUS_IO for a file that
 * cannot be read. */
CHECKED enum status hash_files(char hex[DIGEST_HEX_SIZE], struct diagnostics *d,
			       struct repository *repository, const struct str *patterns,
			       size_t count);

/* Whether hashFiles() matches any file, without reading one. What it compares is added to *spent:
 * beyond HASH_FILES_WORK in all it is STATUS_INVALID. */
CHECKED enum status hash_files_match(bool *any, size_t *spent, struct diagnostics *d,
				     struct repository *repository, const struct str *patterns,
				     size_t count);

#endif
