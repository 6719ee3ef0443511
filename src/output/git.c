/* SPDX-License-Identifier: MIT */
/* Running git: fork, exec, read to the end, reap. */
#include "config.h"

#include "output/git.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void __attribute__((noreturn)) become_git(const struct git_call *call, int out)
{
	const char *argv[GIT_ARGUMENTS_MAX + 2] = { "git" };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < GIT_ARGUMENTS_MAX && call->arguments[i]; i++)
		argv[i + 1] = call->arguments[i];
	for (size_t i = 0; i < GIT_VARIABLES_MAX && call->variables[i]; i++) {
		char *copy = strdup(call->variables[i]);

		if (!copy || putenv(copy) != 0)
			_exit(127);
	}
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || (call->folder && chdir(call->folder) != 0))
		_exit(127);
	union {
		const char **from;
		char *const *to;
	} arguments = { argv }; /* execvp changes none of them */

	execvp("git", arguments.to);
	_exit(127);
}

static bool read_all(struct buf *out, int fd)
{
	for (;;) {
		if (!buf_reserve(out, 4096))
			return false;

		ssize_t got = read(fd, out->p + out->len, 4096);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		out->len += (size_t)got;
		out->p[out->len] = '\0';
	}
}

bool git_run(struct buf *out, const struct git_call *call)
{
	int ends[2];
	int status = 0;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;

	pid_t child = fork();

	if (child == 0)
		become_git(call, ends[1]);
	close(ends[1]);

	bool ok = child > 0 && read_all(out, ends[0]);

	close(ends[0]);
	while (child > 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
