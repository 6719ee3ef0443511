/* SPDX-License-Identifier: MIT */
/* Applies resource limits, closes descriptors, sets signals and installs a system call filter. Each
 * is independent, so that the others work where the system lacks one. */
#include "config.h"

#include "yaml/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifdef HAVE_LIBSECCOMP
#include <seccomp.h>
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

static bool limit(resource_id resource, rlim_t value)
{
	struct rlimit now;

	if (getrlimit(resource, &now) != 0)
		return false;
	if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value)
		value = now.rlim_max;
	return setrlimit(resource, &(struct rlimit){ value, value }) == 0;
}

/* Bytes of address space in use, 0 if unknown. */
static rlim_t address_space(void)
{
	char text[32] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	return got <= 0 ? 0 : (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
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

#ifdef HAVE_LIBSECCOMP
/* Any other call fails with EPERM. It does not end the process: which calls a C library makes to
 * allocate memory depends on its version. */
static bool allow_calls(scmp_filter_ctx filter)
{
	static const int calls[] = {
		SCMP_SYS(brk),	      SCMP_SYS(munmap), SCMP_SYS(mremap),
		SCMP_SYS(madvise),    SCMP_SYS(futex),	SCMP_SYS(getrandom),
		SCMP_SYS(exit_group), SCMP_SYS(exit),	SCMP_SYS(restart_syscall)
	};
	static const int memory[] = { SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect) };
	struct scmp_arg_cmp stream = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = STDIN_FILENO };
	struct scmp_arg_cmp no_code = {
		.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			return false;
	/* An architecture has only one of mmap and mmap2. */
	for (size_t i = 0; i < sizeof(memory) / sizeof(memory[0]); i++)
		(void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, memory[i], 1, no_code);
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, stream) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, stream) == 0;
}

static unsigned restrict_calls(void)
{
	scmp_filter_ctx filter = SANITIZED ? NULL : seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool done;

#if SCMP_VER_MAJOR > 2 || (SCMP_VER_MAJOR == 2 && SCMP_VER_MINOR >= 5)
	if (filter) /* a binary tree is faster than the default list */
		(void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
#endif
	done = filter && allow_calls(filter) && seccomp_load(filter) == 0;
	if (filter)
		seccomp_release(filter);
	return done ? RESTRICTION_SECCOMP : 0;
}
#else
static unsigned restrict_calls(void)
{
	return 0;
}
#endif

unsigned sandbox_enter(int stream, pid_t parent)
{
	unsigned restrictions = end_with_parent(parent);

	set_signals();
	keep_stream(stream);
	restrictions |= restrict_memory(); /* must be first: it reads a file */
	restrictions |= restrict_resources();
	return restrictions | restrict_calls();
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
