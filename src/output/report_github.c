/* SPDX-License-Identifier: MIT */
/* Workflow commands as actions/runner reads them (ActionCommand.cs, ActionCommandManager.cs): in
 * values "%", CR and LF are written as %25, %0D and %0A, in properties also ":" and "," as %3A and
 * %2C. Columns are only allowed if a range is on one line. Forgejo's and Gitea's runners use the
 * same format. */
#include "config.h"

#include "nox/rules/rules.h"
#include "output/escape.h"
#include "output/report_formats.h"

static void add_value(struct buf *out, struct str text, bool property)
{
	BUF_AUTO struct buf clean = { 0 };

	escape_text(&clean, text);
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.p[i];

		if (c == '%' || (property && (c == ':' || c == ',')))
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
		else
			buf_add_char(out, c);
	}
}

static void add_place(struct buf *out, const struct rewrite *file, struct range range)
{
	struct position start = source_position(&file->source, range.start);
	struct position end = source_position(&file->source, range.end);

	buf_printf(out, ",line=%zu,endLine=%zu", start.line, end.line);
	if (start.line == end.line)
		buf_printf(out, ",col=%zu,endColumn=%zu", start.column, end.column);
}

static void add_command(struct buf *out, const struct report_file *subject,
			const struct diagnostic *d)
{
	static const char *const commands[] = { "notice", "warning", "error" };

	buf_printf(out, "::%s file=", commands[d->severity]);
	add_value(out, subject->path, true);
	if (d->has_range)
		add_place(out, subject->rewrite, diagnostic_range(d));
	buf_add_c(out, ",title=nox-cache-inject");
	if (d->rule)
		buf_printf(out, " (%s)", d->rule->name);
	buf_add_c(out, "::");
	add_value(out, diagnostic_message(d), false);
	if (d->rule) {
		buf_add_c(out, "%0A");
		add_value(out, str_from(d->remedy), false);
	}
	buf_add_char(out, '\n');
}

/* Prints findings and errors: users who look at annotations see no other output. */
void report_github_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (d->rule || d->severity == SEVERITY_ERROR)
			add_command(report->lines->out, subject, d);
		report_pass(report);
	}
}
