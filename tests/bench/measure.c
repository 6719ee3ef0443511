/* SPDX-License-Identifier: MIT */
/* Runs a command and prints what it took, with all processes that it waited for: microseconds of the
 * processor's time (by wait4), of the clock, and kilobytes of its largest process. Small, since a
 * process that is started inherits its parent's peak.
 *
 * usage: measure TIMES FOLDER COMMAND [WORD]...	a line for each time */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval time)
{
	return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

int main(int argc, char *argv[])
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (argc < 4 || null < 0 || chdir(argv[2]) != 0)
		return 2;
	for (long times = strtol(argv[1], NULL, 10); times > 0; times--) {
		struct timespec start, end;
		struct rusage usage;
		int status;

		clock_gettime(CLOCK_MONOTONIC, &start);

		pid_t pid = vfork();

		if (pid == 0) {
			dup2(null, STDIN_FILENO);
			dup2(null, STDOUT_FILENO);
			dup2(null, STDERR_FILENO);
			execvp(argv[3], argv + 3);
			_exit(127);
		}
		if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
			return 2;
		clock_gettime(CLOCK_MONOTONIC, &end);
		if (!WIFEXITED(status) || WEXITSTATUS(status) > 126)
			return 3;
		printf("%lld %lld %ld\n", microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
		       (end.tv_sec - start.tv_sec) * 1000000LL + (end.tv_nsec - start.tv_nsec) / 1000,
		       usage.ru_maxrss);
	}
	return 0;
}
