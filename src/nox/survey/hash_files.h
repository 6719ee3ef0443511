/* SPDX-License-Identifier: MIT */
/* Evaluates hashFiles() on a checkout (actions/runner: src/Misc/expressionFunc/hashFiles, with
 * @actions/glob). */
#ifndef NOX_HASH_FILES_H
#define NOX_HASH_FILES_H

#include "base/digest.h"
#include "repository/repository.h"

/* The most comparisons of parts of patterns with parts of paths. */
enum { HASH_FILES_WORK = 64 * 1000 * 1000 };

/* The value of hashFiles('…', '…') for the patterns in a repository: a SHA-256 in hexadecimal over
 * the SHA-256 of each file that any pattern matches, in the order of the runner's search; empty if
 * nothing matches. STATUS_INVALID (with a diagnostic) for patterns that are not supported ('!',
 * '[', '\\', absolute ones), for more than 255 of them, and for trees that are endless or too large
 * to compare. STATUS_IO for a file that cannot be read. */
CHECKED enum status hash_files(char hex[DIGEST_HEX_SIZE], struct diagnostics *d,
			       struct repository *repository, const struct str *patterns,
			       size_t count);

/* Does hashFiles() match any file? No file is read. The number of comparisons is added to *spent;
 * above HASH_FILES_WORK the result is STATUS_INVALID. */
CHECKED enum status hash_files_match(bool *any, size_t *spent, struct diagnostics *d,
				     struct repository *repository, const struct str *patterns,
				     size_t count);

#endif
