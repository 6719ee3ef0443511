/* SPDX-License-Identifier: MIT */
/* The command is run by the shell, as git does it (git, pager.c). Whoever leaves it early has seen
 * enough: what is written then is lost without an error. */
#include "config.h"

#include "pager.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The command, or NULL. */
static const char *command_of(void)
{
	static const char *const names[] = { "GIT_PAGER", "PAGER" };
	const char *command = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !command; i++)
		command = getenv(names[i]);
	/* git's way to be without less: what is not there shows the text as it is. */
	if (!command)
		return "if command -v less >/dev/null; then exec less; else exec cat; fi";
	return command[0] && strcmp(command, "cat") != 0 ? command : NULL;
}

static void __attribute__((noreturn)) be_pager(const char *command, int input)
{
	/* less: end where all fits one screen (F), show colours (R), leave the screen as it is (X). */
	(void)setenv("LESS", "FRX", 0);
	(void)setenv("LV", "-c", 0);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(input, STDIN_FILENO) == STDIN_FILENO)
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

bool pager_start(struct pager *pager)
{
	const char *command = command_of();
	int ends[2];

	if (!command || pipe(ends) != 0)
		return false;
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	pager->pid = fork();
	if (pager->pid == 0)
		be_pager(command, ends[0]);
	close(ends[0]);
	if (pager->pid < 0) {
		close(ends[1]);
		pager->pid = 0;
		return false;
	}
	pager->fd = ends[1];
	signal(SIGPIPE, SIG_IGN);
	return true;
}

void pager_end(struct pager *pager)
{
	if (pager->pid == 0)
		return;
	/* Ctrl-C is for the pager. */
	signal(SIGINT, SIG_IGN);
	close(pager->fd);
	while (waitpid(pager->pid, NULL, 0) < 0 && errno == EINTR)
		;
	pager->pid = 0;
}
