/* SPDX-License-Identifier: MIT */
/* Runs one process per repository. Its output comes through a pipe and is kept until the output of
 * the repositories before it is complete. It has a header with its sizes, and incomplete output is
 * discarded. If no more processes can be started, this process waits for the running ones and then
 * does the work itself. A child that is out of memory ends without output; its repository is
 * reported as failed, and the others continue. */
#include "config.h"

#include "parallel.h"

#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* The header of a child's output. */
struct header {
	size_t result;
	size_t messages;
	bool failed;
	struct tally tally;
};

/* The state of a repository. */
struct task {
	pid_t pid;
	struct buf output;
	int status; /* of its process, as returned by waitpid(2) */
	bool ended;
};

struct crew {
	struct cleanup cleanup; /* must be first: it is cast to the whole struct */
	struct runner *runner;
	struct batch *batch;
	parallel_work *work;
	struct task *tasks;
	struct pollfd *pipes; /* of the running processes */
	size_t *numbers;      /* indices of their tasks */
	size_t running;
	size_t started;
	size_t printed;
	bool separated; /* the JSON array has an element */
};

/* ------------------------------------------------------------------ in a child process */

/* Makes the process end with its parent, which may have ended already. On SIGTERM, a file that is
 * being replaced is finished first. */
static void follow_parent(pid_t parent)
{
#ifdef __linux__
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	if (getppid() != parent)
		_exit(1);
}

/* The bytes after the header: the state of the requested jobs. */
static struct str names_of(const struct runner *r)
{
	return (struct str){ (const char *)r->names.names,
			     r->names.count * sizeof(*r->names.names) };
}

static bool send_output(int fd, const struct runner *r)
{
	struct header header = { .result = r->output->result.len,
			     .messages = r->output->messages.len,
			     .failed = r->failed,
			     .tally = r->tally };

	return file_write_all(fd, (struct str){ (const char *)&header, sizeof(header) }) &&
	       file_write_all(fd, names_of(r)) &&
	       file_write_all(fd, buf_str(&r->output->result)) &&
	       file_write_all(fd, buf_str(&r->output->messages));
}

/* Runs a child. Its exit status is 0 or an errno. */
static void __attribute__((noreturn)) run_child(const struct crew *crew, size_t number, int fd)
{
	struct run_output output = { .terminal = crew->runner->output->terminal };
	struct runner r = *crew->runner;
	int error = 0;

	r.output = &output;
	r.json.out = r.lines.out = &output.result;
	r.log.out = &output.messages;
	runner_bind_report(&r);
	r.failed = false;
	r.tally = (struct tally){ .files = 0 };
	memory_quiet(ENOMEM);
	crew->work(&r, crew->batch, crew->batch->projects.at[number]);
	if (!send_output(fd, &r))
		error = errno;
	/* No exit handlers: the streams and their buffers belong to the parent. */
	_exit(error < 0 || error > 255 ? EIO : error);
}

/* ------------------------------------------------------------------ in the parent */

/* Starts the next process. Returns false if the system has no process or pipe for it. */
static bool start(struct crew *crew)
{
	struct task *task = &crew->tasks[crew->started];
	pid_t self = getpid();
	int ends[2];

	if (pipe(ends) != 0)
		return false;
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	task->pid = fork();
	if (task->pid == 0) {
		follow_parent(self);
		close(ends[0]);
		run_child(crew, crew->started, ends[1]);
	}
	close(ends[1]);
	if (task->pid < 0) {
		close(ends[0]);
		return false;
	}
	crew->pipes[crew->running] = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	crew->numbers[crew->running++] = crew->started++;
	return true;
}

/* Ends running process i, whose pipe is at its end. */
static void end(struct crew *crew, size_t i)
{
	struct task *task = &crew->tasks[crew->numbers[i]];

	close(crew->pipes[i].fd);
	while (waitpid(task->pid, &task->status, 0) < 0 && errno == EINTR)
		;
	task->ended = true;
	crew->running--;
	crew->pipes[i] = crew->pipes[crew->running];
	crew->numbers[i] = crew->numbers[crew->running];
}

/* Ends all processes. Each finishes a file that it is replacing, since it blocks signals
 * meanwhile. */
static void clean(struct cleanup *cleanup)
{
	struct crew *crew = (struct crew *)cleanup;

	for (size_t i = 0; i < crew->running; i++)
		(void)kill(crew->tasks[crew->numbers[i]].pid, SIGTERM);
	while (crew->running > 0)
		end(crew, crew->running - 1);
}

