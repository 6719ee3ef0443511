/* SPDX-License-Identifier: MIT */
/* Tests the worker: answers are returned, and whatever it does to itself costs only one call. */
#include "config.h"

#include "yaml/worker.h"

#include "unit.h"
#include "yaml/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The first byte of the input selects what the function does. */
static void act(struct worker_task *task)
{
	char *out = task->output;

	switch (task->input.len > 0 ? task->input.p[0] : '=') {
	case '=': /* the input backwards */
		for (size_t i = 0; i < task->input.len; i++)
			out[i] = task->input.p[task->input.len - 1 - i];
		task->answer.used = task->input.len;
		break;
	case 'o': /* whether files, network, other processes or other streams are accessible */
		task->answer.at = open("/dev/null", O_RDONLY) >= 0;
		task->answer.line = socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
		task->answer.column = fcntl(STDOUT_FILENO, F_GETFD) >= 0 || write(3, "x", 1) == 1;
		break;
	case 'f':
		task->answer.at = fork() >= 0;
		break;
	case 'k': /* whether it can kill its parent */
		task->answer.at = kill(getppid(), 0) == 0;
		break;
	case 'x': /* whether memory can hold code, or another stream be read */
		task->answer.at = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
		task->answer.line = mprotect(task->output, 4096, PROT_READ | PROT_EXEC) == 0;
		task->answer.column = read(1, out, 1) >= 0 || errno != EPERM;
		break;
	case 's':
		*(volatile char *)NULL = 1;
		break;
	case 'a':
		abort();
	case 'e':
		_exit(0);
	case 'l':
		for (volatile unsigned i = 1; i != 0; i |= 1)
			;
		break;
	case 'm': /* more memory than allowed */
		for (size_t i = 0; i < 64; i++) {
			/* volatile: clang leaves out memory that nothing reads. */
			volatile char *p = malloc((size_t)64 * 1024 * 1024);

			if (!p) {
				task->answer.at = i;
				return;
			}
			p[0] = 1;
		}
		break;
	case 'n': /* a message without NUL */
		memset(task->answer.message, 'x', sizeof(task->answer.message));
		break;
	case 'u': /* more output than there is space */
		task->answer.used = WORKER_OUTPUT_MAX + 1;
		break;
	case 'h': /* half an answer, then none */
		(void)!write(STDIN_FILENO, &task->answer, sizeof(task->answer) / 2);
		_exit(0);
	}
}

static struct edited whole(const char *text)
{
	return edited_of(str_from(text), NULL);
}

static enum worker_end call(struct yaml_worker *worker, const char *text,
			    struct worker_answer *answer)
{
	const void *output = NULL;
	struct edited input = whole(text);
	enum worker_end end;

	*answer = (struct worker_answer){ 0 };
	end = worker_call(worker, act, &input, 0, answer, &output);
	if (end == WORKER_ANSWERED && answer->used == 3)
		ck_assert(memcmp(output, "cb=", 3) == 0);
	return end;
}

START_TEST(test_answers)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	pid_t first = 0;

	ck_assert_int_eq(call(&worker, "", &answer), WORKER_ANSWERED);
	first = worker.pid;
	ck_assert(first > 0 && first != getpid());
	for (int i = 0; i < 1000; i++) {
		ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.used, 3);
	}
	ck_assert_int_eq(worker.pid, first);
	ck_assert_int_eq(call(&worker, "n", &answer), WORKER_ANSWERED);
	ck_assert_uint_eq(strlen(answer.message), sizeof(answer.message) - 1);
}
END_TEST

static const struct {
	const char *act;
	enum worker_end end;
} deaths[] = {
	{ "s", WORKER_DIED }, { "a", WORKER_DIED }, { "e", WORKER_DIED },
	{ "h", WORKER_DIED }, { "u", WORKER_DIED }, { "l", WORKER_LATE },
};

