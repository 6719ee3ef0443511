/* SPDX-License-Identifier: MIT */
/* Writes mail headers and text. Whatever the input, each header remains a single header. */
#include "config.h"

#include "output/mail.h"

#include "base/ascii.h"
#include "output/escape.h"

#include <string.h>
#include <time.h>

enum {
	WRAP = 78,	   /* columns of a plain header line (git: MAIL_DEFAULT_WRAP + 6) */
	ENCODED_WRAP = 76, /* columns of a line with an encoded word (RFC 2047, section 2) */
};

static const char encoded_begin[] = "=?UTF-8?q?";

bool mail_is_ascii(struct str text)
{
	unsigned long code = 0;
	size_t length;

	for (size_t i = 0; i < text.len; i += length > 0 ? length : 1) {
		length = str_character(text, i, &code);
		if (length > 1 && !escape_hides(code))
			return false;
	}
	return true;
}

void mail_add_line(struct buf *out, struct str text)
{
	BUF_AUTO struct buf line = { 0 };

	buf_add(&line, str_trim(text));
	for (size_t i = 0; i < line.len; i++)
		if (line.p[i] == '\t' || line.p[i] == '\r' || line.p[i] == '\n')
			line.p[i] = ' ';
	escape_text(out, buf_str(&line));
}

bool mail_next_line(struct buf *out, struct str *text)
{
	struct str line;

	if (!str_next_line(text, &line))
		return false;
	while (line.len > 0 && (line.p[line.len - 1] == '\n' || line.p[line.len - 1] == '\r'))
		line.len--;
	escape_text(out, line);
	return true;
}

static size_t column(const struct buf *b)
{
	size_t newline = str_rfind_char(buf_str(b), '\n');

	return newline == STR_NONE ? b->len : b->len - newline - 1;
}

static size_t character_length(unsigned char first)
{
	return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Whether a byte needs no encoding in an encoded word: fewer do in a name than in a subject. */
static bool is_plain(char c, bool name)
{
	if (ascii_is_alphanumeric(c))
		return true;
	if (name)
		return c != '\0' && strchr("!*+-/", c);
	return c > ' ' && c < 0x7f && c != '=' && c != '?' && c != '_';
}

static void add_encoded(struct buf *out, struct str text, bool name)
{
	size_t used = column(out) + sizeof(encoded_begin) - 1;

	buf_add_c(out, encoded_begin);
	for (size_t i = 0; i < text.len;) {
		size_t length = character_length((unsigned char)text.p[i]);
		bool plain = is_plain(text.p[i], name);
		size_t wide = plain ? 1 : 3 * length;

		if (used + wide + 2 > ENCODED_WRAP) {
			buf_printf(out, "?=\n %s", encoded_begin);
			used = sizeof(encoded_begin);
		}
		used += wide;
		for (size_t end = i + length; i < end && i < text.len; i++) {
			if (plain)
				buf_add_char(out, text.p[i]);
			else
				buf_printf(out, "=%02X", (unsigned)(unsigned char)text.p[i]);
		}
	}
	buf_add_c(out, "?=");
}

/* A line may be folded before any word, and must not start with "::" then. */
static bool needs_encoding(struct str text)
{
	return !mail_is_ascii(text) || str_contains(text, "=?") || str_contains(text, " ::");
}

/* Adds words and breaks the line before one that would be too long. */
static void add_folded(struct buf *out, struct str text)
{
	size_t used = column(out);

	for (size_t at = 0; at < text.len;) {
		size_t space = str_find_char(text, ' ', at + 1);
		size_t end = space == STR_NONE ? text.len : space;

		if (at > 0 && used + (end - at) > WRAP) {
			buf_add_char(out, '\n');
			used = 0;
		}
		buf_add(out, str_slice(text, at, end));
		used += end - at;
		at = end;
	}
}

void mail_add_subject(struct buf *out, struct str subject)
{
	BUF_AUTO struct buf line = { 0 };

	mail_add_line(&line, subject);
	buf_add_c(out, "Subject: [PATCH] ");
	if (needs_encoding(buf_str(&line)))
		add_encoded(out, buf_str(&line), false);
	else
		add_folded(out, buf_str(&line));
	buf_add_char(out, '\n');
}

static void add_quoted_name(struct buf *out, struct str name)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, name.p[i]);
	}
	buf_add_char(out, '"');
}

static bool needs_quotes(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.p[i] != '\0' && strchr("()<>[]:;@\\,.\"", name.p[i]))
			return true;
	return false;
}

void mail_add_from(struct buf *out, struct str name, struct str address)
{
	BUF_AUTO struct buf line = { 0 }, clean = { 0 };

	mail_add_line(&line, name);
	mail_add_line(&clean, address);
	buf_add_c(out, "From: ");
	if (needs_encoding(buf_str(&line)))
		add_encoded(out, buf_str(&line), true);
	else if (needs_quotes(buf_str(&line)))
		add_quoted_name(out, buf_str(&line));
	else
		buf_add(out, buf_str(&line));
	buf_add_c(out, " <");
	for (size_t i = 0; i < clean.len; i++) {
		unsigned char c = (unsigned char)clean.p[i];

		if (c > ' ' && c < 0x7f && c != '<' && c != '>')
			buf_add_char(out, clean.p[i]);
	}
	buf_add_c(out, ">\n");
}

void mail_add_date(struct buf *out, long long seconds, int zone)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t local = (time_t)(seconds + zone * 60LL);
	struct tm tm;
	int minutes = zone < 0 ? -zone : zone;

	if (!gmtime_r(&local, &tm)) {
		time_t start = 0;

		gmtime_r(&start, &tm);
	}
	buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d %c%02d%02d\n", days + 3 * tm.tm_wday,
		   tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
		   tm.tm_sec, zone < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* Whether the line would end the message for git mailinfo or split the mailbox for git
 * mailsplit. */
static bool breaks_message(struct str line)
{
	if (str_starts(line, "From ") || str_starts(line, ">From ") || str_starts(line, "diff -") ||
	    str_starts(line, "Index: ") || str_starts(line, "--- "))
		return true;
	return str_starts(line, "---") && str_trim(line).len == 3;
}

/* Whether git mailinfo would read the first line of a message as a header. */
static bool is_header(struct str line)
{
	static const char *const names[] = {
		"From", "Subject", "Date", "Content-Type", "Content-Transfer-Encoding", "Message-ID"
	};
	size_t colon = str_find_char(line, ':', 0);

	if (str_starts(line, "[PATCH]") || str_starts(line, ">From"))
		return true;
	for (size_t i = 0; colon != STR_NONE && i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is_nocase(str_slice(line, 0, colon), names[i]))
			return true;
	return false;
}

void mail_add_body(struct buf *out, struct str body, bool first, const struct outlet *outlet)
{
	BUF_AUTO struct buf line = { 0 };

	body = str_trim(body);
	while (mail_next_line(&line, &body)) {
		struct str text = buf_str(&line);

		if (breaks_message(text) || (first && is_header(text)))
			buf_add_char(out, ' ');
		first = false;
		buf_add(out, text);
		buf_add_char(out, '\n');
		buf_cut(&line, 0);
		outlet_pass(outlet, out);
	}
}
