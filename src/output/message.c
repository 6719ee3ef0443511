/* SPDX-License-Identifier: MIT */
/* The default body of a commit message, put together from the plans. */
#include "config.h"

#include "output/message.h"

#include "output/escape.h"

enum { WIDTH = 72 };

/* Adds a word, on the line at hand while it fits, else on a new one with two blanks in front. */
static void add_word(struct buf *out, struct str word, size_t *column)
{
	if (*column + 1 + word.len > WIDTH) {
		buf_add_c(out, "\n ");
		*column = 1;
	}
	buf_add_char(out, ' ');
	buf_add(out, word);
	*column += 1 + word.len;
}

static void add_file(struct buf *out, const struct rewrite *file)
{
	BUF_AUTO struct buf word = { 0 };
	size_t column, start = out->len;
	bool any = false;

	buf_add_c(out, "- ");
	escape_terminal(out, file->source.path);
	buf_add_char(out, ':');
	column = out->len - start;
	for (size_t i = 0; i < file->plan.jobs.len; i++) {
		const struct job_plan *job = &file->plan.jobs.at[i];

		if (job->insertions.len == 0)
			continue;
		if (any)
			buf_add_char(out, ',');
		any = true;
		buf_cut(&word, 0);
		escape_terminal(&word, job->job->id);
		add_word(out, buf_str(&word), &column);
	}
	buf_add_char(out, '\n');
	out->failed |= word.failed;
}

void message_body(struct buf *out, const struct rewrites *changed, struct str branch)
{
	buf_add_c(out, "Every job that runs Nox built its virtual environments from nothing. A step\n"
		       "of actions/cache in front of Nox now keeps them between runs. Its key names\n"
		       "what the environments depend on: OS, architecture, job, Python version and a\n"
		       "hash of the dependency files; the comment in the workflow explains it.\n\n"
		       "Jobs with a cache step:\n");
	for (size_t i = 0; i < changed->list.len; i++)
		add_file(out, changed->list.at[i]);
	buf_printf(out, "\nBranch: %.*s\n", STR_ARG(branch));
}
