/* SPDX-License-Identifier: MIT */
/* The git program, for what it knows best: identities, dates, revisions, objects.
 *
 * A repository's own configuration is a stranger's. git is run on a git folder that is named, never
 * looked for, with settings that keep it from starting any program but itself; see git.c. */
#ifndef REPOSITORY_GIT_H
#define REPOSITORY_GIT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"

enum { GIT_ARGUMENTS_MAX = 40, GIT_VARIABLES_MAX = 8 };

/* One run of git. Arguments go to it as they are; no shell is involved. */
struct git_call {
	const char *folder;  /* the git folder, absolute; NULL: none, only the user's settings count */
	const char *arguments[GIT_ARGUMENTS_MAX + 1]; /* without "git"; ends with NULL */
	const char *variables[GIT_VARIABLES_MAX + 1]; /* "NAME=value" added to its environment */
	struct str input;    /* what it reads on standard input */
	struct buf *messages; /* receives what it says on standard error, or NULL: dropped */
	bool patient; /* it may wait for a person: for a passphrase */
};

/* Runs git with its standard output in *out. False where git is not there, ends with another status
 * than 0, or is silent for too long (it is killed then). */
bool git_run(struct buf *out, const struct git_call *call);

/* The same, with the output (blanks at both ends taken off) in the arena: *line. */
bool git_line(struct str *line, struct arena *arena, const struct git_call *call);

/* What git said of a failure, as one line without "fatal: ": the arena's; never empty. */
struct str git_complaint(struct arena *arena, const struct buf *messages);

/* A git that goes on running: requests in, answers out. */
struct git_stream {
	struct cleanup cleanup; /* first, so that it leads to the rest */
	int pid;      /* 0: not started, or ended */
	int fd;	      /* both ways */
	int messages; /* its standard error */
	struct buf ahead; /* what has come, */
	size_t used;	  /* and how much of that was handed out */
};

/* Starts the call (its input is not used). False with errno set. */
bool git_stream_start(struct git_stream *stream, const struct git_call *call);
void git_stream_stop(struct git_stream *stream);

bool git_stream_write(struct git_stream *stream, struct str text);
/* Up to and with the next line feed, of at most limit bytes; *line is valid until the next call. */
bool git_stream_line(struct git_stream *stream, size_t limit, struct str *line);
/* Exactly so many bytes, added to *out. */
bool git_stream_bytes(struct git_stream *stream, size_t count, struct buf *out);
/* What it has said on standard error so far, added to *messages. */
void git_stream_complaint(struct git_stream *stream, struct buf *messages);

#endif
