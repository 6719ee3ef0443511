/* SPDX-License-Identifier: MIT */
/* One process for each repository. What it prints comes back through a pipe, is kept until what comes
 * before it is there, and is judged by the sizes in front of it: a part of it is nothing. Where no
 * process can be had, this one waits for those that it has, and then does the work itself. One that is
 * out of memory ends without output; its repository is reported as failed, and the others go on. */
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

/* In front of what a process prints. */
struct head {
	size_t result;
	size_t messages;
	bool failed;
	struct tally tally;
};

/* A repository. */
struct task {
	pid_t pid;
	struct buf output;
	int status; /* of its process, as waitpid(2) has it */
	bool ended;
};

struct crew {
	struct cleanup cleanup; /* first, so that it leads to the rest */
	struct runner *runner;
	struct batch *batch;
	parallel_work *work;
	struct task *tasks;
	struct pollfd *pipes; /* of those that run, */
	size_t *numbers;      /* and their numbers among the tasks */
	size_t running;
	size_t started;
	size_t printed;
	bool separated; /* something stands in the JSON array */
};

/* ------------------------------------------------------------------ in a process of its own */

/* Ends when the parent does, however that ends. The parent may be gone by now. SIGTERM leaves a file
 * that is being replaced its time. */
static void follow_parent(pid_t parent)
{
#ifdef __linux__
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	if (getppid() != parent)
		_exit(1);
}

/* What follows the head: what is known of the jobs that were asked for. */
static struct str names_of(const struct runner *r)
{
	return (struct str){ (const char *)r->names.names,
			     r->names.count * sizeof(*r->names.names) };
}

static bool send_output(int fd, const struct runner *r)
{
	struct head head = { .result = r->output->result.len,
			     .messages = r->output->messages.len,
			     .failed = r->failed,
			     .tally = r->tally };

	return file_write_all(fd, (struct str){ (const char *)&head, sizeof(head) }) &&
	       file_write_all(fd, names_of(r)) &&
	       file_write_all(fd, buf_str(&r->output->result)) &&
	       file_write_all(fd, buf_str(&r->output->messages));
}

/* Its exit status is 0 or an errno. */
static void __attribute__((noreturn)) be_worker(const struct crew *crew, size_t number, int fd)
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
	/* No exit handlers: the streams and their buffers are the parent's. */
	_exit(error < 0 || error > 255 ? EIO : error);
}

/* ------------------------------------------------------------------ in their parent */

/* Starts the next. False where the system has no process or pipe for it. */
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
		be_worker(crew, crew->started, ends[1]);
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

/* Takes number i of those that run off, whose pipe has come to its end. */
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

/* A file that one of them replaces is finished first, since signals wait for that. */
static void clean(struct cleanup *cleanup)
{
	struct crew *crew = (struct crew *)cleanup;

	for (size_t i = 0; i < crew->running; i++)
		(void)kill(crew->tasks[crew->numbers[i]].pid, SIGTERM);
	while (crew->running > 0)
		end(crew, crew->running - 1);
}

/* Waits for output, and takes what there is. */
static void collect(struct crew *crew)
{
	enum { CHUNK = 65536 };

	/* Where poll(2) has no memory, reading waits for them one by one. */
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
	const char *why = "ended too early";

	if (WIFSIGNALED(task->status))
		why = strsignal(WTERMSIG(task->status));
	else if (WEXITSTATUS(task->status) != 0)
		why = strerror(WEXITSTATUS(task->status));
	runner_tell(r, SEVERITY_ERROR, root, arena_printf(&r->arena, "its process failed: %s", why));
}

/* A comma between what two processes have added to a JSON array. */
static void separate(struct crew *crew)
{
	if (crew->separated && crew->runner->json.depth > 0)
		buf_add_char(&crew->runner->output->result, ',');
	crew->separated = true;
}

/* The bytes may stand anywhere, so they are copied. */
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
	struct head head = { 0 };
	bool whole = rest.len >= sizeof(head) + names.len && task->status == 0;

	if (whole)
		memcpy(&head, rest.p, sizeof(head));
	rest = str_slice(rest, sizeof(head), rest.len);
	names = str_slice(rest, 0, names.len);
	rest = str_slice(rest, names.len, rest.len);
	if (!whole || head.result > rest.len || head.messages != rest.len - head.result) {
		fail(r, task, root);
		return;
	}
	if (head.result > 0)
		separate(crew);
	buf_add(&r->output->result, str_slice(rest, 0, head.result));
	buf_add(&r->output->messages, str_slice(rest, head.result, rest.len));
	r->failed |= head.failed;
	tally_join(&r->tally, &head.tally);
	join_names(r, names);
}

/* Does the next one in this process, when all before it are printed. */
static void work_here(struct crew *crew)
{
	struct runner *r = crew->runner;
	struct json *json = &r->json;
	size_t before = r->output->result.len;

	/* The comma is the writer's own where something stands in front of it. */
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
