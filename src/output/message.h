/* SPDX-License-Identifier: MIT */
/* Writes the default commit message. */
#ifndef OUTPUT_MESSAGE_H
#define OUTPUT_MESSAGE_H

#include "nox/plan/rewrite.h"

#define DEFAULT_BRANCH "task/ci-execution-time-nox-venv-caching"
#define DEFAULT_SUBJECT                                                                            \
	"chore(ci): cache .nox virtual environments between CI runs to reduce setup time"

/* The body of a message. Zero-initialise; buf_release frees its text. */
struct message_body {
	struct buf text;
	bool adds_reuse; /* the change makes Nox reuse environments */
};

/* Adds the jobs of a changed file and their keys. Nothing of it is borrowed. */
void message_body_add(struct message_body *body, const struct rewrite *file);

/* Adds the end: why Nox reuses environments, how to measure the gain, and the intended branch. */
void message_body_end(struct message_body *body, struct str branch);

/* Whether the change of a file makes Nox reuse environments. */
bool message_adds_reuse(const struct rewrite *file);

/* Appends the message of a commit: subject, body (may be empty) and trailers, each escaped as in a
 * mail (mail.h). */
void message_add(struct buf *out, struct str subject, struct str body, const struct str *trailers,
		 size_t trailer_count);

#endif
