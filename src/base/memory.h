/* SPDX-License-Identifier: MIT */
/* Memory, or the end: a program that runs once has nothing better to do when memory is out. No
 * function of this program fails for that reason, but for the YAML parser in its own process. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* count zeroed objects of size bytes, to be freed with free(3). */
void *memory_alloc(size_t count, size_t size);
/* As realloc(3). */
void *memory_grow(void *old, size_t size);

/* Runs the cleanups that are listed, writes one line to standard error and ends the process with
 * status 2. Also for a size that no memory can have. */
void memory_out(void) __attribute__((noreturn));
/* To be called when a function of the system has failed: does so where errno is ENOMEM. */
void memory_check_errno(void);

/* What must not outlive the process: a temporary file, a child. Part of the object that it is
 * about, which stays where it is while it is listed. */
struct cleanup {
	void (*run)(struct cleanup *cleanup); /* allocates nothing */
	struct cleanup *next;
};

/* The newest runs first. */
void cleanup_add(struct cleanup *cleanup, void (*run)(struct cleanup *cleanup));
/* One that is not listed changes nothing. */
void cleanup_remove(struct cleanup *cleanup);

/* In a process that was forked and whose parent reports how it ends: memory_out ends it with this
 * status and without a line. The list is empty from now on, since what it names is the parent's. */
void memory_quiet(int status);

#endif
