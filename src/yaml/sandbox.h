/* SPDX-License-Identifier: MIT */
/* What a process gives up before it looks at hostile bytes. */
#ifndef YAML_SANDBOX_H
#define YAML_SANDBOX_H

#include "base/buf.h"

#include <sys/types.h>

/* What a process is held by, as bits: what the system or the build lacks is missing. */
enum {
	HOLD_LIMITS = 1,  /* no new files or processes, no file written, bounded time */
	HOLD_MEMORY = 2,  /* bounded address space */
	HOLD_PARENT = 4,  /* ends with its parent */
	HOLD_SECCOMP = 8, /* no system calls but those for memory and the one stream */
};

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

/* For a process that was just forked from parent: stream becomes descriptor 0, all others are
 * closed (2 stays open under a sanitizer, which has reports to write), and all that HOLD_… names
 * is given up. Signals that the terminal sends to a whole group are ignored: the parent decides.
 * Returns what took effect. */
unsigned sandbox_enter(int stream, pid_t parent);

/* Appends what the bits stand for, for people. */
void sandbox_describe(struct buf *out, unsigned holds);

#endif
