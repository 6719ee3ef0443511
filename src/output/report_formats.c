/* SPDX-License-Identifier: MIT */
/* The table of formats. */
#include "config.h"

#include "output/report_formats.h"

static const struct report_format formats[REPORT_KINDS][FORMAT_COUNT] = {
	[REPORT_CHECK] = {
		[FORMAT_TEXT] = { NULL, report_text_file, NULL },
		[FORMAT_CONCISE] = { NULL, report_concise_file, NULL },
		[FORMAT_JSON] = { report_json_begin, report_json_file, report_json_end },
		[FORMAT_SARIF] = { report_sarif_begin, report_sarif_file, report_sarif_end },
		[FORMAT_GITHUB] = { NULL, report_github_file, NULL },
		[FORMAT_MARKDOWN] = { report_markdown_begin, report_markdown_file,
				      report_markdown_end },
	},
	[REPORT_LIST] = {
		[FORMAT_TEXT] = { NULL, report_list_file, NULL },
		[FORMAT_JSON] = { report_json_begin, report_json_file, report_json_end },
	},
	[REPORT_WHY] = {
		[FORMAT_TEXT] = { NULL, report_why_file, NULL },
	},
};

const struct report_format *report_format_of(enum report_kind kind, enum format format)
{
	return formats[kind][format].file ? &formats[kind][format] : NULL;
}

void report_begin(struct report *report)
{
	if (report->format->begin)
		report->format->begin(report);
}

void report_end(struct report *report, const struct tally *tally)
{
	if (report->format->end)
		report->format->end(report, tally);
}
