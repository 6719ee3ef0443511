/* SPDX-License-Identifier: MIT */
/* One line that is written over: "120 of 300 repositories, 480 files, 24/s, 8 s left", or "480 of 900
 * files, 96/s, 4 s left". */
#include "config.h"

#include "progress.h"

#include "base/buf.h"
#include "base/file.h"

#include <signal.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static const double first_after = 1.0, pause_between = 0.2; /* seconds */

static volatile sig_atomic_t interrupted;

static double now(void)
{
	struct timespec time = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_show(struct progress *p, size_t done, size_t total, size_t files)
{
	double time = p->wanted ? now() : 0.0, rate;
	BUF_AUTO struct buf line = { 0 };

	if (!p->wanted)
		return;
	if (p->started <= 0.0)
		p->started = time;
	if (done == 0 || time - p->started < first_after || time - p->printed < pause_between)
		return;
	p->printed = time;
	rate = (double)done / (time - p->started);
	buf_printf(&line, "\r\033[K%zu of %zu ", done, total);
	if (files == SIZE_MAX)
		buf_add_c(&line, "files");
	else
		buf_printf(&line, "repositories, %zu files", files);
	buf_printf(&line, ", %.1f/s, %.0f s left", rate, (double)(total - done) / rate);
	(void)file_write_all(STDERR_FILENO, buf_str(&line));
	p->shown = true;
}

void progress_clear(struct progress *p)
{
	if (p->shown)
		(void)file_write_all(STDERR_FILENO, STR("\r\033[K"));
	p->shown = false;
}

static void note_interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

void progress_catch_interrupt(void)
{
	struct sigaction action = { .sa_handler = note_interrupt,
				    .sa_flags = (int)SA_RESETHAND | SA_RESTART };
	static bool caught;

	if (!caught)
		(void)sigaction(SIGINT, &action, NULL);
	caught = true;
}

bool progress_is_interrupted(void)
{
	return interrupted != 0;
}

void progress_end_interrupted(void)
{
	if (!interrupted)
		return;
	signal(SIGINT, SIG_DFL);
	(void)raise(SIGINT);
}
