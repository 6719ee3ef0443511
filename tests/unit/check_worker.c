/* SPDX-License-Identifier: MIT */
/* The worker: answers come back, and whatever it does to itself costs one call. */
#include "config.h"

#include "yaml/worker.h"

#include "unit.h"
#include "yaml/records.h"
#include "yaml/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the function does is the first byte of its input. */
static void act(struct worker_task *task)
{
	char *out = task->output;

	switch (task->input.len > 0 ? task->input.p[0] : '=') {
	case '=': /* the input backwards */
		for (size_t i = 0; i < task->input.len; i++)
			out[i] = task->input.p[task->input.len - 1 - i];
		task->answer.used = task->input.len;
		break;
	case 'p':
		task->answer.at = (size_t)getpid();
		break;
	case 'o': /* are there files, a network, other processes, other streams? */
		task->answer.at = open("/dev/null", O_RDONLY) >= 0;
		task->answer.line = socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
		task->answer.column = fcntl(STDOUT_FILENO, F_GETFD) >= 0 || write(3, "x", 1) == 1;
		break;
	case 'f':
		task->answer.at = fork() >= 0;
		break;
	case 'k': /* a parent that it is not its own to end */
		task->answer.at = kill(getppid(), 0) == 0;
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
	case 'm': /* more memory than it may have */
		for (size_t i = 0; i < 64; i++) {
			char *p = malloc((size_t)64 * 1024 * 1024);

			if (!p) {
				task->answer.at = i;
				return;
			}
			p[0] = 1;
		}
		break;
	case 'n': /* no NUL behind the message */
		memset(task->answer.message, 'x', sizeof(task->answer.message));
		break;
	case 'h': /* half an answer, then none */
		(void)!write(STDIN_FILENO, &task->answer, sizeof(task->answer) / 2);
		_exit(0);
	}
}

static enum worker_end call(struct yaml_worker *worker, const char *text,
			    struct worker_answer *answer)
{
	const void *output = NULL;
	struct str input = str_from(text);
	enum worker_end end;

	*answer = (struct worker_answer){ 0 };
	end = worker_call(worker, act, input, answer, &output);
	if (end == WORKER_ANSWERED && answer->used == 3)
		ck_assert(memcmp(output, "cb=", 3) == 0);
	return end;
}

START_TEST(test_answers)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	size_t first;

	ck_assert_int_eq(call(&worker, "p", &answer), WORKER_ANSWERED);
	first = answer.at;
	ck_assert_uint_ne(first, (size_t)getpid());
	for (int i = 0; i < 1000; i++) {
		ck_assert_int_eq(call(&worker, "=bc", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.used, 3);
	}
	ck_assert_int_eq(call(&worker, "p", &answer), WORKER_ANSWERED);
	ck_assert_uint_eq(answer.at, first);
	ck_assert_int_eq(call(&worker, "n", &answer), WORKER_ANSWERED);
	ck_assert_uint_eq(strlen(answer.message), sizeof(answer.message) - 1);
}
END_TEST

static const struct {
	const char *act;
	enum worker_end end;
} deaths[] = {
	{ "s", WORKER_DIED }, { "a", WORKER_DIED }, { "e", WORKER_DIED },
	{ "h", WORKER_DIED }, { "l", WORKER_LATE },
};

/* One call is lost, the next is not, and nobody is left behind. */
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

/* A worker that died between two calls costs none of them. */
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
	ck_assert(answer.holds & HOLD_LIMITS);
	ck_assert_uint_eq(answer.at, 0);
	ck_assert_uint_eq(answer.line, 0);
	ck_assert_uint_eq(answer.column, 0);
	if (answer.holds & HOLD_MEMORY) {
		ck_assert_int_eq(call(&worker, "m", &answer), WORKER_ANSWERED);
		ck_assert_uint_gt(answer.at, 0);
		ck_assert_uint_lt(answer.at, 10);
	}
	if (answer.holds & HOLD_SECCOMP) {
		ck_assert_int_eq(call(&worker, "f", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.at, 0);
		ck_assert_int_eq(call(&worker, "k", &answer), WORKER_ANSWERED);
		ck_assert_uint_eq(answer.at, 0);
	}
}
END_TEST

