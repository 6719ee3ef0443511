/* SPDX-License-Identifier: MIT */
/* Starts, calls, times and replaces the worker. The parent reads one packet of limited size per call,
 * and never waits forever. */
#include "config.h"

#include "yaml/worker.h"

#include "base/file.h"
#include "yaml/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

enum {
	TICK_MILLISECONDS = 50,
	/* CPU time for one call, independent of the load of the machine */
	CALL_MILLISECONDS = SANITIZED ? 5000 : 1000,
	/* and waiting time in ticks; a stopped process does not use them up */
	TICKS_MAX = SANITIZED ? 1200 : 200,
	LIFE_MILLISECONDS = 10000, /* CPU time after which the worker is replaced */
	PASSED_BYTES = 64 * 1024,  /* fewer are not worth a system call */
	LOOK_CALLS = 256,	   /* number of calls between two checks of its CPU time */
	KEPT_BYTES = 16 * 1024 * 1024,
	/* The outputs of one call are behind each other; the last begins within the first half. */
	SHARED_BYTES = WORKER_INPUT_MAX + 2 * WORKER_OUTPUT_MAX,
	ALIGNMENT = 16,
};

/* A packet to the worker: as many lengths as there are inputs. */
struct request {
	size_t out; /* where the output of the first begins */
	size_t lengths[WORKER_BATCH];
};

static char *input_at(const struct yaml_worker *worker, size_t at)
{
	return (char *)worker->shared + at;
}

static char *output_at(const struct yaml_worker *worker, size_t at)
{
	return (char *)worker->shared + WORKER_INPUT_MAX + at;
}

/* Where the output begins that follows one. */
static size_t next_output(size_t at, const struct worker_answer *answer)
{
	return (at + answer->used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void worker_pass(const void *bytes, size_t length)
{
#ifdef MADV_DONTNEED /* of a shared mapping, which keeps what is in it */
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t start = ((uintptr_t)bytes + page - 1) / page * page;
	uintptr_t end = ((uintptr_t)bytes + length) / page * page;

	if (length >= PASSED_BYTES && start < end)
		(void)madvise((void *)start, end - start, MADV_DONTNEED);
#else
	(void)bytes;
	(void)length;
#endif
}

/* ------------------------------------------------------------------ in the worker */

/* Reads a request. Returns the number of its inputs, 0 at the end. */
static size_t receive(struct request *request)
{
	ssize_t n;

	while ((n = read(STDIN_FILENO, request, sizeof(*request))) < 0)
		if (errno != EINTR)
			return 0;
	return (size_t)n / sizeof(size_t) - (n > 0);
}

/* Runs the function on all inputs, or as many as there is space for their output. */
static size_t work_all(const struct yaml_worker *worker, worker_function *work,
		       const struct request *request, size_t count, struct worker_answer *answers)
{
	size_t in = 0, out = request->out, done = 0;

	for (; done < count && out <= WORKER_OUTPUT_MAX; done++) {
		struct worker_task task = { .input = { input_at(worker, in),
						       request->lengths[done] },
					    .shared = true,
					    .output = output_at(worker, out) };

		work(&task);
		answers[done] = task.answer;
		in += request->lengths[done];
		out = next_output(out, &task.answer);
	}
	return done;
}

static void __attribute__((noreturn)) serve(const struct yaml_worker *worker, int socket,
					    pid_t parent, worker_function *work)
{
	unsigned restrictions = sandbox_enter(socket, parent);
	struct request request;
	size_t count;

	memory_quiet(1);
	memory_keep(KEPT_BYTES);
	while ((count = receive(&request)) > 0) {
		struct worker_answer answers[WORKER_BATCH];
		size_t done = work_all(worker, work, &request, count, answers);

		for (size_t i = 0; i < done; i++)
			answers[i].restrictions = restrictions;
		if (!file_write_all(STDIN_FILENO,
				    (struct str){ (const char *)answers, done * sizeof(*answers) }))
			break;
	}
	_exit(0);
}

/* ------------------------------------------------------------------ in its parent */

/* CPU time of the worker in milliseconds, 0 if unknown. */
static long long cpu_used(const struct yaml_worker *worker)
{
#if defined(_POSIX_CPUTIME) && _POSIX_CPUTIME >= 0
	struct timespec time;
	clockid_t clock;

	if (clock_getcpuclockid(worker->pid, &clock) == 0 && clock_gettime(clock, &time) == 0)
		return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
#endif
	(void)worker;
	return 0;
}

static void stop(struct yaml_worker *worker)
{
	if (worker->pid == 0)
		return;
	cleanup_remove(&worker->cleanup);
	close(worker->fd);
	if (worker->owner == getpid()) {
		(void)kill(worker->pid, SIGKILL);
		while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	worker->pid = 0;
}

static void clean(struct cleanup *cleanup)
{
	stop((struct yaml_worker *)cleanup);
}

void worker_release(struct yaml_worker *worker)
{
	stop(worker);
	if (worker->shared)
		(void)munmap(worker->shared, SHARED_BYTES);
	*worker = (struct yaml_worker){ .here = worker->here, .ticket = worker->ticket };
}

/* Maps the shared memory. Untouched pages cost nothing. */
static bool share(struct yaml_worker *worker)
{
	if (!worker->shared) {
		void *p = mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		worker->shared = p == MAP_FAILED ? NULL : p;
		worker->owner = getpid();
	}
	return worker->shared != NULL;
}

/* Packets, because on Linux reading from a stream wakes who waits at its other end: that would double the
 * switches between the two processes. */
static bool open_sockets(int ends[2])
{
	struct timeval tick = { .tv_usec = TICK_MILLISECONDS * 1000 };

#ifdef SOCK_CLOEXEC
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
#else
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
		return false;
#endif
	if (setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &tick, sizeof(tick)) == 0 &&
	    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &tick, sizeof(tick)) == 0)
		return true;
	close(ends[0]);
	close(ends[1]);
	return false;
}

static bool start(struct yaml_worker *worker, worker_function *work)
{
	pid_t self = getpid();
	int ends[2];

	if (!share(worker) || !open_sockets(ends))
		return false;

	pid_t pid = fork();

	if (pid == 0)
		serve(worker, ends[1], self, work);

	int error = errno;

	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		errno = error;
		return false;
	}
	worker->pid = pid;
	worker->fd = ends[0];
	worker->calls = 0;
	cleanup_add(&worker->cleanup, clean);
	return true;
}

