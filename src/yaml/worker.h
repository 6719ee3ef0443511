/* SPDX-License-Identifier: MIT */
/* A process that runs one function on bytes that may be hostile. It has no access to files or the
 * network. Its results are returned in shared memory and must be checked before use. */
#ifndef YAML_WORKER_H
#define YAML_WORKER_H

#include "base/memory.h"
#include "yaml/edit.h"

#include <sys/types.h>

/* What the function returns besides its output; the worker does not interpret it. */
struct worker_answer {
	unsigned code;
	unsigned restrictions; /* of the worker (RESTRICTION_… in yaml/sandbox.h) */
	size_t used;	       /* bytes of output */
	size_t at;
	size_t line;
	size_t column;
	char message[160]; /* always NUL-terminated by the parent */
};

/* The arguments and results of one call. */
struct worker_task {
	struct str input;
	bool shared; /* the input is in shared memory, as the output is: see worker_pass */
	void *output; /* WORKER_OUTPUT_MAX bytes, aligned for any type; it uses answer.used of them */
	struct worker_answer answer;
};

typedef void worker_function(struct worker_task *task);

enum {
	WORKER_INPUT_MAX = 24 * 1024 * 1024,
	WORKER_OUTPUT_MAX = 40 * 1024 * 1024,
	WORKER_BATCH = 32, /* inputs of one call */
};

/* The answer to an input that was given before it is asked for. */
struct worker_ready {
	struct worker_answer answer;
	size_t at; /* of its output */
	bool asked;
};

/* Zero-initialise. The process is started by the first call and restarted if it has died. It ends
 * with worker_release, and with the process and the thread that started it. Not thread-safe. After
 * a fork, the child starts its own worker. */
struct yaml_worker {
	struct cleanup cleanup; /* must be first: it is cast to the whole struct */
	bool here;		/* set by the owner: run the function in this process */
	void *shared;		/* the mapping, or NULL */
	pid_t pid;		/* 0 if there is none */
	pid_t owner;
	int fd; /* the socket, if there is a process */
	unsigned calls;
	struct worker_ready ready[WORKER_BATCH]; /* to the tickets from `ticket` on */
	size_t ready_count;
	size_t unasked;	  /* of them */
	size_t ready_end; /* where their output ends */
	size_t ticket;
};

void worker_release(struct yaml_worker *worker);
#define WORKER_AUTO __attribute__((cleanup(worker_release)))

enum worker_end {
	WORKER_ANSWERED,
	WORKER_DIED,
	WORKER_LATE,	/* timed out and was killed */
	WORKER_MISSING, /* cannot be started: errno says why */
};

/* Runs the function on the input, at most WORKER_INPUT_MAX bytes, in the worker, which gets it in one piece.
 * *output has answer->used bytes that are valid until the next call. Copy them before checking them: the worker can
 * write to them at any time. All calls must name the same function. The ticket is that of worker_prepare for
 * the same input, or 0. */
enum worker_end worker_call(struct yaml_worker *worker, worker_function *work, struct edited *input,
			    size_t ticket, struct worker_answer *answer, const void **output);

/* Runs the function on several inputs in one call, which takes less time than one for each. Returns the
 * ticket of the first; those of the others follow. Their calls end as if there was no ticket, but need not
 * ask the worker until the next inputs are prepared. At most WORKER_BATCH inputs, and WORKER_INPUT_MAX
 * bytes in all. */
size_t worker_prepare(struct yaml_worker *worker, worker_function *work, struct edited *inputs,
		      size_t count);

/* For bytes in the memory that a worker and its parent share which are not needed soon: frees the memory that they
 * take in this process, unless they are few. They stay valid. */
void worker_pass(const void *bytes, size_t length);

/* Starts a worker, gets its restrictions (RESTRICTION_… in yaml/sandbox.h) and ends it. Returns false with
 * errno set if it cannot be started. */
bool worker_probe(unsigned *restrictions);

#endif