/* One call is lost, the next is not, and no process is left. */
START_TEST(test_deaths)
{
	struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	pid_t pid;

	ck_assert_int_eq(call(&worker, deaths[_i].act, &answer), deaths[_i].end);
	ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
	ck_assert_uint_eq(answer.used, 3);
	ck_assert_int_eq(call(&worker, deaths[_i].act, &answer), deaths[_i].end);
	ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
	worker_release(&worker);
	pid = waitpid(-1, NULL, WNOHANG);
	ck_assert(pid == -1 && errno == ECHILD);
}
END_TEST

/* Asks for the answer to a prepared input. Returns whether it is the input backwards. */
static bool is_reversed(struct yaml_worker *worker, const char *text, size_t ticket)
{
	struct worker_answer answer;
	const void *output = NULL;
	struct str input = str_from(text);
	struct edited all = whole(text);

	if (worker_call(worker, act, &all, ticket, &answer, &output) != WORKER_ANSWERED ||
	    answer.used != input.len)
		return false;
	for (size_t i = 0; i < input.len; i++)
		if (((const char *)output)[i] != input.p[input.len - 1 - i])
			return false;
	return true;
}

/* Prepared answers wait for who asks for them, in any order, until others are prepared. */
START_TEST(test_prepared)
{
	static const char *const texts[] = { "=bc", "=0123456789abcdef", "", "=x" };
	WORKER_AUTO struct yaml_worker worker = { .here = _i == 1 };
	struct edited inputs[] = { whole(texts[0]), whole(texts[1]), whole(texts[2]), whole(texts[3]) };
	size_t ticket = worker_prepare(&worker, act, inputs, 4), next;
	unsigned calls = worker.calls;

	ck_assert_uint_gt(ticket, 0);
	for (size_t i = 0; i < 8; i++)
		ck_assert(is_reversed(&worker, texts[i * 3 % 4], ticket + i * 3 % 4));
	ck_assert_uint_eq(worker.calls, calls);
	next = worker_prepare(&worker, act, inputs + 1, 2);
	ck_assert(is_reversed(&worker, "=0123456789abcdef", next));
	ck_assert(is_reversed(&worker, "=other", ticket)); /* of an earlier call: asked again */
	ck_assert(is_reversed(&worker, "=y", 0));
	calls = worker.calls;
	ck_assert(is_reversed(&worker, "", next + 1)); /* other calls change nothing in it */
	ck_assert(is_reversed(&worker, "=0123456789abcdef", next));
	ck_assert_uint_eq(worker.calls, calls);
	ck_assert(is_reversed(&worker, "=z", next + 2));
}
END_TEST

/* One that kills the worker costs the others no more than time. */
START_TEST(test_prepared_death)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	const void *output = NULL;
	struct edited inputs[] = { whole("=a"), whole(deaths[_i].act), whole("=b") };
	size_t ticket = worker_prepare(&worker, act, inputs, 3);

	ck_assert(is_reversed(&worker, "=a", ticket));
	ck_assert_int_eq(worker_call(&worker, act, &inputs[1], ticket + 1, &answer, &output),
			 deaths[_i].end);
	ck_assert(is_reversed(&worker, "=b", ticket + 2));
}
END_TEST

/* A process forked in between asks its own worker. */
START_TEST(test_prepared_fork)
{
	struct edited inputs[] = { whole("=bc"), whole("=de") };
	WORKER_AUTO struct yaml_worker worker = { 0 };
	size_t ticket = worker_prepare(&worker, act, inputs, 2);
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		pid_t theirs = worker.pid;
		bool own = is_reversed(&worker, "=bc", ticket) && worker.pid != theirs;

		worker_release(&worker);
		_exit(own ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	ck_assert(is_reversed(&worker, "=de", ticket + 1));
}
END_TEST

/* A worker that died between two calls costs no call. */
START_TEST(test_idle_death)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;

	ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
	ck_assert_int_eq(kill(worker.pid, SIGKILL), 0);
	usleep(100 * 1000);
	ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
	ck_assert_uint_eq(answer.used, 3);
}
END_TEST

