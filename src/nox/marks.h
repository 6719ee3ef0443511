/* SPDX-License-Identifier: MIT */
/* The words in other people's workflows by which a run knows what it is to leave alone. */
#ifndef NOX_MARKS_H
#define NOX_MARKS_H

/* In a comment of a job or step that is to be left alone. With rules in brackets after it
 * ("ignore[missing-cache, reuse-unsafe]") only these are. It is a promise to the files that have it:
 * it never changes. */
#define IGNORE_MARK "nox-cache-inject: ignore"

#endif
