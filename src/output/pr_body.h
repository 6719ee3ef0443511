/* SPDX-License-Identifier: MIT */
/* Writes the description of a pull request in the Markdown that GitHub, Forgejo and Gitea
 * support. */
#ifndef OUTPUT_PR_BODY_H
#define OUTPUT_PR_BODY_H

#include "nox/reuse/gain.h"
#include "output/markdown.h"
#include "output/message.h"

/* What the description says of the files. Must not move. pr_body_release frees it. */
struct pr_body {
	struct markdown_list jobs;
	struct markdown_list gains[GAIN_ALL + 1]; /* names of jobs, by what a hit saves */
	struct markdown_list skips;		  /* names of jobs that may skip all installs */
	struct markdown_list left;		  /* what is left alone, and why */
	struct markdown_list findings;
	bool restores; /* there are restore-keys, */
	bool leaves;   /* and with one of them something may stay installed */
	bool adds_reuse;
};

void pr_body_init(struct pr_body *body);
void pr_body_release(struct pr_body *body);

/* Adds a processed file. Nothing of it is borrowed. */
void pr_body_add_file(struct pr_body *body, const struct rewrite *file);

/* Appends title, what and why, a table of jobs and keys, what is left alone and why, how to measure
 * and how to undo the change. Texts from files, and messages that may quote them, are written as code,
 * without markup or mentions. */
void pr_body_add(struct buf *text, const struct pr_body *body, struct str subject,
		 struct str branch);

#endif
