/* SPDX-License-Identifier: MIT */
/* The words in workflows that this program knows again: its own, and those by which people exclude jobs
 * and steps. Existing files contain them, so they never change. */
#ifndef NOX_MARKS_H
#define NOX_MARKS_H

/* Written in a comment of a job or step that stays unchanged. With rules in brackets after
 * it ("ignore[missing-cache, reuse-unsafe]") only these are ignored. It must never change: existing
 * files contain it. */
#define IGNORE_MARK "nox-cache-inject: ignore"

/* The name and id of a cache step. With the mark in the comment, a later run recognises its own
 * steps by them. They must never change: existing files contain them. */
#define CACHE_STEP_NAME "Cache Nox environments"
#define CACHE_STEP_ID "cache-nox"
/* The end of each comment. A later run recognises its own steps by it. It must never change:
 * existing files contain it. */
#define COMMENT_MARK "Maintained by nox-cache-inject"

#endif
