/* SPDX-License-Identifier: MIT */
/* The marks in workflows by which people exclude jobs and steps. */
#ifndef NOX_MARKS_H
#define NOX_MARKS_H

/* Written in a comment of a job or step that stays unchanged. With rules in brackets after
 * it ("ignore[missing-cache, reuse-unsafe]") only these are ignored. It must never change: existing
 * files contain it. */
#define IGNORE_MARK "nox-cache-inject: ignore"

#endif