/* Sends a request to the worker of this process. Starts a worker if there is none, and replaces one
 * that was lost between two calls or has used too much CPU time. */
static bool send_request(struct yaml_worker *worker, worker_function *work,
			 const struct request *request, size_t count)
{
	size_t size = (1 + count) * sizeof(size_t);

	if (worker->pid != 0 && worker->calls % LOOK_CALLS == LOOK_CALLS - 1 &&
	    cpu_used(worker) > LIFE_MILLISECONDS)
		stop(worker);
	for (int tries = 0; tries < 2; tries++) {
		if (worker->pid == 0 && !start(worker, work))
			return false;
		worker->calls++;
		if (send(worker->fd, request, size, MSG_NOSIGNAL) == (ssize_t)size)
			return true;
		stop(worker);
	}
	errno = ECHILD;
	return false;
}

/* Waits for at most *count answers, and sets it to their number. */
static enum worker_end await(const struct yaml_worker *worker, struct worker_answer *answers,
			     size_t *count)
{
	long long before = -1;

	for (int ticks = 0; ticks < TICKS_MAX; ticks++) {
		ssize_t n = recv(worker->fd, answers, *count * sizeof(*answers), 0);

		if (n > 0) {
			*count = (size_t)n / sizeof(*answers);
			return (size_t)n % sizeof(*answers) == 0 ? WORKER_ANSWERED : WORKER_DIED;
		}
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			return WORKER_DIED;
		if (errno == EINTR)
			ticks--;
		if (before < 0)
			before = cpu_used(worker);
		else if (cpu_used(worker) - before > CALL_MILLISECONDS)
			return WORKER_LATE;
	}
	return WORKER_LATE;
}

/* Copies an input, of which this process keeps only the original in memory. */
static void copy_input(char *to, struct edited *input)
{
	size_t passed = 0;
	struct str rest;

	for (size_t at = 0; at < input->len; at += rest.len) {
		rest = str_slice(edited_rest(input, at), 0, PASSED_BYTES);
		memcpy(to + at, rest.p, rest.len);
		if (at + rest.len - passed < PASSED_BYTES)
			continue;
		worker_pass(to + passed, at + rest.len - passed);
		passed = at + rest.len;
	}
}

