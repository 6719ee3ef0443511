/* SPDX-License-Identifier: MIT */
/* Starts, calls, times and replaces the worker. The parent reads only one answer of fixed size per
 * call, and never waits forever. */
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
	LOOK_CALLS = 256,	   /* number of calls between two checks of its CPU time */
	KEPT_BYTES = 16 * 1024 * 1024,
	SHARED_BYTES = WORKER_INPUT_MAX + WORKER_OUTPUT_MAX,
};

/* ------------------------------------------------------------------ in the worker */

static bool read_all(int fd, void *to, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = read(fd, (char *)to + done, size - done);

		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		if (n > 0)
			done += (size_t)n;
	}
	return true;
}

static void __attribute__((noreturn)) serve(void *shared, int stream, pid_t parent,
					    worker_function *work)
{
	unsigned restrictions = sandbox_enter(stream, parent);
	size_t length;

	memory_quiet(1);
	memory_keep(KEPT_BYTES);
	while (read_all(STDIN_FILENO, &length, sizeof(length))) {
		struct worker_task task = { .input = { shared, length },
					    .output = (char *)shared + WORKER_INPUT_MAX };

		work(&task);
		task.answer.restrictions = restrictions;
		if (!file_write_all(STDIN_FILENO, (struct str){ (const char *)&task.answer,
								sizeof(task.answer) }))
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
	*worker = (struct yaml_worker){ .here = worker->here };
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
		serve(worker->shared, ends[1], self, work);

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

static bool ask(const struct yaml_worker *worker, size_t length)
{
	return send(worker->fd, &length, sizeof(length), MSG_NOSIGNAL) == (ssize_t)sizeof(length);
}

/* Sends a request to the worker of this process. Starts a worker if there is none, and replaces one
 * that was lost between two calls or has used too much CPU time. */
static bool request(struct yaml_worker *worker, worker_function *work, size_t length)
{
	if (worker->pid != 0 && worker->calls % LOOK_CALLS == LOOK_CALLS - 1 &&
	    cpu_used(worker) > LIFE_MILLISECONDS)
		stop(worker);
	for (int tries = 0; tries < 2; tries++) {
		if (worker->pid == 0 && !start(worker, work))
			return false;
		worker->calls++;
		if (ask(worker, length))
			return true;
		stop(worker);
	}
	errno = ECHILD;
	return false;
}

static enum worker_end await(const struct yaml_worker *worker, struct worker_answer *answer)
{
	long long before = -1;
	size_t got = 0;

	for (int ticks = 0; ticks < TICKS_MAX; ticks++) {
		ssize_t n = recv(worker->fd, (char *)answer + got, sizeof(*answer) - got, 0);

		if (n > 0) {
			got += (size_t)n;
			if (got == sizeof(*answer))
				return WORKER_ANSWERED;
			continue;
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

enum worker_end worker_call(struct yaml_worker *worker, worker_function *work, struct str input,
			    struct worker_answer *answer, const void **output)
{
	enum worker_end end;

	if (input.len > WORKER_INPUT_MAX) {
		errno = EFBIG;
		return WORKER_MISSING;
	}
	if (worker->shared && worker->owner != getpid())
		worker_release(worker); /* it belongs to our parent */
	if (!share(worker))
		return WORKER_MISSING;
	*output = (const char *)worker->shared + WORKER_INPUT_MAX;
	if (worker->here) {
		struct worker_task task = { .input = input,
					    .output = (char *)worker->shared + WORKER_INPUT_MAX };

		work(&task);
		*answer = task.answer;
		return WORKER_ANSWERED;
	}
	if (input.len > 0)
		memcpy(worker->shared, input.p, input.len);
	if (!request(worker, work, input.len))
		return WORKER_MISSING;
	end = await(worker, answer);
	if (end != WORKER_ANSWERED)
		stop(worker);
	answer->message[sizeof(answer->message) - 1] = '\0';
	return end;
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
	enum worker_end end = worker_call(&worker, do_nothing, STR(""), &answer, &output);

	if (end != WORKER_ANSWERED) {
		if (end != WORKER_MISSING)
			errno = ECHILD;
		return false;
	}
	*restrictions = answer.restrictions;
	return true;
}
