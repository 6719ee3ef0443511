/* SPDX-License-Identifier: MIT */
/* Writes the default commit message. */
#ifndef OUTPUT_MESSAGE_H
#define OUTPUT_MESSAGE_H

#include "nox/plan/rewrite.h"

#define DEFAULT_BRANCH "task/ci-execution-time-nox-venv-caching"
#define DEFAULT_SUBJECT                                                                            \
	"chore(ci): cache .nox virtual environments between CI runs to reduce setup time"

struct rewrites {
	LIST(const struct rewrite *) list;
};

/* Whether the change makes Nox reuse environments. */
bool message_adds_reuse(const struct rewrites *changed);

/* Appends the body of the message: the changed jobs and their keys, why Nox reuses environments,
 * how to measure the gain, and the intended branch. */
void message_body(struct buf *out, const struct rewrites *changed, struct str branch);

/* Appends the message of a commit: subject, body (may be empty) and trailers, each escaped as in a
 * mail (mail.h). */
void message_add(struct buf *out, struct str subject, struct str body, const struct str *trailers,
		 size_t trailer_count);

#endif
