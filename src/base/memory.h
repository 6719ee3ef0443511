/* SPDX-License-Identifier: MIT */
/* Allocation that ends the process when memory is out. No function of this program fails for that
 * reason, except the YAML parser in its own process. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Whether the build looks for errors in the use of memory. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* count zeroed objects of size bytes, to be freed with free(3). */
void *memory_alloc(size_t count, size_t size);
/* Like realloc(3). */
void *memory_grow(void *old, size_t size);

/* Keeps freed blocks of at most largest bytes in the process: the next file needs as much as the last,
 * and each page that comes back from the system is cleared and costs a fault. */
void memory_keep(size_t largest);

/* Gives what was freed back to the system all the same, where it is much. */
void memory_give_back(size_t freed);

/* Runs the registered cleanups, prints one line to standard error and ends the process with status
 * 2. Also called for impossible sizes. */
void memory_out(void) __attribute__((noreturn));
/* Call this after a system function has failed: calls memory_out if errno is ENOMEM. */
void memory_check_errno(void);

/* Something that must not outlive the process: a temporary file or a child. It is part of the
 * object that it cleans up, which must not move while it is registered. */
struct cleanup {
	void (*run)(struct cleanup *cleanup); /* allocates nothing */
	struct cleanup *next;
};

/* The newest cleanup runs first. */
void cleanup_add(struct cleanup *cleanup, void (*run)(struct cleanup *cleanup));
/* Does nothing if the cleanup is not registered. */
void cleanup_remove(struct cleanup *cleanup);

/* For a forked child whose parent reports how it ends: memory_out ends the process with this status
 * and prints nothing. Clears the list of cleanups, which belong to the parent. */
void memory_quiet(int status);

#endif
