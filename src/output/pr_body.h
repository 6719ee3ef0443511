/* SPDX-License-Identifier: MIT */
/* The description of a pull request, in the Markdown that GitHub, Forgejo and Gitea share. */
#ifndef OUTPUT_PR_BODY_H
#define OUTPUT_PR_BODY_H

#include "output/message.h"

/* Title, what and why, a table of jobs and keys, what is left alone and why, how to measure it, how
 * to undo it. files are all that were judged. Texts from files, and messages, which may quote them,
 * appear as code, where no platform reads markup or mentions in them. Appends to *text. */
void pr_body_add(struct buf *text, struct str subject, const struct rewrites *files,
		 struct str branch);

#endif
