/* SPDX-License-Identifier: MIT */
/* Preloaded: the n-th call of one function fails. NCI_FAULT is "FUNCTION:N:ERRNO"; N of 0 lets all
 * calls pass and writes their number to standard error when the process ends. With NCI_FAULT_FIRST only
 * the first process counts; else one that is forked counts on from its parent's number. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static char function[32];
static unsigned long at, calls;
static int error;
static pid_t first;

static void __attribute__((constructor)) begin(void)
{
	const char *plan = getenv("NCI_FAULT");

	if (getenv("NCI_FAULT_FIRST"))
		first = getpid();
	if (plan && sscanf(plan, "%31[^:]:%lu:%d", function, &at, &error) != 3)
		function[0] = '\0';
	if (first != 0)
		unsetenv("NCI_FAULT"); /* which a program that it starts would read */
}

static void __attribute__((destructor)) end(void)
{
	if (function[0] && at == 0)
		dprintf(STDERR_FILENO, "calls: %lu\n", calls);
}

static bool fails(const char *name)
{
	if (strcmp(name, function) != 0 || (first != 0 && getpid() != first) || ++calls != at)
		return false;
	errno = error;
	return true;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A function that fails with -1. */
#define FAIL(type, name, parameters, arguments)                                                    \
	type name parameters                                                                       \
	{                                                                                          \
		static __typeof__(&name) real;                                                     \
                                                                                                   \
		if (fails(#name))                                                                  \
			return -1;                                                                 \
		if (!real)                                                                         \
			real = REAL(name);                                                         \
		return real arguments;                                                             \
	}

FAIL(ssize_t, read, (int fd, void *to, size_t size), (fd, to, size))
FAIL(int, fsync, (int fd), (fd))
FAIL(int, rename, (const char *from, const char *to), (from, to))
FAIL(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
FAIL(int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
FAIL(int, flock, (int fd, int how), (fd, how))
FAIL(pid_t, fork, (void), ())
FAIL(int, pipe, (int ends[2]), (ends))
FAIL(int, poll, (struct pollfd *at, nfds_t count, int wait), (at, count, wait))
FAIL(pid_t, waitpid, (pid_t pid, int *status, int options), (pid, status, options))
FAIL(ssize_t, send, (int fd, const void *from, size_t size, int flags), (fd, from, size, flags))
FAIL(ssize_t, recv, (int fd, void *to, size_t size, int flags), (fd, to, size, flags))
FAIL(int, socketpair, (int domain, int type, int protocol, int ends[2]), (domain, type, protocol, ends))
FAIL(int, fstat, (int fd, struct stat *st), (fd, st))
FAIL(int, fstatat, (int fd, const char *path, struct stat *st, int flags), (fd, path, st, flags))
FAIL(int, fchmod, (int fd, mode_t mode), (fd, mode))
FAIL(off_t, lseek, (int fd, off_t offset, int whence), (fd, offset, whence))
FAIL(int, close, (int fd), (fd))
FAIL(ssize_t, getrandom, (void *to, size_t size, unsigned flags), (to, size, flags))
FAIL(ssize_t, flistxattr, (int fd, char *list, size_t size), (fd, list, size))
FAIL(int, unlinkat, (int fd, const char *path, int flags), (fd, path, flags))
FAIL(int, faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags))

ssize_t getdents64(int fd, void *bytes, size_t size)
{
	return fails("getdents64") ? -1 : REAL(getdents64)(fd, bytes, size);
}

/* A full disk takes a part before it refuses the rest. */
ssize_t write(int fd, const void *from, size_t size)
{
	static __typeof__(&write) real;

	if (!real)
		real = REAL(write);
	if (!fails("write"))
		return real(fd, from, size);
	if (size > 1 && error != EINTR)
		(void)!real(fd, from, size / 2);
	errno = error;
	return -1;
}

static int with_mode(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	int mode;

	va_start(arguments, flags);
	mode = with_mode(flags, arguments);
	va_end(arguments);
	return fails("open") ? -1 : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list arguments;
	int mode;

	va_start(arguments, flags);
	mode = with_mode(flags, arguments);
	va_end(arguments);
	return fails("openat") ? -1 : REAL(openat)(folder, path, flags, mode);
}

void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset)
{
	return fails("mmap") ? MAP_FAILED : REAL(mmap)(where, size, protection, flags, fd, offset);
}

/* glibc's own entries: dlsym() itself may need memory. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
	return fails("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails("calloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails("realloc") ? NULL : __libc_realloc(old, size);
}
