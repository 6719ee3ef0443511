/* SPDX-License-Identifier: MIT */
/* Runs git for identities, dates, revisions and objects.
 *
 * The configuration of the repository is untrusted. git is run on an explicit git folder, without
 * discovery, and with settings that keep it from starting any other program; see git.c. */
#ifndef REPOSITORY_GIT_H
#define REPOSITORY_GIT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"

enum { GIT_ARGUMENTS_MAX = 40, GIT_VARIABLES_MAX = 8 };

/* One run of git. Arguments are passed as they are, without a shell. */
struct git_call {
	const char *folder; /* the git folder, absolute; NULL: none, only the user's
	                      * configuration is read */
	const char *arguments[GIT_ARGUMENTS_MAX + 1]; /* without "git"; NULL-terminated */
	const char *variables[GIT_VARIABLES_MAX + 1]; /* "NAME=value", added to the environment */
	struct str input;			      /* its standard input */
	struct buf *messages; /* receives its standard error; NULL: discard it */
	bool patient;	      /* do not time out: it may ask for a passphrase */
};

/* Runs git and appends its standard output to *out. Returns false if git is not installed, exits
 * with a status other than 0, or is silent for too long (it is then killed). */
bool git_run(struct buf *out, const struct git_call *call);

/* The same, with the trimmed output in *line (the arena's). */
bool git_line(struct str *line, struct arena *arena, const struct git_call *call);

/* git's error message as one line without "fatal: ". It is the arena's and never empty. */
struct str git_complaint(struct arena *arena, const struct buf *messages);

/* A git process that answers requests. */
struct git_stream {
	struct cleanup cleanup; /* must be first: it is cast to the whole struct */
	int pid;		/* 0: not started, or ended */
	int fd;			/* its standard input and output */
	int messages;		/* its standard error */
	struct buf ahead;	/* output that was received */
	size_t used;		/* bytes of it that were returned */
};

/* Starts the call, whose input is ignored. Returns false with errno set on failure. */
bool git_stream_start(struct git_stream *stream, const struct git_call *call);
void git_stream_stop(struct git_stream *stream);

bool git_stream_write(struct git_stream *stream, struct str text);
/* Reads a line of at most limit bytes, including its line feed. *line is valid until the next
 * call. */
bool git_stream_line(struct git_stream *stream, size_t limit, struct str *line);
/* Appends exactly count bytes to *out. */
bool git_stream_bytes(struct git_stream *stream, size_t count, struct buf *out);
/* Appends what git has written to standard error so far to *messages. */
void git_stream_complaint(struct git_stream *stream, struct buf *messages);

#endif