/* A process forked from the owner has a worker of its own. */
START_TEST(test_fork)
{
	WORKER_AUTO struct yaml_worker worker = { 0 };
	struct worker_answer answer;
	int status = 0;
	size_t ours;

	ck_assert_int_eq(call(&worker, "p", &answer), WORKER_ANSWERED);
	ours = answer.at;

	pid_t child = fork();

	if (child == 0) {
		bool own = call(&worker, "p", &answer) == WORKER_ANSWERED && answer.at != ours;

		worker_release(&worker);
		_exit(own ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	ck_assert_int_eq(call(&worker, "p", &answer), WORKER_ANSWERED);
	ck_assert_uint_eq(answer.at, ours);
}
END_TEST

/* The worker does not outlive its parent, and a signal from the terminal leaves it to the parent. */
START_TEST(test_parent)
{
	int ends[2];
	size_t pid = 0;
	int status = 0;

	ck_assert_int_eq(pipe(ends), 0);

	pid_t child = fork();

	if (child == 0) {
		struct yaml_worker worker = { 0 };
		struct worker_answer answer;

		if (call(&worker, "p", &answer) != WORKER_ANSWERED || kill(worker.pid, SIGINT) != 0 ||
		    call(&worker, "p", &answer) != WORKER_ANSWERED)
			_exit(1);
		_exit(write(ends[1], &answer.at, sizeof(answer.at)) == sizeof(answer.at) ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(read(ends[0], &pid, sizeof(pid)), sizeof(pid));
	for (int i = 0; i < 100 && kill((pid_t)pid, 0) == 0; i++) {
		char path[64];
		char state[256] = "";

		/* where nobody collects orphans it may stay as a zombie */
		snprintf(path, sizeof(path), "/proc/%zu/stat", pid);

		int fd = open(path, O_RDONLY);

		if (fd >= 0 && read(fd, state, sizeof(state) - 1) > 0 && strstr(state, ") Z "))
			i = 100;
		if (fd >= 0)
			close(fd);
		usleep(20 * 1000);
		ck_assert_int_ne(i, 99);
	}
	close(ends[0]);
	close(ends[1]);
}
END_TEST

#define R(kind, style, start, end) { .kind = kind, .style = style, .range = { start, end } }
#define DOCUMENT R(RECORD_DOCUMENT, STYLE_PLAIN, 0, 0)
#define SCALAR(start, end) R(RECORD_SCALAR, STYLE_PLAIN, start, end)

/* Records of "'a': [*b]\n", and what a parser cannot have said of it. */
static const struct {
	bool sound;
	struct record records[8];
	size_t count;
} claims[] = {
	{ true, { DOCUMENT }, 1 },
	{ true, { DOCUMENT, SCALAR(1, 2) }, 2 },
	{ true, { DOCUMENT, R(RECORD_SCALAR, STYLE_SINGLE, 0, 3) }, 2 },
	{ true,
	  { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), R(RECORD_SCALAR, STYLE_SINGLE, 0, 3),
	    R(RECORD_SEQ, STYLE_FLOW, 5, 5), R(RECORD_ALIAS, STYLE_PLAIN, 7, 8),
	    R(RECORD_SEQ_END, STYLE_PLAIN, 9, 9), R(RECORD_MAP_END, STYLE_PLAIN, 10, 10) },
	  7 },
	{ false, { SCALAR(1, 2) }, 1 },				       /* no document */
	{ false, { DOCUMENT, SCALAR(1, 2), SCALAR(2, 3) }, 3 },	       /* two roots */
	{ false, { DOCUMENT, SCALAR(1, 11) }, 2 },		       /* behind the end */
	{ false, { DOCUMENT, SCALAR(3, 2) }, 2 },		       /* turned around */
	{ false, { DOCUMENT, SCALAR(1, (size_t)-1) }, 2 },
	{ false, { DOCUMENT, R((enum record_kind)7, STYLE_PLAIN, 0, 0) }, 2 },
	{ false, { DOCUMENT, R((enum record_kind)99, STYLE_PLAIN, 0, 0) }, 2 },
	{ false, { DOCUMENT, R(RECORD_SCALAR, (enum style)99, 0, 1) }, 2 },
	{ false, { DOCUMENT, R(RECORD_SCALAR, STYLE_FLOW, 0, 1) }, 2 },
	{ false, { DOCUMENT, R(RECORD_SCALAR, STYLE_DOUBLE, 0, 3) }, 2 }, /* other quotes */
	{ false, { DOCUMENT, R(RECORD_SCALAR, STYLE_SINGLE, 0, 2) }, 2 },
	{ false, { DOCUMENT, R(RECORD_ALIAS, STYLE_PLAIN, 1, 2) }, 2 },	  /* no "*" */
	{ false, { DOCUMENT, R(RECORD_ALIAS, STYLE_PLAIN, 0, 1) }, 2 },
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0) }, 2 },	  /* not closed */
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_PLAIN, 0, 0), R(RECORD_MAP_END, 0, 1, 1) }, 3 },
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_FLOW, 5, 5), R(RECORD_MAP_END, 0, 9, 9) }, 3 },
	{ false, { DOCUMENT, R(RECORD_SEQ, STYLE_FLOW, 5, 5), R(RECORD_SEQ_END, 0, 8, 8) }, 3 },
	{ false, { DOCUMENT, R(RECORD_SEQ_END, STYLE_PLAIN, 0, 0) }, 2 }, /* never opened */
	{ false, { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), R(RECORD_SEQ_END, 0, 9, 9) }, 3 },
	{ false, /* a key without a value */
	  { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), SCALAR(1, 2), R(RECORD_MAP_END, 0, 3, 3) }, 4 },
	{ false, /* backwards */
	  { DOCUMENT, R(RECORD_MAP, STYLE_BLOCK, 0, 0), SCALAR(5, 6), SCALAR(1, 2),
	    R(RECORD_MAP_END, 0, 9, 9) }, 5 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .anchor = { 0, 1 } } }, 2 }, /* no "&" */
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .anchor = { 3, 0 } } }, 2 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .tag = { 5, 11 } } }, 2 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .tag = { 5, 2 } } }, 2 },
	{ false, { DOCUMENT, { .kind = RECORD_SCALAR, .range = { 0, 1 }, .text_len = 99 } }, 2 },
};

