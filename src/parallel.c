/* SPDX-License-Identifier: MIT */
/* One process for each repository. What it has to tell comes back through an unlinked file, so
 * that none waits until it is listened to. */
#include "config.h"

#include "parallel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* In front of what a process tells. */
struct head {
	size_t result;
	size_t messages;
	bool failed;
	bool found;
};

struct worker {
	pid_t pid;  /* 0: not started */
	FILE *file; /* what it tells; NULL once it was taken over */
	struct buf told;
	bool ended; /* of itself, with all told */
	int error;  /* why it could not be started, or 0 */
};

struct crew {
	struct runner *runner;
	struct batch *batch;
	struct worker *workers; /* one for each repository */
	size_t started;
	size_t running;
	size_t told;
	bool separated; /* something stands in the JSON array */
};

static bool write_told(FILE *file, const struct runner *r)
{
	struct head head = { .result = r->output->result.len,
			     .messages = r->output->messages.len,
			     .failed = r->failed,
			     .found = r->found };
	struct str result = buf_str(&r->output->result), messages = buf_str(&r->output->messages);

	return !r->output->result.failed && !r->output->messages.failed &&
	       fwrite(&head, sizeof(head), 1, file) == 1 &&
	       fwrite(result.p, 1, result.len, file) == result.len &&
	       fwrite(messages.p, 1, messages.len, file) == messages.len && fflush(file) == 0;
}

static void __attribute__((noreturn))
be_worker(const struct crew *crew, size_t index, FILE *file,
	  bool (*work)(struct runner *, struct batch *, struct project *))
{
	struct run_output output = { .terminal = crew->runner->output->terminal };
	struct runner r = *crew->runner;

#ifdef __linux__
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM); /* who would take what it tells? */
#endif

	r.output = &output;
	r.json.out = r.lines.out = &output.result;
	r.log.out = &output.messages;
	r.failed = r.found = false;

	bool ok = work(&r, crew->batch, crew->batch->projects.at[index]) &&
		  write_told(file, &r);

	/* No exit handlers: the streams and their buffers are the parent's. */
	_exit(ok ? 0 : 1);
}

/* Starts the next process. False where the system has none to give while others run: later it may. */
static bool start(struct crew *crew,
		  bool (*work)(struct runner *, struct batch *, struct project *))
{
	struct worker *worker = &crew->workers[crew->started];

	worker->file = tmpfile();
	worker->pid = worker->file ? fork() : -1;
	if (worker->pid == 0)
		be_worker(crew, crew->started, worker->file, work);
	if (worker->pid > 0) {
		crew->started++;
		crew->running++;
		return true;
	}
	worker->error = errno;
	worker->pid = 0;
	if (worker->file)
		fclose(worker->file);
	worker->file = NULL;
	if (crew->running > 0)
		return false;
	crew->started++;
	return true;
}

/* Waits for any worker, and takes over what it told. */
static bool wait_for_one(struct crew *crew)
{
	int status = 0;
	pid_t pid;
	struct worker *worker = NULL;

	while ((pid = wait(&status)) < 0)
		if (errno != EINTR)
			return false;
	for (size_t i = crew->told; i < crew->started; i++)
		if (crew->workers[i].pid == pid)
			worker = &crew->workers[i];
	if (!worker)
		return true;
	crew->running--;
	worker->ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	rewind(worker->file);
	for (size_t got = 1; worker->ended && got > 0;) {
		if (!buf_reserve(&worker->told, 65536))
			return false;
		got = fread(worker->told.p + worker->told.len, 1, 65536, worker->file);
		worker->told.len += got;
	}
	fclose(worker->file);
	worker->file = NULL;
	return true;
}

static void tell(struct crew *crew, struct worker *worker, struct str root)
{
	struct runner *r = crew->runner;
	struct head head;
	struct str rest = buf_str(&worker->told);

	if (!worker->ended || rest.len < sizeof(head)) {
		runner_tell(r, SEVERITY_ERROR, root,
			    worker->error ? arena_printf(&r->arena, "cannot start its process: %s",
							 strerror(worker->error))
					  : STR("its process died"));
		return;
	}
	memcpy(&head, rest.p, sizeof(head));
	rest = str_slice(rest, sizeof(head), rest.len);
	if (crew->separated && head.result > 0 && r->options->format == FORMAT_JSON)
		buf_add_char(&r->output->result, ',');
	crew->separated |= head.result > 0;
	buf_add(&r->output->result, str_slice(rest, 0, head.result));
	buf_add(&r->output->messages, str_slice(rest, head.result, head.result + head.messages));
	r->failed |= head.failed;
	r->found |= head.found;
	buf_release(&worker->told);
}

static bool run_crew(struct crew *crew, size_t count,
		     bool (*work)(struct runner *, struct batch *, struct project *))
{
	size_t total = crew->batch->projects.len;

	while (crew->told < total) {
		struct worker *next = &crew->workers[crew->told];

		if (crew->started < total && crew->running < count && start(crew, work))
			continue;
		if (next->file) {
			if (!wait_for_one(crew))
				return false;
		} else {
			tell(crew, next, crew->batch->projects.at[crew->told++]->root);
			runner_take(crew->runner);
		}
	}
	return true;
}

bool parallel_run(struct runner *r, struct batch *batch, size_t count,
		  bool (*work)(struct runner *r, struct batch *batch,
			       struct project *project))
{
	struct crew crew = { .runner = r, .batch = batch };
	bool ok;

	crew.workers = arena_alloc(&r->arena, batch->projects.len, sizeof(*crew.workers));
	if (!crew.workers)
		return false;
	ok = run_crew(&crew, count, work);
	while (crew.running > 0 && wait_for_one(&crew))
		;
	for (size_t i = 0; i < crew.started; i++) {
		buf_release(&crew.workers[i].told);
		if (crew.workers[i].file)
			fclose(crew.workers[i].file);
	}
	if (crew.separated && r->json.depth > 0)
		r->json.filled[r->json.depth - 1] = true;
	return ok;
}
