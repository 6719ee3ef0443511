/* SPDX-License-Identifier: MIT */
/* Tests how a process ends when out of memory. Each case runs in a child whose standard error is
 * read. */
#include "config.h"

#include "base/memory.h"

#include "unit.h"

#include "base/buf.h"
#include "yaml/sandbox.h" /* SANITIZED */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void overflow_alloc(void)
{
	struct arena arena = { 0 };
	volatile size_t many = SIZE_MAX / 4; /* else the compiler refuses it */

	(void)arena_alloc(&arena, many, 16);
}

static void overflow_copy(void)
{
	struct arena arena = { 0 };

	(void)arena_copy(&arena, (struct str){ "x", SIZE_MAX });
}

static void overflow_buf(void)
{
	struct buf buf = { 0 };

	buf_add_c(&buf, "abc");
	buf_reserve(&buf, SIZE_MAX - 1);
}

#if !SANITIZED
/* A process of 32 bits may have half of all addresses in one piece. */
static void limit_addresses(void)
{
	struct rlimit limit = { 1 << 30, 1 << 30 };

	ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
}

static void too_large(void)
{
	limit_addresses();
	(void)memory_alloc(1, SIZE_MAX / 2 - 1);
}

static void too_large_to_grow(void)
{
	limit_addresses();
	(void)memory_grow(NULL, SIZE_MAX / 2 - 1);
}
#endif

static void by_errno(void)
{
	errno = ENOENT;
	memory_check_errno();
	errno = ENOMEM;
	memory_check_errno();
}

static struct cleanup first, second, third;

static void say(struct cleanup *cleanup)
{
	const char *text = cleanup == &first ? "1" : cleanup == &second ? "2" : "3";

	(void)!write(STDERR_FILENO, text, 1);
}

static void clean(void)
{
	cleanup_add(&first, say);
	cleanup_add(&second, say);
	cleanup_add(&third, say);
	cleanup_remove(&second);
	cleanup_remove(&second);
	memory_out();
}

static void end_quietly(void)
{
	cleanup_add(&first, say);
	memory_quiet(7);
	cleanup_remove(&first);
	memory_out();
}

#define LINE "nox-cache-inject: out of memory\n"

static const struct {
	void (*end)(void);
	int status;
	const char *messages;
} ends[] = {
	{ memory_out, 2, LINE },
	{ overflow_alloc, 2, LINE },
	{ overflow_copy, 2, LINE },
	{ overflow_buf, 2, LINE },
#if !SANITIZED /* whose own allocator ends the process */
	{ too_large, 2, LINE },
	{ too_large_to_grow, 2, LINE },
#endif
	{ by_errno, 2, LINE },
	{ clean, 2, "31" LINE },
	{ end_quietly, 7, "" },
};

START_TEST(test_end)
{
	char messages[256] = "";
	size_t length = 0;
	int streams[2], status;
	pid_t pid;

	ck_assert_int_eq(pipe(streams), 0);
	pid = fork();
	if (pid == 0) {
		(void)dup2(streams[1], STDERR_FILENO);
		ends[_i].end();
		_exit(0);
	}
	close(streams[1]);
	for (ssize_t n; (n = read(streams[0], messages + length, sizeof(messages) - 1 - length)) > 0;)
		length += (size_t)n;
	close(streams[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), ends[_i].status);
	ck_assert_str_eq(messages, ends[_i].messages);
}
END_TEST

START_TEST(test_memory)
{
	int *numbers = memory_alloc(3, sizeof(*numbers));
	char *none = memory_alloc(0, 1);

	ck_assert(numbers[0] == 0 && numbers[1] == 0 && numbers[2] == 0);
	numbers[2] = 5;
	numbers = memory_grow(numbers, 100 * sizeof(*numbers));
	ck_assert_int_eq(numbers[2], 5);
	free(numbers);
	free(none);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("memory");

	ADD_TABLE(tcase, test_end, ends);
	tcase_add_test(tcase, test_memory);
	return run_tests("memory", tcase);
}
