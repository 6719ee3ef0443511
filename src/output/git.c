/* SPDX-License-Identifier: MIT */
/* Running git: fork, exec, read to the end, reap. Input and messages go through unlinked files, so
 * that no two pipes can wait for each other. */
#include "config.h"

#include "output/git.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What git rev-parse --local-env-vars names, but for the variables that carry configuration. */
static const char *const local_variables[] = {
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
	"GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
};

/* A repository's own settings that would start programs or leave files beside a private index. */
static const char *const settings[] = {
	"-c", "core.fsmonitor=false", "-c", "core.splitIndex=false", "-c",
	"i18n.commitEncoding=UTF-8",
};

enum { SETTINGS = sizeof(settings) / sizeof(settings[0]) };

static bool set_environment(const struct git_call *call)
{
	for (size_t i = 0; i < sizeof(local_variables) / sizeof(local_variables[0]); i++)
		if (unsetenv(local_variables[i]) != 0)
			return false;
	for (size_t i = 0; i < GIT_VARIABLES_MAX && call->variables[i]; i++) {
		char *copy = strdup(call->variables[i]);

		if (!copy || putenv(copy) != 0)
			return false;
	}
	return true;
}

static void __attribute__((noreturn))
become_git(const struct git_call *call, int in, int out, int messages)
{
	const char *argv[GIT_ARGUMENTS_MAX + SETTINGS + 2] = { "git" };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	memcpy(argv + 1, settings, sizeof(settings));
	for (size_t i = 0; i < GIT_ARGUMENTS_MAX && call->arguments[i]; i++)
		argv[i + SETTINGS + 1] = call->arguments[i];
	if (!set_environment(call) || null < 0 || dup2(in < 0 ? null : in, STDIN_FILENO) < 0 ||
	    dup2(messages < 0 ? null : messages, STDERR_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || (call->folder && chdir(call->folder) != 0))
		_exit(127);
	union {
		const char **from;
		char *const *to;
	} arguments = { argv }; /* execvp changes none of them */

	execvp("git", arguments.to);
	_exit(127);
}

static bool read_all(struct buf *out, int fd)
{
	for (;;) {
		if (!buf_reserve(out, 65536))
			return false;

		ssize_t got = read(fd, out->p + out->len, 65536);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		out->len += (size_t)got;
		out->p[out->len] = '\0';
	}
}

static void file_close(FILE **file)
{
	if (*file)
		fclose(*file);
}

#define FILE_AUTO __attribute__((cleanup(file_close)))

/* A nameless file that holds the text, to be read from its start; NULL with nothing open. */
static FILE *file_of(struct str text)
{
	FILE *file = tmpfile();

	if (file && (fwrite(text.p, 1, text.len, file) != text.len || fflush(file) != 0 ||
		     fseek(file, 0, SEEK_SET) != 0)) {
		fclose(file);
		return NULL;
	}
	return file;
}

static bool reap(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool git_run(struct buf *out, const struct git_call *call)
{
	FILE_AUTO FILE *in = call->input.len > 0 ? file_of(call->input) : NULL;
	FILE_AUTO FILE *messages = call->messages ? tmpfile() : NULL;
	int ends[2];

	if ((call->input.len > 0 && !in) || (call->messages && !messages) ||
	    pipe2(ends, O_CLOEXEC) != 0)
		return false;

	pid_t child = fork();

	if (child == 0)
		become_git(call, in ? fileno(in) : -1, ends[1], messages ? fileno(messages) : -1);
	close(ends[1]);

	bool ok = child > 0 && read_all(out, ends[0]);

	close(ends[0]);
	ok = child > 0 && reap(child) && ok;
	if (messages && fseek(messages, 0, SEEK_SET) == 0)
		ok = read_all(call->messages, fileno(messages)) && ok;
	return ok;
}

bool git_line(struct str *line, struct arena *arena, const struct git_call *call)
{
	BUF_AUTO struct buf out = { 0 };

	if (!git_run(&out, call))
		return false;
	*line = arena_copy(arena, str_trim(buf_str(&out)));
	return !arena->failed;
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
