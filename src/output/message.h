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

/* The body of the message: which jobs of which files are changed, what their key holds, and the
 * branch that the change is meant for. Appends to *out. */
void message_body(struct buf *out, const struct rewrites *changed, struct str branch);

#endif