/* Gives the worker the inputs and waits for its answers. Their output begins at out. */
static enum worker_end ask(struct yaml_worker *worker, worker_function *work, struct edited *inputs,
			   size_t out, struct worker_answer *answers, size_t *count)
{
	struct request request = { .out = out };
	enum worker_end end;

	if (worker->shared && worker->owner != getpid())
		worker_release(worker); /* it belongs to our parent */
	if (!share(worker))
		return WORKER_MISSING;
	for (size_t i = 0, at = 0; i < *count; at += inputs[i++].len) {
		request.lengths[i] = inputs[i].len;
		if (inputs[i].len > WORKER_INPUT_MAX - at) {
			errno = EFBIG;
			return WORKER_MISSING;
		}
		copy_input(input_at(worker, at), &inputs[i]);
	}
	if (!send_request(worker, work, &request, *count))
		return WORKER_MISSING;
	end = await(worker, answers, count);
	for (size_t i = 0; i < *count && end == WORKER_ANSWERED; i++) {
		answers[i].message[sizeof(answers[i].message) - 1] = '\0';
		if (answers[i].used > WORKER_OUTPUT_MAX)
			end = WORKER_DIED;
	}
	if (end != WORKER_ANSWERED)
		stop(worker);
	return end;
}

/* Runs the function in this process. */
static enum worker_end run_here(struct yaml_worker *worker, worker_function *work,
				struct edited *input, struct worker_answer *answer)
{
	BUF_AUTO struct buf whole = { 0 };
	struct worker_task task = { .input = input->old };

	if (!share(worker))
		return WORKER_MISSING;
	if (input->edits) {
		edited_add(&whole, input);
		task.input = buf_str(&whole);
	}
	task.output = output_at(worker, 0);
	work(&task);
	*answer = task.answer;
	return WORKER_ANSWERED;
}

/* The answer for a ticket, or NULL. */
static struct worker_ready *ready_answer(struct yaml_worker *worker, size_t ticket)
{
	bool ready = ticket >= worker->ticket && ticket - worker->ticket < worker->ready_count &&
		     worker->owner == getpid();

	return ready ? &worker->ready[ticket - worker->ticket] : NULL;
}

enum worker_end worker_call(struct yaml_worker *worker, worker_function *work, struct edited *input,
			    size_t ticket, struct worker_answer *answer, const void **output)
{
	struct worker_ready *ready = ready_answer(worker, ticket);
	size_t out = 0, count = 1;
	enum worker_end end;

	if (ready) {
		worker->unasked -= !ready->asked;
		ready->asked = true;
		*answer = ready->answer;
		*output = output_at(worker, ready->at);
		return WORKER_ANSWERED;
	}
	if (worker->ready_count > 0 && worker->ready_end <= WORKER_OUTPUT_MAX)
		out = worker->ready_end;
	else
		worker->ready_count = worker->unasked = 0;
	end = worker->here ? run_here(worker, work, input, answer)
			   : ask(worker, work, input, out, answer, &count);
	if (end != WORKER_MISSING)
		*output = output_at(worker, out);
	return end;
}

size_t worker_prepare(struct yaml_worker *worker, worker_function *work, struct edited *inputs,
		      size_t count)
{
	struct worker_answer answers[WORKER_BATCH];
	size_t out = 0;

	worker->ticket += WORKER_BATCH; /* more than any that was given */
	worker->ready_count = worker->unasked = 0;
	if (worker->here || count > WORKER_BATCH ||
	    ask(worker, work, inputs, 0, answers, &count) != WORKER_ANSWERED)
		return worker->ticket;
	for (size_t i = 0; i < count && out <= WORKER_OUTPUT_MAX; i++) {
		worker->ready[i] = (struct worker_ready){ answers[i], out, false };
		worker->ready_count = worker->unasked = i + 1;
		out = next_output(out, &answers[i]);
		worker->ready_end = out;
	}
	return worker->ticket;
}

static void do_nothing(struct worker_task *task)
{
	(void)task;
}

bool worker_probe(unsigned *restrictions)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer = { 0 };
	const void *output;
	struct edited input = edited_of(STR(""), NULL);
	enum worker_end end = worker_call(&worker, do_nothing, &input, 0, &answer, &output);

	if (end != WORKER_ANSWERED) {
		if (end != WORKER_MISSING)
			errno = ECHILD;
		return false;
	}
	*restrictions = answer.restrictions;
	return true;
}
