/* SPDX-License-Identifier: MIT */
/* Prints the output of --help from the table. */
#include "config.h"

#include "options_help.h"

#include "option_table.h"

static void help_row(struct buf *out, const struct option_row *row)
{
	enum { column = 28 };
	size_t start = out->len;

	if (row->letter)
		buf_printf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_printf(out, "      --%s", row->name);
	if (row->argument == ARGUMENT_REQUIRED)
		buf_printf(out, "=%s", row->argument_name);
	else if (row->argument == ARGUMENT_OPTIONAL)
		buf_printf(out, "[=%s]", row->argument_name);
	if (out->len - start + 2 > column) {
		buf_add_char(out, '\n');
		start = out->len;
	}
	buf_fill(out, ' ', column - (out->len - start));
	buf_printf(out, "%s\n", row->help);
}

void options_help(struct buf *out)
{
	static const char *const titles[GROUP_COUNT] = { "Modes", "What to change",
							 "Findings (with --check and --list)",
							 "Pull request (with --patch and --commit)",
							 "Output" };

	buf_add_c(out,
		  "Usage: nox-cache-inject [OPTION]... [PATH]...\n"
		  "Adds a documented cache step to every CI job that runs Nox.\n\n"
		  "PATH is a workflow file, an action.yml, a directory, or - for standard input;\n"
		  "without PATH, the repository that contains the current directory.\n");
	for (int group = 0; group < GROUP_COUNT; group++) {
		buf_printf(out, "\n%s:\n", titles[group]);
		for (size_t i = 0; i < option_count; i++)
			if ((int)option_table[i].group == group)
				help_row(out, &option_table[i]);
	}
	buf_add_c(
		out,
		"\n(*) may be given more than once.\n\n"
		"Exit status: 0 success, 1 findings of --check or changes of --diff --exit-code,\n"
		"2 error.\n");
}
