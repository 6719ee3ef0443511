/* SPDX-License-Identifier: MIT */
/* The entry point: arguments, terminal, streams. Everything else is in the library. */
#include "config.h"

#include "base/file.h"
#include "options_help.h"
#include "options_parse.h"
#include "output/explain.h"
#include "output/lines.h"
#include "pager.h"
#include "progress.h"
#include "repository/output_file.h"
#include "run.h"
#include "yaml/sandbox.h"
#include "yaml/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Prints "nox-cache-inject: message: detail"; detail may be NULL. */
static void warn(const char *message, const char *detail)
{
	BUF_AUTO struct buf raw = { 0 }, out = { 0 };
	struct lines lines = LINES_TO(&out, false);

	buf_printf(&raw, "nox-cache-inject: %s%s%s", message, detail ? ": " : "",
		   detail ? detail : "");
	lines_take(&lines, &raw);
	(void)file_write_all(STDERR_FILENO, buf_str(&out));
}

static bool wants_color(const struct options *options, int fd)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return isatty(fd) && !(no_color && no_color[0]) && !(term && strcmp(term, "dumb") == 0);
}

static bool write_file(const char *path, const struct buf *result)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };

	if (output_file_write(&diagnostics, path, buf_str(result)) == STATUS_OK)
		return true;
	warn(path, diagnostics.list.at[0].message);
	return false;
}

/* Output is written as it is produced. A write error is reported once, and the run continues. */
struct streams {
	struct run_output output; /* must be first: it is cast to the whole struct */
	struct pager pager;
	struct progress progress;
	bool paged; /* start a pager for the first output */
	bool failed;
};

static void take_messages(struct run_output *output)
{
	struct streams *streams = (struct streams *)output;

	if (output->messages.len > 0 || output->result.len > 0)
		progress_clear(&streams->progress);
	(void)file_write_all(STDERR_FILENO, buf_str(&output->messages));
	buf_cut(&output->messages, 0);
}

static void take_all(struct run_output *output)
{
	struct streams *streams = (struct streams *)output;

	if (output->result.len > 0)
		progress_clear(&streams->progress);
	if (streams->paged && output->result.len > 0) {
		(void)pager_start(&streams->pager);
		streams->paged = false;
	}
	if (streams->pager.pid > 0) {
		(void)file_write_all(streams->pager.fd, buf_str(&output->result));
	} else if (!streams->failed && !file_write_all(STDOUT_FILENO, buf_str(&output->result))) {
		warn("standard output", strerror(errno));
		streams->failed = true;
	}
	buf_cut(&output->result, 0);
	take_messages(output);
}

static bool go_on(struct run_output *output, size_t done, size_t total, size_t files)
{
	struct streams *streams = (struct streams *)output;

	if (done == 0)
		progress_catch_interrupt();
	progress_show(&streams->progress, done, total, files);
	return !progress_is_interrupted();
}

/* Columns of the terminal that standard output is; 0 where it is none. */
static size_t find_width(const struct options *options)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size = { .ws_col = 0 };
	long said = columns ? strtol(columns, NULL, 10) : 0;

	if (options->output || !isatty(STDOUT_FILENO))
		return 0;
	if (said > 0 && said < 10000)
		return (size_t)said;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

static bool change_folder(const struct options *options)
{
	for (size_t i = 0; i < options->directories.list.len; i++)
		if (chdir(options->directories.list.at[i]) != 0) {
			warn(options->directories.list.at[i], strerror(errno));
			return false;
		}
	return true;
}

/* Prevents opened files from becoming a standard stream that was closed. The replacement fails like
 * a closed stream: standard input cannot be read and the others cannot be written. */
static bool keep_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		int wrong_way = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", wrong_way) != fd)
			return false;
	}
	return true;
}

static int work(const struct options *options)
{
	struct streams streams = { .output.take = options->output ? take_messages : take_all,
				   .output.go_on = go_on,
				   .output.width = find_width(options),
				   .progress.wanted =
					   options->verbosity >= 0 && isatty(STDERR_FILENO),
				   .output.terminal = !options->output && isatty(STDOUT_FILENO) };
	struct run_output *output = &streams.output;
	enum exit_status status;

	streams.paged = output->terminal && options->mode == MODE_DIFF && !options->no_pager;
	if (!change_folder(options))
		return EXIT_FAILED;
	status = run_modes(output, options,
			   wants_color(options, options->output ? -1 : STDOUT_FILENO),
			   wants_color(options, STDERR_FILENO));
	if (options->output && !write_file(options->output, &output->result))
		status = EXIT_FAILED;
	progress_clear(&streams.progress);
	output->take(output);
	pager_end(&streams.pager);
	buf_release(&output->result);
	buf_release(&output->messages);
	progress_end_interrupted();
	return streams.failed ? EXIT_FAILED : (int)status;
}

static void add_version(struct buf *out)
{
	unsigned restrictions = 0;

	buf_add_c(out, PACKAGE_STRING "\nYAML parser: ");
	if (worker_probe(&restrictions))
		sandbox_describe(out, restrictions);
	else
		buf_printf(out, "cannot start its process (%s)", strerror(errno));
	buf_add_char(out, '\n');
}

static int print(const struct options *options)
{
	BUF_AUTO struct buf out = { 0 };

	const struct lines lines = LINES_TO(&out, wants_color(options, STDOUT_FILENO));

	if (options->mode == MODE_HELP)
		options_help(&out);
	else if (options->mode == MODE_EXPLAIN)
		explain_rule(&lines, rule_named(str_from(options->explain)));
	else
		add_version(&out);
	if (!file_write_all(STDOUT_FILENO, buf_str(&out))) {
		warn("standard output", strerror(errno));
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

int main(int argc, char *argv[])
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf error = { 0 };
	struct options options;

	if (!keep_streams())
		return EXIT_FAILED;
	memory_keep(1024 * 1024);
	signal(SIGXFSZ, SIG_IGN); /* exceeding a file size limit becomes a write error */
	if (options_parse(&options, &arena, argc, argv, &error) != STATUS_OK) {
		warn(error.p, NULL);
		(void)file_write_all(STDERR_FILENO, STR("Try 'nox-cache-inject --help' for more "
							"information.\n"));
		return EXIT_FAILED;
	}
	if (options.mode >= MODE_EXPLAIN)
		return print(&options);
	return work(&options);
}