START_TEST(test_confined)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;

	ck_assert_int_eq(call(&worker, "o", &answer), WORKER_ANSWERED);
	ck_assert(answer.restrictions & RESTRICTION_LIMITS);
	ck_assert_uint_eq(answer.at, 0);
	ck_assert_uint_eq(answer.line, 0);
	ck_assert_uint_eq(answer.column, 0);
	if (answer.restrictions & RESTRICTION_MEMORY) {
		ck_assert_int_eq(call(&worker, "m", &answer), WORKER_ANSWERED);
		ck_assert_uint_gt(answer.at, 0);
		ck_assert_uint_lt(answer.at, 10);
	}
	if (answer.restrictions & RESTRICTION_SECCOMP) {
		ck_assert_int_eq(call(&worker, "f", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.at, 0);
		ck_assert_int_eq(call(&worker, "k", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.at, 0);
		ck_assert_int_eq(call(&worker, "x", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.at, 0);
		ck_assert_uint_eq(answer.line, 0);
		ck_assert_uint_eq(answer.column, 0);
	}
}
END_TEST

/* A process forked from the owner has a worker of its own. */
START_TEST(test_fork)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	int status = 0;
	pid_t ours;

	ck_assert_int_eq(call(&worker, "", &answer), WORKER_ANSWERED);
	ours = worker.pid;

	pid_t child = fork();

	if (child == 0) {
		bool own = call(&worker, "=bc", &answer) == WORKER_ANSWERED && answer.used == 3 &&
			   worker.pid != ours;

		worker_release(&worker);
		_exit(own ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
	ck_assert_int_eq(worker.pid, ours);
}
END_TEST

/* Whether the process is gone, or only a zombie. */
static bool is_gone(pid_t pid)
{
	char path[64];
	char state[256] = "";
	int fd;

	if (kill(pid, 0) != 0)
		return true;
	snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
	fd = open(path, O_RDONLY);
	if (fd >= 0) {
		(void)!read(fd, state, sizeof(state) - 1);
		close(fd);
	}
	return strstr(state, ") Z ") != NULL;
}

/* Starts a worker that ignores signals from the terminal, reports its pid, and waits for an answer
 * that does not come. */
static void __attribute__((noreturn)) be_parent(int out)
{
	struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	pid_t pid;

	if (call(&worker, "", &answer) != WORKER_ANSWERED)
		_exit(1);
	pid = worker.pid;
	if (kill(pid, SIGINT) != 0 || call(&worker, "", &answer) != WORKER_ANSWERED || worker.pid != pid)
		_exit(1);
	if (write(out, &pid, sizeof(pid)) == (ssize_t)sizeof(pid))
		(void)call(&worker, "l", &answer);
	_exit(1);
}

/* The worker does not outlive its parent, even when busy. */
START_TEST(test_parent)
{
	int ends[2];
	pid_t pid = 0;
	int status = 0;

	ck_assert_int_eq(pipe(ends), 0);

	pid_t child = fork();

	if (child == 0)
		be_parent(ends[1]);
	close(ends[1]);
	ck_assert_int_eq(read(ends[0], &pid, sizeof(pid)), sizeof(pid));
	usleep(100 * 1000);
	ck_assert_int_eq(kill(child, SIGKILL), 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	for (int i = 0; i < 100 && !is_gone(pid); i++)
		usleep(20 * 1000);
	ck_assert(is_gone(pid));
	close(ends[0]);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("worker");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_answers);
	ADD_TABLE(tcase, test_deaths, deaths);
	tcase_add_loop_test(tcase, test_prepared, 0, 2);
	ADD_TABLE(tcase, test_prepared_death, deaths);
	tcase_add_test(tcase, test_prepared_fork);
	tcase_add_test(tcase, test_idle_death);
	tcase_add_test(tcase, test_confined);
	tcase_add_test(tcase, test_fork);
	tcase_add_test(tcase, test_parent);
	return run_tests("worker", tcase);
}
