/* SPDX-License-Identifier: MIT */
/* What a commit says for itself where the user says nothing. */
#ifndef OUTPUT_MESSAGE_H
#define OUTPUT_MESSAGE_H

#include "nox/rewrite.h"

#define DEFAULT_BRANCH "task/ci-execution-time-nox-venv-caching"
#define DEFAULT_SUBJECT                                                                            \
	"chore(ci): cache .nox virtual environments between CI runs to reduce setup time"

struct rewrites {
	LIST(const struct rewrite *) list;
};

/* Does the change tell Nox to reuse environments? */
bool message_adds_reuse(const struct rewrites *changed);

/* The body of the message: which jobs of which files are changed and with which key, why Nox is to
 * reuse, how to measure it, and the branch that the change is meant for. Appends to *out. */
void message_body(struct buf *out, const struct rewrites *changed, struct str branch);

/* The whole message of a commit: subject, body (may be empty) and trailers, each escaped as in a
 * mail (mail.h). */
void message_add(struct buf *out, struct str subject, struct str body, const struct str *trailers,
		 size_t trailer_count);

#endif
