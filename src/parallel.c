/* SPDX-License-Identifier: MIT */
/* Runs processes that take repositories from one queue until it is empty. The output for a repository
 * comes through a pipe and is kept until the output of the repositories before it is complete. It has a
 * header with its sizes, and incomplete output is discarded. If a process ends early, for example because
 * it is out of memory, the repository that it was processing is reported as failed, and the process is
 * replaced. If no process can be started, this process does the work itself. */
#include "config.h"

#include "parallel.h"

#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif

/* The header of the output for a repository. */
struct header {
	size_t number;
	size_t result;
	size_t messages;
	bool failed;
	struct tally tally;
};

/* Shared memory of all processes. */
struct queue {
	atomic_size_t next; /* index of the first repository that is not taken */
	atomic_size_t at[]; /* by process: the index of its repository plus 1, or 0 */
};

/* A repository. */
struct task {
	struct buf output; /* with its header */
	int status;	   /* of the process that failed it, as waitpid(2) has it */
	bool ended;
};

/* A process. */
struct member {
	pid_t pid;	  /* 0: none */
	struct buf input; /* received and not yet complete */
};

struct crew {
	struct cleanup cleanup; /* must be first: it is cast to the whole struct */
	struct runner *runner;
	struct batch *batch;
	parallel_work *work;
	struct queue *queue;
	struct task *tasks;
	struct member *members;
	struct pollfd *pipes; /* of the members; -1: none */
	size_t count;	      /* of the members, */
	size_t running;	      /* and of those that are there */
	size_t starts;	      /* so far */
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

/* Takes a repository. Its index is stored before, so that the parent knows it if this process dies. */
static bool take(struct crew *crew, size_t member, size_t *number)
{
	struct queue *queue = crew->queue;

	*number = atomic_load(&queue->next);
	do
		atomic_store(&queue->at[member], *number + 1);
	while (*number < crew->batch->roots.len &&
	       !atomic_compare_exchange_weak(&queue->next, number, *number + 1));
	return *number < crew->batch->roots.len;
}

/* The bytes after the header: the state of the requested jobs. */
static struct str names_of(const struct runner *r)
{
	return (struct str){ (const char *)r->names.names,
			     r->names.count * sizeof(*r->names.names) };
}

static bool send_output(int fd, const struct runner *r, size_t number)
{
	struct header header = { .number = number,
				 .result = r->output->result.len,
				 .messages = r->output->messages.len,
				 .failed = r->failed,
				 .tally = r->tally };

	return file_write_all(fd, (struct str){ (const char *)&header, sizeof(header) }) &&
	       file_write_all(fd, names_of(r)) && file_write_all(fd, buf_str(&r->output->result)) &&
	       file_write_all(fd, buf_str(&r->output->messages));
}

static bool process_repository(struct crew *crew, size_t number, int fd)
{
	struct run_output output = { .terminal = crew->runner->output->terminal };
	struct runner r = *crew->runner;
	bool sent;

	r.arena = (struct arena){ .chunks = NULL };
	r.output = &output;
	r.json.out = r.lines.out = &output.result;
	r.log.out = &output.messages;
	runner_bind_report(&r);
	r.report.begun = false;
	r.failed = false;
	r.tally = (struct tally){ .files = 0 };
	crew->work(&r, crew->batch, number);
	sent = send_output(fd, &r, number);
	arena_release(&r.arena);
	buf_release(&output.result);
	buf_release(&output.messages);
	return sent;
}

/* Its exit status is 0 or an errno. */
static void __attribute__((noreturn)) be_member(struct crew *crew, size_t member, int fd)
{
	int error = 0;
	size_t number;

	memory_quiet(ENOMEM);
	while (error == 0 && take(crew, member, &number))
		if (!process_repository(crew, number, fd))
			error = errno;
	worker_release(&crew->batch->worker);
	/* No exit handlers: the streams and their buffers are the parent's. */
	_exit(error < 0 || error > 255 ? EIO : error);
}

/* ------------------------------------------------------------------ in the parent */

/* Starts a process. Returns false if the system has no process or pipe for it. */
static bool start(struct crew *crew, size_t member)
{
	pid_t self = getpid(), pid;
	int ends[2];

	/* Bounded, in case processes end before they take a repository. */
	if (crew->starts >= crew->count + crew->batch->roots.len || pipe(ends) != 0)
		return false;
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	pid = fork();
	if (pid == 0) {
		follow_parent(self);
		for (size_t i = 0; i < crew->count; i++)
			if (crew->pipes[i].fd >= 0)
				close(crew->pipes[i].fd);
		close(ends[0]);
		be_member(crew, member, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return false;
	}
	crew->members[member].pid = pid;
	crew->pipes[member] = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	crew->running++;
	crew->starts++;
	return true;
}

/* Whether another member is processing the repository. */
static bool is_at(const struct crew *crew, size_t number, size_t except)
{
	for (size_t i = 0; i < crew->count; i++)
		if (i != except && crew->members[i].pid != 0 &&
		    atomic_load(&crew->queue->at[i]) == number + 1)
			return true;
	return false;
}

/* Ends a member whose pipe is at its end. */
static void end(struct crew *crew, size_t member)
{
	size_t at = atomic_load(&crew->queue->at[member]);
	int status = 0;

	close(crew->pipes[member].fd);
	crew->pipes[member] = (struct pollfd){ .fd = -1 };
	while (waitpid(crew->members[member].pid, &status, 0) < 0 && errno == EINTR)
		;
	crew->members[member].pid = 0;
	crew->running--;
	buf_cut(&crew->members[member].input, 0); /* incomplete output */
	if (at == 0 || at > crew->batch->roots.len || at > atomic_load(&crew->queue->next) ||
	    crew->tasks[at - 1].ended || is_at(crew, at - 1, member))
		return;
	crew->tasks[at - 1].status = status;
	crew->tasks[at - 1].ended = true;
}

/* Ends all processes. Each finishes a file that it is replacing, since it blocks signals
 * meanwhile. */
static void clean(struct cleanup *cleanup)
{
	struct crew *crew = (struct crew *)cleanup;

	for (size_t i = 0; i < crew->count; i++)
		if (crew->members[i].pid != 0)
			(void)kill(crew->members[i].pid, SIGTERM);
	for (size_t i = 0; i < crew->count; i++)
		if (crew->members[i].pid != 0)
			end(crew, i);
}

/* Moves complete output to its tasks. */
static void sort_input(struct crew *crew, struct member *member)
{
	struct str rest = buf_str(&member->input);
	struct header header;

	while (rest.len >= sizeof(header)) {
		struct task *task;
		size_t size;

		memcpy(&header, rest.p, sizeof(header));
		size = sizeof(header) + names_of(crew->runner).len;
		if (header.number >= crew->batch->roots.len || rest.len < size ||
		    header.result > rest.len - size ||
		    header.messages > rest.len - size - header.result)
			break;
		size += header.result + header.messages;
		task = &crew->tasks[header.number];
		if (!task->ended)
			buf_add(&task->output, str_slice(rest, 0, size));
		task->ended = true;
		rest = str_slice(rest, size, rest.len);
	}
	if (rest.len < member->input.len) {
		memmove(member->input.p, rest.p, rest.len);
		buf_cut(&member->input, rest.len);
	}
}

/* Waits for output and reads it. */
static void collect(struct crew *crew)
{
	enum { CHUNK = 65536 };

	/* Where poll(2) has no memory, reading waits for them one by one. */
	if (poll(crew->pipes, crew->count, -1) < 0)
		for (size_t i = 0; i < crew->count; i++)
			crew->pipes[i].revents = errno == EINTR ? 0 : POLLIN;
	for (size_t i = 0; i < crew->count; i++) {
		struct buf *input = &crew->members[i].input;
		ssize_t n;

		if (crew->members[i].pid == 0 || crew->pipes[i].revents == 0)
			continue;
		buf_reserve(input, CHUNK);
		n = read(crew->pipes[i].fd, input->p + input->len, CHUNK);
		if (n > 0) {
			input->len += (size_t)n;
			sort_input(crew, &crew->members[i]);
		} else if (n == 0 || errno != EINTR) {
			end(crew, i);
		}
	}
}

static void fail(struct runner *r, const struct task *task, struct str root)
{
	const char *why = "ended unexpectedly";

	if (WIFSIGNALED(task->status))
		why = strsignal(WTERMSIG(task->status));
	else if (WEXITSTATUS(task->status) != 0)
		why = strerror(WEXITSTATUS(task->status));
	runner_report(r, SEVERITY_ERROR, root,
		      arena_printf(&r->arena, "its process failed: %s", why));
}

/* Adds a comma between the elements of two processes in a JSON array, and a blank line between files. */
static void separate(struct crew *crew)
{
	struct runner *r = crew->runner;

	if (r->json.depth == 0 && r->options->mode == MODE_LIST)
		report_part(&r->report);
	if (r->json.depth > 0 && crew->separated)
		buf_add_char(&r->output->result, ',');
	crew->separated = true;
}

/* Copies the bytes, which may be unaligned. */
static void join_names(struct runner *r, struct str names)
{
	struct job_name *others = arena_alloc(&r->arena, r->names.count + 1, sizeof(*others));

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

/* Processes a repository here, after all output before it was printed. */
static void work_here(struct crew *crew, size_t number)
{
	struct runner *r = crew->runner;
	struct json *json = &r->json;

	/* The writer adds the comma if the array has an element. */
	if (json->depth > 0)
		json->filled[json->depth - 1] = crew->separated;
	crew->work(r, crew->batch, number);
	if (json->depth > 0)
		crew->separated = json->filled[json->depth - 1];
}

/* Starts missing members while there are repositories to take. */
static void start_members(struct crew *crew)
{
	for (size_t i = 0; i < crew->count; i++)
		if (crew->members[i].pid == 0 &&
		    atomic_load(&crew->queue->next) < crew->batch->roots.len && !start(crew, i))
			return;
}

static void run_crew(struct crew *crew)
{
	size_t total = crew->batch->roots.len;

	while (crew->printed < total) {
		struct task *next = &crew->tasks[crew->printed];
		size_t taken = total;

		/* Stopped: repositories that a process has taken are finished, no others. */
		if (!runner_goes_on(crew->runner, crew->printed, total))
			taken = atomic_exchange(&crew->queue->next, crew->batch->roots.len);
		total = taken < total ? taken : total;
		if (crew->printed >= total)
			break;

		start_members(crew);
		if (next->ended) {
			print(crew, next, crew->batch->roots.at[crew->printed++]->path);
			buf_release(&next->output);
			runner_flush(crew->runner);
		} else if (crew->running > 0) {
			collect(crew);
		} else {
			/* No process is left for it. */
			if (atomic_load(&crew->queue->next) <= crew->printed)
				atomic_store(&crew->queue->next, crew->printed + 1);
			work_here(crew, crew->printed++);
			runner_flush(crew->runner);
		}
	}
	crew->runner->done = crew->printed;
}

static struct queue *make_queue(size_t count)
{
	size_t size = sizeof(struct queue) + count * sizeof(atomic_size_t);
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

void parallel_run(struct runner *r, struct batch *batch, size_t count, parallel_work *work)
{
	struct crew crew = { .runner = r, .batch = batch, .work = work };
	size_t total = batch->roots.len;

	crew.count = count < total ? count : total;
	crew.queue = make_queue(crew.count);
	if (!crew.queue)
		memory_out();
	crew.tasks = arena_alloc(&r->arena, total, sizeof(*crew.tasks));
	crew.members = arena_alloc(&r->arena, crew.count, sizeof(*crew.members));
	crew.pipes = arena_alloc(&r->arena, crew.count, sizeof(*crew.pipes));
	for (size_t i = 0; i < crew.count; i++)
		crew.pipes[i].fd = -1;
	cleanup_add(&crew.cleanup, clean);
	run_crew(&crew);
	for (size_t i = 0; i < crew.count; i++)
		if (crew.members[i].pid != 0)
			end(&crew, i);
	cleanup_remove(&crew.cleanup);
	for (size_t i = 0; i < total; i++)
		buf_release(&crew.tasks[i].output);
	for (size_t i = 0; i < crew.count; i++)
		buf_release(&crew.members[i].input);
	(void)munmap(crew.queue, sizeof(struct queue) + crew.count * sizeof(atomic_size_t));
	if (crew.separated && r->json.depth > 0)
		r->json.filled[r->json.depth - 1] = true;
}
