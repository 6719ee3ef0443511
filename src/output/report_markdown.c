/* SPDX-License-Identifier: MIT */
/* Writes findings as a Markdown page with a list per file. */
#include "config.h"

#include "nox/rules/rules.h"
#include "output/markdown.h"
#include "output/report_formats.h"

static void add_severity(const struct markdown *out, enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR:
		markdown_add(out, "- **error**");
		break;
	case SEVERITY_WARNING:
		markdown_add(out, "- **warning**");
		break;
	default:
		markdown_add(out, "- note");
	}
}

static void add_entry(const struct markdown *out, const struct rewrite *file,
		      const struct diagnostic *d)
{
	add_severity(out, d->severity);
	if (d->has_range) {
		markdown_add(out, ", line ");
		markdown_number(out,
				source_position(&file->source, diagnostic_range(d).start).line);
	}
	if (d->rule) {
		markdown_add(out, ", ");
		markdown_code(out, str_from(d->rule->name));
	}
	markdown_add(out, ": ");
	markdown_code(out, diagnostic_message(d));
	if (d->rule) {
		markdown_add(out, ". ");
		/* Texts of the table are Markdown of this program. */
		markdown_add_literal(out, str_from(d->remedy));
	}
	markdown_add(out, "\n");
}

void report_markdown_begin(struct report *report)
{
	const struct markdown out = MARKDOWN_TO(report->lines->out);

	markdown_add(&out, "## Caches of Nox environments\n");
}

/* Writes findings and errors. */
void report_markdown_file(struct report *report, const struct report_file *subject)
{
	const struct markdown out = MARKDOWN_TO(report->lines->out);
	const struct rewrite *file = subject->rewrite;
	bool any = false;

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (!d->rule && d->severity != SEVERITY_ERROR)
			continue;
		if (!any) {
			markdown_add(&out, "\n### ");
			markdown_code(&out, subject->path);
			markdown_add(&out, "\n\n");
		}
		any = true;
		add_entry(&out, file, d);
		report_pass(report);
	}
}

void report_markdown_end(struct report *report, const struct tally *tally)
{
	const struct markdown out = MARKDOWN_TO(report->lines->out);
	BUF_AUTO struct buf summary = { 0 };

	tally_describe(&summary, tally, false, true);
	markdown_add(&out, "\n");
	markdown_prose(&out, buf_str(&summary));
	markdown_add(&out, "\n");
}
