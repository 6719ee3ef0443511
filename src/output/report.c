/* SPDX-License-Identifier: MIT */
/* Messages as lines. Lines and columns are computed here, from ranges. */
#include "config.h"

#include "output/report.h"

#include "nox/rules/rules.h"

const char *report_color(enum severity severity)
{
	static const char *const colors[] = { "\033[36m", "\033[33m", "\033[31m" };

	return colors[severity];
}

/* Appends "error: message [rule]" to raw and adds the line. */
static void add_message(const struct lines *out, struct buf *raw, enum severity severity,
			struct str message, const struct rule *rule)
{
	struct range word = { .start = raw->len };

	buf_printf(raw, "%s:", severity_name(severity));
	word.end = raw->len;
	buf_add_char(raw, ' ');
	buf_add(raw, message);
	if (rule)
		buf_printf(raw, " [%s]", rule->name);
	lines_add_colored(out, buf_str(raw), word, report_color(severity));
}

void report_message(const struct lines *out, const struct rewrite *file,
		    const struct diagnostic *message)
{
	BUF_AUTO struct buf raw = { 0 };

	buf_add(&raw, file->source.path);
	if (message->has_range) {
		struct position at =
			source_position(&file->source, diagnostic_range(message).start);

		buf_printf(&raw, ":%zu:%zu", at.line, at.column);
	}
	buf_add_c(&raw, ": ");
	add_message(out, &raw, message->severity, diagnostic_message(message), message->rule);
}

void report_pass(const struct report *report)
{
	outlet_pass(&report->outlet, report->lines->out);
}

void report_part(struct report *report)
{
	if (report->begun)
		lines_add(report->lines, STR(""));
	report->begun = true;
}

void report_plain(const struct lines *out, struct str path, enum severity severity,
		  struct str message)
{
	BUF_AUTO struct buf raw = { 0 };

	buf_add(&raw, path);
	buf_add_c(&raw, ": ");
	add_message(out, &raw, severity, message, NULL);
}
