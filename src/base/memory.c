/* SPDX-License-Identifier: MIT */
/* The only file that calls malloc(3) and its relatives, and the only place that ends a process that
 * is out of memory. */
#include "config.h"

#include "base/memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static struct cleanup *cleanups;
static int exit_status = 2;
static bool quiet;

void memory_out(void)
{
	static const char line[] = "nox-cache-inject: out of memory\n";

	while (cleanups) {
		struct cleanup *cleanup = cleanups;

		cleanups = cleanup->next;
		cleanup->run(cleanup);
	}
	if (!quiet)
		(void)!write(STDERR_FILENO, line, sizeof(line) - 1);
	_exit(exit_status);
}

void memory_keep(size_t largest)
{
#ifdef __GLIBC__
	(void)mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
	(void)mallopt(M_TOP_PAD, 1024 * 1024);
	(void)mallopt(M_MMAP_THRESHOLD, (int)largest);
#else
	(void)largest;
#endif
}

void memory_give_back(size_t freed)
{
	enum { MUCH = 256 * 1024 }; /* bytes; less is soon used again */

#ifdef __GLIBC__
	if (freed >= MUCH)
		(void)malloc_trim(0);
#else
	(void)freed;
#endif
}

void memory_check_errno(void)
{
	if (errno == ENOMEM)
		memory_out();
}

void *memory_alloc(size_t count, size_t size)
{
	void *p = calloc(count > 0 ? count : 1, size);

	if (!p)
		memory_out();
	return p;
}

void *memory_grow(void *old, size_t size)
{
	void *p = realloc(old, size);

	if (!p)
		memory_out();
	return p;
}

void cleanup_add(struct cleanup *cleanup, void (*run)(struct cleanup *cleanup))
{
	*cleanup = (struct cleanup){ run, cleanups };
	cleanups = cleanup;
}

void cleanup_remove(struct cleanup *cleanup)
{
	for (struct cleanup **at = &cleanups; *at; at = &(*at)->next)
		if (*at == cleanup) {
			*at = cleanup->next;
			return;
		}
}

void memory_quiet(int status)
{
	cleanups = NULL;
	exit_status = status;
	quiet = true;
}
