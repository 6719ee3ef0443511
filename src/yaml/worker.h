/* SPDX-License-Identifier: MIT */
/* A process that runs one function on bytes which may be hostile. It has neither files nor network;
 * what it finds comes back through shared memory and is to be checked before it is believed. */
#ifndef YAML_WORKER_H
#define YAML_WORKER_H

#include "base/memory.h"
#include "base/str.h"

#include <sys/types.h>

/* What the function says besides its output; the meaning of the members is its own affair. */
struct worker_answer {
	unsigned code;
	unsigned holds; /* the worker's: what it is held by (HOLD_… in yaml/sandbox.h) */
	size_t used;	/* items of output */
	size_t at;
	size_t line;
	size_t column;
	char message[160]; /* NUL-terminated, also where the worker says otherwise */
};

/* One call as the function sees it. */
struct worker_task {
	struct str input;
	void *output; /* aligned for any type */
	size_t room;  /* bytes of output */
	struct worker_answer answer;
};

typedef void worker_function(struct worker_task *task);

enum {
	WORKER_INPUT_MAX = 24 * 1024 * 1024,
	WORKER_OUTPUT_MAX = 80 * 1024 * 1024,
};

/* Zero-initialise. The process starts with the first call and is replaced when it has died. It
 * ends with worker_release, with the process that started it and with the thread that did. Not for
 * two threads at once; a process that was forked from its owner starts one of its own. */
struct yaml_worker {
	struct cleanup cleanup; /* first, so that it leads to the rest */
	bool here; /* set by the owner: no process, the function runs in this one */
	void *shared; /* the mapping, or NULL */
	pid_t pid;    /* 0 while there is none */
	pid_t owner;
	int fd; /* the socket, while there is a process */
	unsigned calls;
};

void worker_release(struct yaml_worker *worker);
#define WORKER_AUTO __attribute__((cleanup(worker_release)))

enum worker_end {
	WORKER_ANSWERED,
	WORKER_DIED,
	WORKER_LATE,	/* it took too long, and is no more */
	WORKER_MISSING, /* there is none to be had: errno says why */
};

/* Runs the function on the input, at most WORKER_INPUT_MAX bytes, in the worker. *output is what it
 * left, WORKER_OUTPUT_MAX bytes that are valid until the next call: to be copied before it is
 * checked, for the worker can write to it at any time. All calls must name the same function. */
enum worker_end worker_call(struct yaml_worker *worker, worker_function *work, struct str input,
			    struct worker_answer *answer, const void **output);

/* Starts a worker, asks what it is held by (HOLD_… in yaml/sandbox.h) and ends it. False when there
 * is none to be had: errno says why. */
bool worker_probe(unsigned *holds);

#endif