START_TEST(test_claims)
{
	struct records records = { 0 };
	struct record copy[8];

	memcpy(copy, claims[_i].records, sizeof(copy));
	records.list.at = copy;
	records.list.len = claims[_i].count;
	ck_assert_int_eq(records_are_sound(&records, STR("'a': [*b]\n")), claims[_i].sound);
}
END_TEST

START_TEST(test_depth)
{
	static struct record deep[2 * YAML_DEPTH_MAX + 3];
	struct records records = { 0 };

	for (size_t depth = YAML_DEPTH_MAX; depth <= YAML_DEPTH_MAX + 1; depth++) {
		deep[0] = (struct record){ .kind = RECORD_DOCUMENT };
		for (size_t i = 0; i < depth; i++) {
			deep[1 + i] = (struct record){ .kind = RECORD_SEQ, .style = STYLE_BLOCK };
			deep[1 + depth + i] = (struct record){ .kind = RECORD_SEQ_END };
		}
		records.list.at = deep;
		records.list.len = 1 + 2 * depth;
		ck_assert_int_eq(records_are_sound(&records, STR("x")), depth == YAML_DEPTH_MAX);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("worker");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_answers);
	ADD_TABLE(tcase, test_deaths, deaths);
	tcase_add_test(tcase, test_idle_death);
	tcase_add_test(tcase, test_confined);
	tcase_add_test(tcase, test_fork);
	tcase_add_test(tcase, test_parent);
	ADD_TABLE(tcase, test_claims, claims);
	tcase_add_test(tcase, test_depth);
	return run_tests("worker", tcase);
}
