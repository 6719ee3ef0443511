/* SPDX-License-Identifier: MIT */
/* Restricts a process before it reads hostile bytes. */
#ifndef YAML_SANDBOX_H
#define YAML_SANDBOX_H

#include "base/buf.h"

#include <sys/types.h>

/* The restrictions that are in effect, as bits. Those that the system or the build does not support
 * are missing. */
enum {
	RESTRICTION_LIMITS = 1,	 /* no new files or processes, no writing to files, bounded time */
	RESTRICTION_MEMORY = 2,	 /* bounded address space */
	RESTRICTION_PARENT = 4,	 /* ends with its parent */
	RESTRICTION_SECCOMP = 8, /* no system calls except for memory and the stream */
};

/* Call this in a process that was just forked from parent. stream becomes descriptor 0 and all
 * others are closed (2 stays open under a sanitizer, for its reports). All restrictions named
 * RESTRICTION_… are applied. Signals that a terminal sends to the process group are ignored; the parent
 * handles them. Returns what took effect. */
unsigned sandbox_enter(int stream, pid_t parent);

/* Appends a description of the bits for users. */
void sandbox_describe(struct buf *out, unsigned restrictions);

#endif
