/* SPDX-License-Identifier: MIT */
/* Runs git with a controlled environment and reads its output. */
#include "config.h"

#include "repository/git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

enum {
	SILENCE_SECONDS = 15, /* without output from git, after which it is killed */
	CHUNK_BYTES = 65536,
};

extern char **environ;

/* ------------------------------------------------------------------ the environment of git */

/* These override the repository's configuration (git-config(1)). */
static const char *const settings[] = {
	"core.hooksPath=/dev/null",	 /* run no hooks */
	"core.fsmonitor=false",		 /* run no file system monitor */
	"core.useReplaceRefs=false",	 /* read the objects themselves, without replacements */
	"core.commitGraph=false",	 /* and their parents from them */
	"core.attributesFile=/dev/null", /* use no filters or drivers */
	"core.pager=cat",
	"core.bigFileThreshold=16m", /* stream large objects */
	"core.sshCommand=false",     /* fetch nothing */
	"protocol.allow=never",
	"safe.bareRepository=explicit", /* do not take tracked files for a git folder */
	"gc.auto=0",
	"maintenance.auto=false",
	"i18n.commitEncoding=UTF-8",
};

enum { SETTINGS = sizeof(settings) / sizeof(settings[0]) };

/* The GIT_ variables that are inherited: identities, the choice of configuration files, git's
 * location, and alternate object directories that the user provides. Any other could make git use
 * another repository, run programs or write files. */
static const char *const kept_variables[] = {
	"GIT_AUTHOR_NAME",
	"GIT_AUTHOR_EMAIL",
	"GIT_AUTHOR_DATE",
	"GIT_COMMITTER_NAME",
	"GIT_COMMITTER_EMAIL",
	"GIT_COMMITTER_DATE",
	"GIT_CONFIG_GLOBAL",
	"GIT_CONFIG_SYSTEM",
	"GIT_CONFIG_NOSYSTEM",
	"GIT_CONFIG_COUNT",
	"GIT_CONFIG_PARAMETERS",
	"GIT_EXEC_PATH",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
};

static const char *const kept_prefixes[] = { "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_" };

/* Variables that are set for every run. */
static const char *const set_variables[] = {
	"GIT_NO_LAZY_FETCH=1",	   /* a missing object is an error and not downloaded */
	"GIT_ALLOW_PROTOCOL=none", /* the same before git 2.45 */
	"GIT_NO_REPLACE_OBJECTS=1",
	"GIT_GRAFT_FILE=/dev/null",
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_TERMINAL_PROMPT=0",
	"GIT_WORK_TREE=/", /* not used by any of the commands */
	"LC_ALL=C",	   /* messages in the form that git_complaint parses */
};

static struct str name_of(const char *variable)
{
	struct str name = str_from(variable);

	return str_slice(name, 0, str_find_char(name, '=', 0));
}

/* Whether the call sets the variable. If it were listed twice, the first would count. */
static bool is_set(const struct git_call *call, struct str name)
{
	for (size_t i = 0; i < GIT_VARIABLES_MAX && call->variables[i]; i++)
		if (str_eq(name_of(call->variables[i]), name))
			return true;
	return false;
}

static bool is_kept(const struct git_call *call, const char *variable)
{
	struct str name = name_of(variable);

	if (is_set(call, name))
		return false;
	if (!str_starts(name, "GIT_"))
		return !str_is(name, "LC_ALL") && !str_is(name, "LANGUAGE");
	for (size_t i = 0; i < sizeof(kept_variables) / sizeof(kept_variables[0]); i++)
		if (str_is(name, kept_variables[i]))
			return true;
	for (size_t i = 0; i < sizeof(kept_prefixes) / sizeof(kept_prefixes[0]); i++)
		if (str_starts(name, kept_prefixes[i]))
			return true;
	return false;
}

/* The child's arguments and environment, pointing to texts that outlive it. */
struct environment {
	struct buf folder; /* "GIT_DIR=..." */
	const char **variables;
	const char *arguments[2 * SETTINGS + GIT_ARGUMENTS_MAX + 2];
};

static void environment_release(struct environment *s)
{
	buf_release(&s->folder);
	free(s->variables);
}

