/* SPDX-License-Identifier: MIT */
/* Writes the description of a pull request in the Markdown that GitHub, Forgejo and Gitea
 * support. */
#ifndef OUTPUT_PR_BODY_H
#define OUTPUT_PR_BODY_H

#include "output/message.h"

/* Appends title, what and why, a table of jobs and keys, what is left alone and why, how to measure
 * and how to undo the change. files are all processed files. Texts from files, and messages that
 * may quote them, are written as code, without markup or mentions. */
void pr_body_add(struct buf *text, struct str subject, const struct rewrites *files,
		 struct str branch);

#endif
