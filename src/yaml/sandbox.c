/* SPDX-License-Identifier: MIT */
/* Applies resource limits, closes descriptors, sets signals and installs a system call filter. Each
 * is independent, so that the others work where the system lacks one. */
#include "config.h"

#include "yaml/sandbox.h"

#include "base/ascii.h"
#include "base/memory.h"
#include "yaml/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

enum {
	CPU_SECONDS = 60, /* per process; the parent replaces the process before that */
	MEMORY_MORE = 512 * 1024 * 1024, /* bytes in addition to what it inherits */
};

#ifdef __GLIBC__
typedef __rlimit_resource_t resource_id; /* an enum in glibc, an int elsewhere */
#else
typedef int resource_id;
#endif

/* A privileged process could raise a limit, so the present one is read first, unless none is lower. */
static bool limit(resource_id resource, rlim_t value)
{
	struct rlimit now;

	if (value > 0 && getrlimit(resource, &now) != 0)
		return false;
	if (value > 0 && now.rlim_max != RLIM_INFINITY && now.rlim_max < value)
		value = now.rlim_max;
	return setrlimit(resource, &(struct rlimit){ value, value }) == 0;
}

/* Bytes of address space in use, 0 if unknown. */
static rlim_t address_space(void)
{
	char text[32] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	rlim_t pages = 0;

	if (fd >= 0)
		close(fd);
	for (ssize_t i = 0; i < got && ascii_is_digit(text[i]); i++)
		pages = pages * 10 + (rlim_t)(text[i] - '0');
	return pages * (rlim_t)getpagesize();
}

/* Whether the limit on addresses is one: qemu's emulation of a process accepts and ignores it. */
static bool is_refused(size_t size)
{
	void *p = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return true;
	(void)munmap(p, size);
	return false;
}

static unsigned restrict_memory(void)
{
	rlim_t used = SANITIZED ? 0 : address_space();

	return used > 0 && limit(RLIMIT_AS, used + MEMORY_MORE) && is_refused(MEMORY_MORE + 1)
		       ? RESTRICTION_MEMORY
		       : 0;
}

static unsigned restrict_resources(void)
{
	bool done = limit(RLIMIT_CPU, CPU_SECONDS) && limit(RLIMIT_FSIZE, 0) &&
		    limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 0);

#ifdef RLIMIT_NPROC
	done = limit(RLIMIT_NPROC, 0) && done;
#endif
	return done ? RESTRICTION_LIMITS : 0;
}

/* Handles the case that the parent ended before prctl. */
static unsigned end_with_parent(pid_t parent)
{
#ifdef __linux__
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		return 0;
	if (getppid() != parent)
		_exit(1);
	(void)prctl(PR_SET_DUMPABLE, 0);
	return RESTRICTION_PARENT;
#else
	(void)parent;
	return 0;
#endif
}

static void close_from(int first)
{
#ifdef HAVE_CLOSE_RANGE
	if (close_range((unsigned)first, ~0U, 0) == 0)
		return;
#endif
	long end = sysconf(_SC_OPEN_MAX);

	if (end < 0 || end > 65536)
		end = 65536;
	for (int fd = first; fd < end; fd++)
		close(fd);
}

static void keep_stream(int stream)
{
	if (stream != STDIN_FILENO && dup2(stream, STDIN_FILENO) < 0)
		_exit(1);
	close(STDOUT_FILENO);
	close_from(SANITIZED ? STDERR_FILENO + 1 : STDERR_FILENO);
}

static void set_signals(void)
{
	static const int ignored[] = { SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGPIPE };
	static const int deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	sigset_t none;

	/* Remove inherited handlers, such as a sanitizer's: the parent reports the crash. */
	for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		signal(deadly[i], SIG_DFL);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

unsigned sandbox_enter(int stream, pid_t parent)
{
	unsigned restrictions = end_with_parent(parent);

	set_signals();
	keep_stream(stream);
	restrictions |= restrict_memory(); /* must be first: it reads a file */
	restrictions |= restrict_resources();
	if (!SANITIZED && filter_calls())
		restrictions |= RESTRICTION_SECCOMP;
	return restrictions;
}

void sandbox_describe(struct buf *out, unsigned restrictions)
{
	static const struct {
		unsigned bit;
		const char *name;
	} rows[] = { { RESTRICTION_LIMITS, "limits" },
		     { RESTRICTION_MEMORY, "bounded memory" },
		     { RESTRICTION_PARENT, "ends with its parent" },
		     { RESTRICTION_SECCOMP, "seccomp" } };

	buf_add_c(out, "own process");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (restrictions & rows[i].bit)
			buf_printf(out, ", %s", rows[i].name);
}