static void environment_make(struct environment *s, const struct git_call *call)
{
	size_t count = 0, a = 0, v = 0;

	while (environ[count])
		count++;
	s->variables = memory_alloc(count + sizeof(set_variables) / sizeof(set_variables[0]) +
					    GIT_VARIABLES_MAX + 2,
				    sizeof(*s->variables));
	/* Without a folder git reads only the user's configuration. */
	buf_printf(&s->folder, "GIT_DIR=%s", call->folder ? call->folder : "/dev/null");
	for (size_t i = 0; i < count; i++)
		if (is_kept(call, environ[i]))
			s->variables[v++] = environ[i];
	for (size_t i = 0; i < sizeof(set_variables) / sizeof(set_variables[0]); i++)
		s->variables[v++] = set_variables[i];
	s->variables[v++] = s->folder.p;
	for (size_t i = 0; i < GIT_VARIABLES_MAX && call->variables[i]; i++)
		s->variables[v++] = call->variables[i];
	s->arguments[a++] = "git";
	for (size_t i = 0; i < SETTINGS; i++) {
		s->arguments[a++] = "-c";
		s->arguments[a++] = settings[i];
	}
	for (size_t i = 0; i < GIT_ARGUMENTS_MAX && call->arguments[i]; i++)
		s->arguments[a++] = call->arguments[i];
}

/* ------------------------------------------------------------------ the process */