/* Waits for output and reads it. */
static void collect(struct crew *crew)
{
	enum { CHUNK = 65536 };

	/* If poll(2) fails for lack of memory, read from them one by one. */
	if (poll(crew->pipes, crew->running, -1) < 0)
		for (size_t i = 0; i < crew->running; i++)
			crew->pipes[i].revents = errno == EINTR ? 0 : POLLIN;
	for (size_t i = crew->running; i-- > 0;) {
		struct buf *output = &crew->tasks[crew->numbers[i]].output;
		ssize_t n;

		if (crew->pipes[i].revents == 0)
			continue;
		buf_reserve(output, CHUNK);
		n = read(crew->pipes[i].fd, output->p + output->len, CHUNK);
		if (n > 0)
			output->len += (size_t)n;
		else if (n == 0 || errno != EINTR)
			end(crew, i);
	}
}

static void fail(struct runner *r, const struct task *task, struct str root)
{
	const char *why = "ended unexpectedly";

	if (WIFSIGNALED(task->status))
		why = strsignal(WTERMSIG(task->status));
	else if (WEXITSTATUS(task->status) != 0)
		why = strerror(WEXITSTATUS(task->status));
	runner_tell(r, SEVERITY_ERROR, root, arena_printf(&r->arena, "its process failed: %s", why));
}

/* Adds a comma between the elements of two processes in a JSON array. */
static void separate(struct crew *crew)
{
	if (crew->separated && crew->runner->json.depth > 0)
		buf_add_char(&crew->runner->output->result, ',');
	crew->separated = true;
}

/* Copies the bytes, which may be unaligned. */
static void join_names(struct runner *r, struct str names)
{
	struct job_name *others = arena_alloc(&r->arena, r->names.count + 1, sizeof(*others));

	if (!others)
		return;
	if (names.len > 0)
		memcpy(others, names.p, names.len);
	job_names_join(&r->names, others);
}

static void print(struct crew *crew, struct task *task, struct str root)
{
	struct runner *r = crew->runner;
	struct str rest = buf_str(&task->output), names = names_of(r);
	struct header header = { 0 };
	bool whole = rest.len >= sizeof(header) + names.len && task->status == 0;

	if (whole)
		memcpy(&header, rest.p, sizeof(header));
	rest = str_slice(rest, sizeof(header), rest.len);
	names = str_slice(rest, 0, names.len);
	rest = str_slice(rest, names.len, rest.len);
	if (!whole || header.result > rest.len || header.messages != rest.len - header.result) {
		fail(r, task, root);
		return;
	}
	if (header.result > 0)
		separate(crew);
	buf_add(&r->output->result, str_slice(rest, 0, header.result));
	buf_add(&r->output->messages, str_slice(rest, header.result, rest.len));
	r->failed |= header.failed;
	tally_join(&r->tally, &header.tally);
	join_names(r, names);
}

/* Processes the next repository here, after all output before it was printed. */
static void work_here(struct crew *crew)
{
	struct runner *r = crew->runner;
	struct json *json = &r->json;
	size_t before = r->output->result.len;

	/* The writer adds the comma if the array has an element. */
	if (json->depth > 0)
		json->filled[json->depth - 1] = crew->separated;
	crew->work(r, crew->batch, crew->batch->projects.at[crew->started]);
	crew->separated |= r->output->result.len > before;
	crew->started++;
	crew->printed++;
}

static void run_crew(struct crew *crew, size_t count)
{
	size_t total = crew->batch->projects.len;

	while (crew->printed < total) {
		struct task *next = &crew->tasks[crew->printed];

		if (crew->started < total && crew->running < count && start(crew))
			continue;
		if (next->ended) {
			print(crew, next, crew->batch->projects.at[crew->printed++]->root);
			buf_release(&next->output);
			runner_take(crew->runner);
		} else if (crew->running > 0) {
			collect(crew);
		} else {
			work_here(crew);
			runner_take(crew->runner);
		}
	}
}

void parallel_run(struct runner *r, struct batch *batch, size_t count, parallel_work *work)
{
	struct crew crew = { .runner = r, .batch = batch, .work = work };
	size_t total = batch->projects.len;

	if (count > total)
		count = total;
	crew.tasks = arena_alloc(&r->arena, total, sizeof(*crew.tasks));
	crew.pipes = arena_alloc(&r->arena, count, sizeof(*crew.pipes));
	crew.numbers = arena_alloc(&r->arena, count, sizeof(*crew.numbers));
	cleanup_add(&crew.cleanup, clean);
	run_crew(&crew, count);
	cleanup_remove(&crew.cleanup);
	for (size_t i = 0; i < crew.started; i++)
		buf_release(&crew.tasks[i].output);
	if (crew.separated && r->json.depth > 0)
		r->json.filled[r->json.depth - 1] = true;
}
