/* SPDX-License-Identifier: MIT */
/* Prints messages, filtered by -q and -v. */
#include "config.h"

#include "runner.h"

#include <stdint.h>

void runner_report_file(struct runner *r, const struct rewrite *file)
{
	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		/* --check prints the findings, and the diff shows what was missing. */
		if (d->rule && (r->options->mode == MODE_CHECK || d->fixable))
			continue;
		/* --why is about one job. */
		if (d->rule && r->options->mode == MODE_WHY &&
		    !str_is(diagnostic_job(d), r->options->why))
			continue;
		if (d->severity >= options_least(r->options))
			report_message(&r->log, file, d);
		outlet_pass(&r->report.outlet, r->log.out);
	}
}

void runner_report(struct runner *r, enum severity severity, struct str path, struct str message)
{
	r->failed |= severity == SEVERITY_ERROR;
	if (severity >= options_least(r->options))
		report_plain(&r->log, path, severity, message);
}

void runner_flush(struct runner *r)
{
	if (r->output->take && r->several)
		r->output->take(r->output);
}

/* Passes a part of the output to the caller, if it wants it. Messages wait for the end, unless they are much: it
 * may be in the middle of a diff. */
static void pass(void *runner)
{
	struct runner *r = runner;
	struct buf waiting = { 0 };

	if (!r->output->take)
		return;
	if (r->output->messages.len < OUTLET_MUCH) {
		waiting = r->output->messages;
		r->output->messages = (struct buf){ 0 };
	}
	r->output->take(r->output);
	if (waiting.p)
		r->output->messages = waiting;
}

void runner_bind_report(struct runner *r)
{
	r->report.lines = &r->lines;
	r->report.json = &r->json;
	r->report.arena = &r->arena;
	r->report.outlet = (struct outlet){ pass, r };
}

bool runner_goes_on(struct runner *r, size_t done, size_t total)
{
	if (!r->several)
		return !r->stopped;
	r->done = done;
	if (r->output->go_on && r->several && !r->stopped)
		r->stopped =
			!r->output->go_on(r->output, done, total, r->tally.files) && done < total;
	return !r->stopped;
}

bool runner_goes_on_files(struct runner *r, size_t done, size_t total)
{
	if (r->several)
		return true;
	r->files = total;
	if (r->output->go_on && !r->stopped)
		r->stopped = !r->output->go_on(r->output, done, total, SIZE_MAX) && done < total;
	return !r->stopped;
}
