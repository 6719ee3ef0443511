/* SPDX-License-Identifier: MIT */
/* Writes header, message, summary, diffs and signature in the order that git expects. */
#include "config.h"

#include "output/patch.h"

#include "output/binary.h"
#include "output/escape.h"
#include "output/mail.h"
#include "output/stat.h"

static void add_separator(struct buf *out, const struct patch *patch)
{
	buf_add_c(out, "From ");
	if (patch->commit.len > 0)
		buf_add(out, patch->commit);
	else
		buf_fill(out, '0', digest_hex_length(patch->format));
	buf_add_c(out, " Mon Sep 17 00:00:00 2001\n");
}

static bool message_is_ascii(const struct patch *patch)
{
	for (size_t i = 0; i < patch->trailer_count; i++)
		if (!mail_is_ascii(patch->trailers[i]))
			return false;
	return mail_is_ascii(patch->subject) && mail_is_ascii(patch->body) &&
	       mail_is_ascii(patch->author_name);
}

static void add_message(struct buf *out, const struct patch *patch)
{
	bool body = str_trim(patch->body).len > 0;

	add_separator(out, patch);
	mail_add_from(out, patch->author_name, patch->author_email);
	mail_add_date(out, patch->date, patch->zone);
	mail_add_subject(out, patch->subject);
	if (!message_is_ascii(patch))
		buf_add_c(out, "MIME-Version: 1.0\n"
			       "Content-Type: text/plain; charset=UTF-8\n"
			       "Content-Transfer-Encoding: 8bit\n");
	buf_add_char(out, '\n');
	mail_add_body(out, patch->body, true, &patch->outlet);
	if (body && patch->trailer_count > 0)
		buf_add_char(out, '\n');
	for (size_t i = 0; i < patch->trailer_count; i++) {
		BUF_AUTO struct buf line = { 0 };

		mail_add_line(&line, patch->trailers[i]);
		mail_add_body(out, buf_str(&line), i == 0 && !body, &patch->outlet);
	}
	buf_add_c(out, "---\n");
}

void patch_look(struct change *change)
{
	BUF_AUTO struct buf hunks = { 0 };

	diff_count_lines(&change->count, change);
	if (!str_contains(change->old, "\r") && !str_contains(change->text, "\r"))
		return;
	diff_add_hunks(&hunks, change);
	change->has_returns = str_contains(buf_str(&hunks), "\r\n");
}

/* Whether git am would drop bytes of the plain hunks of a file. */
static bool is_binary(const struct patch *patch, const struct change *change)
{
	return change->has_returns && !patch->plain_crlf;
}

/* Adds the hunks for readers, escaped and prefixed with a bar, so that git and patch(1) do not take
 * them for a diff. */
static void add_comment(struct buf *out, const struct change *change)
{
	BUF_AUTO struct buf name = { 0 }, text = { 0 };
	struct str hunks, line;

	diff_add_hunks(&text, change);
	hunks = buf_str(&text);
	escape_git_path(&name, "", change->path);
	buf_add_c(out, "\n ");
	escape_text(out, buf_str(&name));
	buf_add_c(out, " has lines that end in CRLF. To keep them, its diff is a binary\n"
		       " patch. In readable form:\n\n");
	while (str_next_line(&hunks, &line)) {
		while (line.len > 0 &&
		       (line.p[line.len - 1] == '\n' || line.p[line.len - 1] == '\r'))
			line.len--;
		buf_add_c(out, " | ");
		escape_text(out, line);
		buf_add_char(out, '\n');
	}
}

static void add_change(struct buf *out, const struct patch *patch, const struct change *change)
{
	struct diff_options options = {
		.shown = patch->shown, .git = true, .format = patch->format, .outlet = patch->outlet
	};

	if (is_binary(patch, change)) {
		diff_add_git_header(out, change, patch->format);
		binary_add(out, change->old, change->text);
	} else {
		diff_add(out, change, &options);
	}
}

void patch_add(struct buf *out, const struct patch *patch, const struct changes *changes)
{
	struct change *list = changes->list.at;
	size_t count = changes->list.len;

	add_message(out, patch);
	stat_add(out, list, count);
	for (size_t i = 0; i < count; i++)
		if (is_binary(patch, &list[i]) && changes_open(changes, &list[i])) {
			add_comment(out, &list[i]);
			changes_close(changes, &list[i]);
		}
	buf_add_char(out, '\n');
	for (size_t i = 0; i < count; i++)
		if (changes_open(changes, &list[i])) {
			add_change(out, patch, &list[i]);
			changes_close(changes, &list[i]);
		}
	if (patch->base.len > 0)
		buf_printf(out, "\nbase-commit: %.*s\n", STR_ARG(patch->base));
	buf_add_c(out, "-- \n" PACKAGE_NAME " " PACKAGE_VERSION "\n\n");
}
