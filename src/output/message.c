/* SPDX-License-Identifier: MIT */
/* Writes the default body of a commit message from the plans. */
#include "config.h"

#include "output/message.h"

#include "output/escape.h"
#include "output/mail.h"

enum { WIDTH = 72 };

/* Adds a word to the current line if it fits, otherwise to a new line indented by two. */
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

/* Whether it is the first job of the file with this key. */
static bool opens_group(const struct rewrite *file, size_t index)
{
	const struct job_outcome *outcomes = file->plan.outcomes.at;

	if (outcomes[index].key.len == 0)
		return false;
	for (size_t i = 0; i < index; i++)
		if (str_eq(outcomes[i].key, outcomes[index].key))
			return false;
	return true;
}

/* "- path: job, job", and their key on the next line. */
static void add_group(struct buf *out, const struct rewrite *file, size_t index)
{
	BUF_AUTO struct buf word = { 0 };
	struct str key = file->plan.outcomes.at[index].key;
	size_t column, start = out->len;
	bool any = false;

	buf_add_c(out, "- ");
	escape_text(out, file->source.path);
	buf_add_char(out, ':');
	column = out->len - start;
	for (size_t i = index; i < file->plan.outcomes.len; i++) {
		const struct job_outcome *outcome = &file->plan.outcomes.at[i];

		if (!str_eq(outcome->key, key))
			continue;
		if (any)
			buf_add_char(out, ',');
		any = true;
		buf_cut(&word, 0);
		escape_text(&word, outcome->job->id);
		add_word(out, buf_str(&word), &column);
	}
	buf_add_c(out, "\n  ");
	escape_text(out, key);
	buf_add_char(out, '\n');
}

bool message_adds_reuse(const struct rewrite *file)
{
	for (size_t i = 0; i < file->plan.outcomes.len; i++)
		if (file->plan.outcomes.at[i].adds_reuse)
			return true;
	return false;
}

/* Begins the body, unless it is begun. */
static void begin(struct buf *out, const char *what)
{
	if (out->len > 0)
		return;
	buf_add_c(out, "Every run built the virtual environments of Nox from scratch. A step of\n"
		       "actions/cache before Nox now keeps them between runs. The key covers\n"
		       "everything the environments depend on: OS, architecture, job, Python\n"
		       "(its version or the container image) and a hash of the dependency\n"
		       "files. The comment in the workflow explains it.\n\n");
	buf_add_c(out, what);
}

void message_body_add(struct message_body *body, const struct rewrite *file)
{
	struct buf *out = &body->text;
	bool any = false;

	begin(out, "Jobs with a new cache step, and the key:\n");
	body->adds_reuse |= message_adds_reuse(file);
	for (size_t i = 0; i < file->plan.outcomes.len; i++)
		if (opens_group(file, i)) {
			add_group(out, file, i);
			any = true;
		}
	if (any)
		return;
	buf_add_c(out, "- ");
	escape_text(out, file->source.path);
	buf_add_c(out, ": the existing cache steps are updated\n");
}

void message_body_end(struct message_body *body, struct str branch)
{
	struct buf *out = &body->text;

	begin(out, "The acceptance scenarios now describe the cache steps.\n");
	if (body->adds_reuse)
		buf_add_c(out,
			  "\nNox deletes existing environments unless `-r` says to reuse them, so\n"
			  "without it the restored cache would save nothing.\n");
	buf_add_c(out,
		  "\nTo measure the gain, compare the duration of these jobs before this\n"
		  "change with the second run after it. The first run saves the cache;\n"
		  "from then on the log of the cache step says \"Cache restored from key\".\n");
	buf_add_c(out, "\nBranch: ");
	escape_text(out, branch);
	buf_add_char(out, '\n');
}

/* Adds text as one line. */
static void add_line(struct buf *out, struct str text)
{
	mail_add_line(out, text);
	buf_add_char(out, '\n');
}

void message_add(struct buf *out, struct str subject, struct str body, const struct str *trailers,
		 size_t trailer_count)
{
	add_line(out, subject);
	body = str_trim(body);
	if (body.len > 0)
		buf_add_char(out, '\n');
	while (mail_next_line(out, &body))
		buf_add_char(out, '\n');
	if (trailer_count > 0)
		buf_add_char(out, '\n');
	for (size_t i = 0; i < trailer_count; i++)
		add_line(out, trailers[i]);
}