static void __attribute__((noreturn)) become_git(const struct environment *s, int stream, int out,
						 int messages)
{
	union {
		const char *const *from;
		char **to;
	} arguments = { s->arguments },
	  variables = { s->variables }; /* exec does not modify them */

	/* Do not search the current folder, which may be the repository's. */
	if (chdir("/") != 0 || dup2(stream, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    dup2(messages, STDERR_FILENO) < 0)
		_exit(127);
	signal(SIGPIPE, SIG_DFL);
	environ = variables.to;
	execvp("git", arguments.to);
	_exit(127);
}

static void close_pair(int ends[2])
{
	int error = errno;

	close(ends[0]);
	close(ends[1]);
	errno = error;
}

/* Git removes its lock files on SIGTERM. If it does not end, it is killed. */
static void clean_stream(struct cleanup *cleanup)
{
	static const struct timespec moment = { .tv_nsec = 10 * 1000 * 1000 };
	const struct git_stream *stream = (const struct git_stream *)cleanup;
	pid_t ended = 0;

	close(stream->fd);
	close(stream->messages);
	(void)kill(stream->pid, SIGTERM);
	for (int i = 0; i < 100 && (ended = waitpid(stream->pid, NULL, WNOHANG)) == 0; i++)
		(void)nanosleep(&moment, NULL);
	if (ended != 0)
		return;
	(void)kill(stream->pid, SIGKILL);
	while (waitpid(stream->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

bool git_stream_start(struct git_stream *stream, const struct git_call *call)
{
	struct environment s = { .variables = NULL };
	int both[2], messages[2];
	pid_t pid = -1;

	*stream = (struct git_stream){ .pid = 0 };
	environment_make(&s, call);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0) {
		if (pipe2(messages, O_CLOEXEC | O_NONBLOCK) == 0) {
			pid = fork();
			if (pid == 0)
				become_git(&s, both[1], both[1], messages[1]);
			if (pid < 0)
				close_pair(messages);
		}
		if (pid < 0)
			close_pair(both);
	}

	int error = errno;

	environment_release(&s);
	errno = error;
	if (pid < 0)
		return false;
	close(both[1]);
	close(messages[1]);
	stream->pid = (int)pid;
	stream->fd = both[0];
	stream->messages = messages[0];
	cleanup_add(&stream->cleanup, clean_stream);
	return true;
}

static bool reap(struct git_stream *stream)
{
	int status = 0;

	cleanup_remove(&stream->cleanup);
	while (waitpid(stream->pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	stream->pid = 0;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void close_stream(struct git_stream *stream)
{
	close(stream->fd);
	close(stream->messages);
	buf_release(&stream->ahead);
}

void git_stream_stop(struct git_stream *stream)
{
	if (stream->pid == 0)
		return;
	close_stream(stream);
	(void)kill(stream->pid, SIGKILL);
	(void)reap(stream);
}

/* Reads what is available. Returns false at the end of the stream. */
static bool drain(int fd, struct buf *out)
{
	ssize_t got;

	buf_reserve(out, CHUNK_BYTES);
	got = read(fd, out->p + out->len, CHUNK_BYTES);
	if (got < 0)
		return errno == EINTR || errno == EAGAIN;
	out->len += (size_t)got;
	out->p[out->len] = '\0';
	return got > 0;
}

void git_stream_complaint(struct git_stream *stream, struct buf *messages)
{
	struct pollfd wait = { .fd = stream->messages, .events = POLLIN };

	while (stream->pid != 0 && poll(&wait, 1, 1000) > 0 && drain(stream->messages, messages))
		;
}

/* Waits for git until its timeout. */
static bool await(struct pollfd *fds, nfds_t count, bool patient)
{
	int ready;

	do
		ready = poll(fds, count, patient ? -1 : SILENCE_SECONDS * 1000);
	while (ready < 0 && errno == EINTR);
	return ready > 0;
}

/* ------------------------------------------------------------------ requests and answers */

bool git_stream_write(struct git_stream *stream, struct str text)
{
	while (stream->pid != 0 && text.len > 0) {
		struct pollfd wait = { .fd = stream->fd, .events = POLLOUT };
		ssize_t sent;

		if (!await(&wait, 1, false))
			return false;
		sent = send(stream->fd, text.p, text.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return false;
		if (sent > 0)
			text = str_slice(text, (size_t)sent, text.len);
	}
	return stream->pid != 0;
}

static bool read_more(struct git_stream *stream)
{
	struct pollfd wait = { .fd = stream->fd, .events = POLLIN };

	return stream->pid != 0 && await(&wait, 1, false) && drain(stream->fd, &stream->ahead);
}

/* Drops the bytes that were returned already. */
static void drop_used(struct git_stream *stream)
{
	struct buf *ahead = &stream->ahead;

	if (stream->used == 0)
		return;
	memmove(ahead->p, ahead->p + stream->used, ahead->len - stream->used);
	buf_cut(ahead, ahead->len - stream->used);
	stream->used = 0;
}

bool git_stream_line(struct git_stream *stream, size_t limit, struct str *line)
{
	size_t end;

	drop_used(stream);
	while ((end = str_find_char(buf_str(&stream->ahead), '\n', 0)) == STR_NONE)
		if (stream->ahead.len > limit || !read_more(stream))
			return false;
	*line = str_slice(buf_str(&stream->ahead), 0, end + 1);
	stream->used = end + 1;
	return true;
}

bool git_stream_bytes(struct git_stream *stream, size_t count, struct buf *out)
{
	while (count > 0) {
		size_t part;

		drop_used(stream);
		part = stream->ahead.len < count ? stream->ahead.len : count;
		buf_add(out, str_slice(buf_str(&stream->ahead), 0, part));
		stream->used = part;
		count -= part;
		if (count > 0 && !read_more(stream))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ one run */

/* Writes the input to git and reads both of its streams to their end. */
static bool converse(struct git_stream *stream, const struct git_call *call, struct buf *out,
		     struct buf *messages)
{
	struct str input = call->input;
	bool reading = true, listening = true;

	while (reading || listening) {
		struct pollfd fds[2] = {
			{ .fd = reading ? stream->fd : -1,
			  .events = (short)(POLLIN | (input.len > 0 ? POLLOUT : 0)) },
			{ .fd = listening ? stream->messages : -1, .events = POLLIN },
		};

		if (!await(fds, 2, call->patient))
			return false;
		if (fds[0].revents & POLLOUT) {
			ssize_t sent =
				send(stream->fd, input.p, input.len, MSG_NOSIGNAL | MSG_DONTWAIT);

			if (sent > 0)
				input = str_slice(input, (size_t)sent, input.len);
			else if (errno != EINTR && errno != EAGAIN)
				input.len = 0; /* git has closed its input */
			if (input.len == 0)
				(void)shutdown(stream->fd, SHUT_WR);
		}
		if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
			reading = drain(stream->fd, out);
		if (fds[1].revents & (POLLIN | POLLHUP | POLLERR))
			listening = drain(stream->messages, messages);
	}
	return true;
}

bool git_run(struct buf *out, const struct git_call *call)
{
	struct git_stream stream;
	BUF_AUTO struct buf dropped = { 0 };
	bool ok;

	if (!git_stream_start(&stream, call))
		return false;
	if (call->input.len == 0)
		(void)shutdown(stream.fd, SHUT_WR);
	ok = converse(&stream, call, out, call->messages ? call->messages : &dropped);
	if (!ok)
		(void)kill(stream.pid, SIGKILL);
	close_stream(&stream);
	return reap(&stream) && ok;
}

bool git_line(struct str *line, struct arena *arena, const struct git_call *call)
{
	BUF_AUTO struct buf out = { 0 };

	if (!git_run(&out, call))
		return false;
	*line = arena_copy(arena, str_trim(buf_str(&out)));
	return true;
}

struct str git_complaint(struct arena *arena, const struct buf *messages)
{
	static const char *const prefixes[] = { "fatal: ", "error: " };
	struct str rest = buf_str(messages), line, said = STR("");

	while (str_next_line(&rest, &line)) {
		bool severe = false;

		line = str_trim(line);
		for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
			if (str_starts(line, prefixes[i])) {
				severe = true;
				line = str_slice(line, str_from(prefixes[i]).len, line.len);
			}
		if (said.len == 0 || severe)
			said = line;
		if (severe)
			break;
	}
	return said.len > 0 ? arena_copy(arena, said) : STR("git failed");
}
